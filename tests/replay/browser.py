"""Pages in headless Chromium, live and replayed by ReplayWeb.page: what one sees, and every request that failed."""

from __future__ import annotations

import math
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

from replay.parts import chromium
from replay.server import WACZ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request, Response

    from replay.server import ReplayServer

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Pixels. A page is opened in the tallest window, where all its pictures are in sight and load, and then measured.
_WIDTH, _TALLEST = 1000, 6000
#: Milliseconds that ReplayWeb.page may take to show a page.
_OPENS = 30_000
_SETTLED = "document.readyState === 'complete' && [...document.images].every(image => image.complete)"


#: Fetches each address and answers with status and body, the body in Base64.
_FETCH = """async (addresses) => {
  const inBase64 = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] || "");
    reader.readAsDataURL(blob);
  });
  const answers = [];
  for (const address of addresses) {
    const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    answers.push([answer.status, await inBase64(await answer.blob())]);
  }
  return answers;
}"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a page shows."""

    title: str
    text: str
    """What is visible, as a reader would copy it."""
    picture: Image.Image
    """The whole page."""
    failed: list[str]
    """Requests of the page that failed or were answered with an error, and every request that left its origin."""


def difference(one: Seen, other: Seen) -> float:
    """How far two pictures are apart where they overlap: the mean over pixels, 1 for black against white."""
    apart = ImageStat.Stat(ImageChops.difference(one.picture, other.picture)).mean
    return sum(apart) / len(apart) / 255


@contextmanager
def viewer() -> Iterator[Viewer]:
    """The system's Chromium, headless. Skips the test where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=list(_FLAGS))
        try:
            yield Viewer(browser.new_context(viewport={"width": _WIDTH, "height": _TALLEST}))
        finally:
            browser.close()


class Viewer:
    """Looks at pages, one after the other."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def live(self, url: str) -> Seen:
        """A page as its site serves it."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        with self._page(_Watch(origin=origin, belongs=lambda _: True)) as (page, failed):
            page.goto(url)
            return _look(page, page.main_frame, failed)

    def replayed(self, server: ReplayServer, url: str, moment: str = "") -> Seen:
        """The page as ReplayWeb.page shows it; `moment` has 14 digits, none takes the latest capture."""
        with self._page(_Watch(origin=server.url, belongs=partial(_is_content, server.url))) as (page, failed):
            seen = _look(page, _open(page, server, url, moment), failed)
        unread = [answer for answer in server.answered if answer.path == WACZ and answer.status >= 400]
        seen.failed.extend(f"{answer.path}: {answer.status}" for answer in unread)
        return seen

    def fetched(self, server: ReplayServer, captures: list[tuple[str, datetime]]) -> list[tuple[int, bytes]]:
        """Status and decoded body of captures, as a script in the replay gets them; the first opens the replay."""
        with self._page(_Watch(origin=server.url, belongs=lambda _: False)) as (page, _):
            frame = _open(page, server, captures[0][0])
            archive = frame.url.partition("mp_/")[0].rpartition("/")[0]
            addresses = [f"{archive}/{moment:%Y%m%d%H%M%S}id_/{url}" for url, moment in captures]
            answers = frame.parent_frame.evaluate(_FETCH, addresses) if frame.parent_frame else []
        return [(status, b64decode(body)) for status, body in answers]

    @contextmanager
    def _page(self, watch: _Watch) -> Iterator[tuple[Page, list[str]]]:
        page = self._context.new_page()
        for event, note in watch.events.items():
            self._context.on(event, note)
        try:
            yield page, watch.failed
        finally:
            for event, note in watch.events.items():
                self._context.remove_listener(event, note)
            page.close()


@dataclass(kw_only=True)
class _Watch:
    """Notes the requests that fail, and those that leave the origin."""

    origin: str
    belongs: Callable[[str], bool]
    """Whether a request is one of the page looked at. ReplayWeb.page's own are not: it asks whether it knows an
    archive (404 the first time), and breaks off reading a WACZ when it has enough."""
    failed: list[str] = field(default_factory=list)

    @property
    def events(self) -> dict[str, Callable[[Any], None]]:
        """What listens to which event of Playwright."""
        return {
            "request": self._asked,
            "requestfailed": self._broke_off,
            "response": self._answered,
            "console": self._said,
        }

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.failed.append(f"{request.url}: elsewhere")

    def _broke_off(self, request: Request) -> None:
        if self.belongs(request.url):
            self.failed.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if self.belongs(response.url) and response.status >= 400:
            self.failed.append(f"{response.url}: {response.status}")

    def _said(self, message: ConsoleMessage) -> None:
        # The only word of requests for icons.
        address = message.location["url"]
        if message.text.startswith("Failed to load resource") and self.belongs(address):
            self.failed.append(f"{address}: {message.text}")


def _is_content(server: str, address: str) -> bool:
    """Whether an address is one of the archive's own, and not a question of ReplayWeb.page to its worker."""
    return address.startswith(f"{server}/replay/w/") and not address.startswith(f"{server}/replay/w/api/")


def _open(page: Page, server: ReplayServer, url: str, moment: str = "") -> Frame:
    """The frame that holds the replayed page."""

    def is_it(frame: Frame) -> bool:
        return _is_content(server.url, frame.url)

    def opened() -> Frame:
        with page.expect_event("framenavigated", is_it, timeout=_OPENS) as navigated:
            page.goto(server.page(url, moment))
        return navigated.value

    try:
        return opened()
    except PlaywrightTimeout:
        return opened()  # on a busy machine its worker may come too late for a first page; a reader would reload


def _look(page: Page, frame: Frame, failed: list[str]) -> Seen:
    """What the frame shows once it rests, at its full height. The frame fills the page."""
    frame.wait_for_function(_SETTLED)
    frame.wait_for_load_state("networkidle")
    height = math.ceil(frame.evaluate("document.documentElement.getBoundingClientRect().height"))
    page.set_viewport_size({"width": _WIDTH, "height": min(height, _TALLEST)})
    frame.wait_for_function(_SETTLED)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    return Seen(title=frame.title(), text=frame.inner_text("body"), picture=picture, failed=failed)
