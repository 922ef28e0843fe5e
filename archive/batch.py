"""A thread that does queued work in batches, so that many pieces of work share one fsync or one commit."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")


class BatchThread(Generic[T, R]):
    """Hands what was submitted since the last batch to `work`, in order, in one thread of its own.

    `work` returns a result, or the error, for each piece; where it raises, every piece of the batch fails with that.
    """

    def __init__(self, name: str, work: Callable[[Sequence[T]], Sequence[R | Exception]], *, largest: int = 64) -> None:
        self._work = work
        self._largest = largest
        self._queue: SimpleQueue[tuple[T, Future[R]] | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, piece: T) -> Future[R]:
        """Queue a piece of work."""
        if self._closed:
            raise RuntimeError(f"the {self._thread.name} thread is closed")
        future: Future[R] = Future()
        self._queue.put((piece, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then end the thread."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = True
        while more:
            batch: list[tuple[T, Future[R]]] = []
            # The first piece is waited for; what else is there already goes along.
            while len(batch) < self._largest and (not batch or not self._queue.empty()):
                queued = self._queue.get()
                if queued is None:
                    more = False
                    break
                batch.append(queued)
            if batch:
                self._do(batch)

    def _do(self, batch: list[tuple[T, Future[R]]]) -> None:
        try:
            results = self._work([piece for piece, _ in batch])
        except BaseException as error:  # noqa: BLE001 -- whoever waits for the piece is told, whatever it was
            for _, future in batch:
                if not future.cancelled():
                    future.set_exception(error)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                if future.cancelled():
                    continue
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)
