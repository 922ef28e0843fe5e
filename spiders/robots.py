"""What robots.txt allows (RFC 9309), asked once a host and run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

#: RFC 9309 section 2.5: a parser reads at least this much; nobody needs more.
_MAX_BYTES = 512 * 1024


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a host allows to one user agent."""

    user_agent: str
    parsed: Protego | None = None
    """None where there is no such file, or where it could not be had."""
    trouble: str | None = None
    """Why the file could not be had, in words; then nothing may be asked (section 2.3.1.4)."""

    def allows(self, url: str) -> bool:
        """Whether a URL may be asked."""
        return not self.trouble and (self.parsed is None or self.parsed.can_fetch(url, self.user_agent))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests; 0 where none are asked for."""
        return float((self.parsed and self.parsed.crawl_delay(self.user_agent)) or 0)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of asking for robots.txt."""

    status: int = 0
    body: bytes = b""
    error: str | None = None
    """Why there was no answer."""


class Robots:
    """The rules of every host that is asked."""

    def __init__(self, fetch: Callable[[str, str, str], Awaitable[Answer]], user_agent: str) -> None:
        """`fetch` is told the file's address, the one for whose sake it is asked, and by which hops that was met."""
        self._fetch = fetch
        self._user_agent = user_agent
        self._rules: dict[str, Rules] = {}

    async def rules(self, url: str, hops: str = "") -> Rules:
        """The rules for the host of a URL that was met by these hops."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read(await self._fetch(f"{origin}/robots.txt", url, hops))
        return self._rules[origin]

    def _read(self, answer: Answer) -> Rules:
        if answer.error:
            return Rules(user_agent=self._user_agent, trouble=answer.error)
        if answer.status == 200:
            text = answer.body[:_MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
            return Rules(user_agent=self._user_agent, parsed=Protego.parse(text))
        # Section 2.3.1.3: no such file allows everything; a server in trouble (or one that says "too many") nothing.
        if answer.status >= 500 or answer.status == 429:
            return Rules(user_agent=self._user_agent, trouble=f"robots.txt answered {answer.status}")
        return Rules(user_agent=self._user_agent)
