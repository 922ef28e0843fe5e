"""How fast a host is asked: the moments at which requests may begin."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

#: A Crawl-delay above this is not waited for in full.
MAX_CRAWL_DELAY = 300.0


class Pace:
    """At least `delay` seconds between the beginnings of two requests to one host."""

    def __init__(
        self,
        delay: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.delay = delay
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def slow_down(self, host: str, delay: float) -> None:
        """Wait at least this long from now on (the host's robots.txt asks for it)."""
        self._delays[host] = max(self._delays.get(host, self.delay), min(delay, MAX_CRAWL_DELAY))

    async def turn(self, host: str) -> None:
        """Return when the host may be asked."""
        delay = self._delays.get(host, self.delay)
        if not delay:
            return
        now = self._clock()
        begin = max(now, self._next.get(host, now))
        self._next[host] = begin + delay
        if begin > now:
            await self._sleep(begin - now)
