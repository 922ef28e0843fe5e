"""The benchmark site, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class BenchError(Exception):
    """A contestant did not do the job; its figures would mean nothing."""


@contextmanager
def served(pages: int) -> Iterator[str]:
    """The address of a freshly started site with that many articles."""
    command = [sys.executable, "-m", "benchmarks.server", str(pages)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
