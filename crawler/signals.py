"""SIGINT and SIGTERM outside a walk: both end a command with the same exit code, and neither tears a seal."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM)


def end_by_terminate() -> None:
    """SIGTERM raises `KeyboardInterrupt`, as SIGINT does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def held_back() -> Iterator[None]:
    """The first signal raises `KeyboardInterrupt` when the block has ended; a second one does at once."""
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, note) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise KeyboardInterrupt
