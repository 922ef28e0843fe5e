"""What running a command costs: time, processor time and memory of its whole process tree (Linux)."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_HIGH_WATER = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One run of a command."""

    seconds: float
    """From start to exit."""
    cpu: float
    """Seconds of processor time, user and system, of all its processes."""
    memory: int
    """Bytes: the sum of its processes' largest resident sets."""
    exit_code: int


def run(command: list[str], *, folder: Path, log: Path, timeout: float) -> Cost:
    """Run a command to its end, or kill it after `timeout` seconds (exit code -9)."""
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, start_new_session=True)
    memory = _Memory(process.pid)
    killer = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
    killer.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    killer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait for it again
    return Cost(
        seconds=seconds,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=memory.peak(),
        exit_code=process.returncode,
    )


class _Memory:
    """Looks at a process tree ten times a second and remembers each process's high-water mark.

    `ru_maxrss` is of no use here: it holds one process only, and begins with what the parent had.
    """

    def __init__(self, pid: int) -> None:
        self._marks: dict[int, int] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self._thread.start()

    def peak(self) -> int:
        self._done.set()
        self._thread.join()
        return sum(self._marks.values())

    def _watch(self, pid: int) -> None:
        while not self._done.wait(0.1):
            for process in _tree(pid):
                mark = _HIGH_WATER.search(_read(f"/proc/{process}/status"))
                if mark:
                    self._marks[process] = int(mark[1]) * 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    for process in found:  # grows while it is walked
        for task in _list(f"/proc/{process}/task"):
            found += map(int, _read(f"/proc/{process}/task/{task}/children").split())
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:  # the process ended meanwhile
        return ""


def _list(path: str) -> list[str]:
    try:
        return os.listdir(path)  # noqa: PTH208 -- names are wanted, and /proc has many
    except OSError:
        return []
