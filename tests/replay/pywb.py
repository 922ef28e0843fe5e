"""pywb on one archive: its own process, its own collection over the archive's WARC files and index."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Self

from archive.http import Message
from replay.parts import program

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_CONFIG = """collections:
  archive:
    archive_paths: {warc}/
    index_paths: {index}/
"""
#: Seconds that pywb may take to listen.
_START = 30.0
#: A 304 kept as a revisit, in an index: pywb would answer it as it is, without its original's body.
_NOT_MODIFIED = '"mime": "warc/revisit", "status": "304"'


class Pywb:
    """`wayback` on an archive folder (`warc/`, and `index/` where there is one) while the `with` block lasts."""

    def __init__(self, archive: Path, folder: Path, *, not_modified: bool = False) -> None:
        """Works in `folder`; with `not_modified`, its index has the captures whose answer was a 304."""
        self._folder = folder
        self._index(archive, not_modified)
        config = _CONFIG.format(warc=(archive / "warc").resolve(), index=(folder / "index").resolve())
        (folder / "config.yaml").write_text(config)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def _index(self, archive: Path, not_modified: bool) -> None:
        index = self._folder / "index"
        index.mkdir(parents=True)
        found = sorted((archive / "index").glob("*.cdxj"))
        for file in found:
            shutil.copy(file, index)
        if not found:
            files = sorted((archive / "warc").glob("*.warc.gz"))
            subprocess.run([program("cdxj-indexer"), "--sort", "--output", index / "all.cdxj", *files], check=True)
        for file in () if not_modified else index.iterdir():
            lines = file.read_text().splitlines(keepends=True)
            file.write_text("".join(line for line in lines if _NOT_MODIFIED not in line))

    def __enter__(self) -> Self:
        command = [program("wayback"), "--port", str(self.port), "--bind", "127.0.0.1", "--directory", self._folder]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + _START
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"pywb did not start:\n{self.log[-2000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self._folder / "log").read_text(errors="replace")

    def get(self, url: str, moment: datetime) -> Message:
        """The capture of that second, unchanged (`id_`), as it comes out of the socket."""
        return Message.parse(self._ask(f"/archive/{moment:%Y%m%d%H%M%S}id_/{url}"))

    def _ask(self, target: str) -> bytes:
        # HTTP/1.0, so that the server frames nothing itself, and closes.
        request = f"GET {target} HTTP/1.0\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request.encode("ascii"))
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
