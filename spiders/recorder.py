"""The recorder: hands what came back to a process that reads and stores it.

Reading costs more than asking. In a process of its own it takes nothing from the connections' time, and all that
came while it was busy shares the next transaction. It ends when the process that feeds it does, however that ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive.batch import BatchThread
from pipelines.items import Answer, Kept, Recorded
from pipelines.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.profile import Profile

#: Answers that are sent at once: few enough that asking and recording go on side by side.
_BATCH = 16
#: An answer to be read, or what is known of an address without one.
Work = Answer | Kept


class Recorder:
    """Hands answers to the recording process, and tells what became of them."""

    def __init__(self, database: Path, warc: Path, profile: Profile, run_id: str) -> None:
        # A fresh interpreter: a fork would inherit threads, sockets and the event loop. In a group of its own:
        # Ctrl-C is for the process that feeds this one. It finds its modules where this one does, and not in
        # the current folder, which may be somebody's Scrapy project with `spiders` of its own.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "spiders.desk"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
        )
        self._send((database, warc, profile.model_dump_json(exclude_unset=True), run_id))
        self._thread: BatchThread[Work, Recorded] = BatchThread("recorder", self._exchange, largest=_BATCH)

    async def record(self, work: Work) -> Recorded:
        """What became of it, once it is on disk. Raises `StoreError` where nothing can be stored any more."""
        return await asyncio.wrap_future(self._thread.submit(work))

    def close(self) -> None:
        """Record what is queued, and end the process."""
        self._thread.close()
        with contextlib.suppress(OSError):
            self._process.communicate()

    def _exchange(self, batch: Sequence[Work]) -> Sequence[Recorded | Exception]:
        try:
            self._send(list(batch))
            assert self._process.stdout
            answer: list[Recorded | Exception] | Exception = pickle.load(self._process.stdout)  # noqa: S301 -- ours
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise StoreError("the recording process died; the next run goes on where it stopped") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _send(self, value: object) -> None:
        assert self._process.stdin
        pickle.dump(value, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
