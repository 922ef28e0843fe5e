"""The first source, rebuilt around its real listing: articles for its items, in any of the demo site's markups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.demo.markups import Markup
from crawler.demo.site import Reply
from crawler.demo.views import ArticleView, Frame, Link, ListingView, Teaser
from pipelines.normalise.text import clean

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LISTING = DATA / "kremlin-roadmap" / "news-tag-Tskhinvali_Region.txt"

KA_TITLE = "შეხვედრა ცხინვალის რეგიონის შესახებ, მეორე ნაწილი: {}"
KA_BODY = (
    "მოსკოვში გამართულ შეხვედრაზე ოკუპირებული რეგიონის მდგომარეობა განიხილეს.",
    "მხარეები შეთანხმდნენ, რომ მოლაპარაკებებს მომავალ თვეში გააგრძელებენ და შედეგებს გამოაქვეყნებენ.",
)


@dataclass(frozen=True)
class Item:
    """One item of the real listing, with what the tests add to it."""

    number: int
    title: str
    excerpt: str
    published: date

    @property
    def is_notice(self) -> bool:
        return self.excerpt.startswith("Article is available")


def real_items(text: str) -> list[Item]:
    """The items of the listing's visible text: title and excerpt, each ended by a doubled “Read more”."""
    blocks = re.split(r"Read moreRead more", text.partition("Back to full list")[2])
    pairs = [[line.strip() for line in block.splitlines() if line.strip()] for block in blocks]
    pairs = [pair for pair in pairs if pair]
    assert all(len(pair) == 2 for pair in pairs)
    return [
        Item(2083 - 7 * at, clean(title), clean(excerpt), date(2025, 1, 20) - timedelta(days=11 * at))
        for at, (title, excerpt) in enumerate(pairs)
    ]


@dataclass(frozen=True)
class Roadmap:
    """Answers as the site might: one listing, its articles, their Georgian editions; anything else is 404."""

    markup: Markup
    items: list[Item]

    def __call__(self, target: str, origin: str) -> Reply:
        path = unquote(urlsplit(target).path).rstrip("/")
        ka = path.startswith("/ge/")
        path = path.removeprefix("/ge")
        frame = Frame(lang="ka" if ka else "en", languages=self._languages(path, ka))
        if path in ("/news", "/news/view/tags-Tskhinvali_Region"):
            return self._html(self.markup.listing(self._listing(path, ka, frame)))
        found = re.fullmatch(r"/news/display/(\d+)", path)
        item = next((i for i in self.items if found and i.number == int(found[1])), None)
        if item:
            return self._html(self.markup.article(self._article(item, ka, frame)))
        return Reply(content=b"<html><body><p>Not found</p></body></html>", mime="text/html", status=404)

    def _listing(self, path: str, ka: bool, frame: Frame) -> ListingView:
        prefix = "/ge" if ka else ""
        shown = [(i, KA_TITLE.format(i.number), KA_BODY[0]) if ka else (i, i.title, i.excerpt) for i in self.items]
        teasers = tuple(
            Teaser(title=title, excerpt=excerpt, href=f"{prefix}/news/display/{i.number}")
            for i, title, excerpt in shown
        )
        tag = "Tskhinvali Region" if "tags-" in path else None
        return ListingView(items=teasers, tag=tag, full_list=f"{prefix}/news" if tag else None, frame=frame)

    def _article(self, item: Item, ka: bool, frame: Frame) -> ArticleView:
        title = KA_TITLE.format(item.number) if ka else item.title
        english = (f"{item.excerpt} The parties discussed it at length.", "They agreed to meet again next month.")
        body = KA_BODY if ka else (item.excerpt,) if item.is_notice else english
        return ArticleView(title=title, date=f"{item.published:%Y / %m / %d}", paragraphs=body, frame=frame)

    @staticmethod
    def _languages(path: str, ka: bool) -> tuple[Link, ...]:
        return (Link(text="GEO", href=f"/ge{path}", current=ka), Link(text="ENG", href=path, current=not ka))

    @staticmethod
    def _html(page: str) -> Reply:
        return Reply(content=page.encode(), mime="text/html; charset=utf-8")
