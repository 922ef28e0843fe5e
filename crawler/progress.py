"""How far a run is: a bar on a terminal, plain lines elsewhere, nothing with `--quiet`. Always on standard error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines.items import State

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from pipelines.items import Recorded
    from pipelines.store import Store

#: Seconds between two plain lines.
_LINE_EVERY = 10.0
#: Seconds between two looks at how much is known.
_COUNT_EVERY = 0.5


class Watch:
    """Counts what a run settles, and shows it."""

    def __init__(self, source: str, store: Store, *, quiet: bool) -> None:
        self._source = source
        self._store = store
        self._console = Console(stderr=True, quiet=quiet)
        self._bar = self._make_bar() if self._console.is_terminal and not quiet else None
        self._task = self._bar.add_task(source, total=None, note="") if self._bar else None
        self._settled = self._failed = 0
        self._counted = self._said = time.monotonic()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, recorded: Recorded) -> None:
        """Something is on disk."""
        if recorded.state is None:
            return
        self._settled += 1
        self._failed += recorded.state is State.FAILED
        now = time.monotonic()
        if self._bar and self._task is not None and now - self._counted > _COUNT_EVERY:
            self._counted = now
            note = f"{self._failed} failed" if self._failed else ""
            self._bar.update(self._task, completed=self._settled, total=self._settled + self._pending(), note=note)
        elif not self._bar and now - self._said > _LINE_EVERY:
            self._said = now
            failed = f", {self._failed} failed" if self._failed else ""
            self._console.print(
                f"{self._source}: {self._settled} asked, {self._pending()} to go{failed}", highlight=False
            )

    def _pending(self) -> int:
        return self._store.pending(self._source)

    def _make_bar(self) -> Progress:
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[red]{task.fields[note]}"),
            console=self._console,
            transient=True,
        )
