"""Serves ReplayWeb.page and one WACZ on loopback, with the byte ranges (RFC 9110 section 14) that it reads a WACZ by.

Standalone, in `tests`: `python -m replay.server FILE.wacz [PORT]` serves until Ctrl-C, for a look in one's own browser.
"""

from __future__ import annotations

import re
import sys
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlencode, urlsplit

import click

from replay.parts import replayweb

#: Where the archive is.
WACZ = "/archive.wacz"
#: ReplayWeb.page's element, as an archive's own site embeds it; its attributes come as query.
_EMBEDDING = b"""<!doctype html>
<html><head><meta charset="utf-8"><title>Replay</title><link rel="icon" href="data:,"><script src="/ui.js"></script>
<style>html, body, replay-web-page { display: block; margin: 0; width: 100%; height: 100%; border: 0; }</style></head>
<body><script>
  const replay = document.createElement("replay-web-page");
  for (const [name, value] of new URLSearchParams(location.search)) replay.setAttribute(name, value);
  document.body.append(replay);
</script></body></html>
"""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One request that reached the server."""

    path: str
    status: int
    length: int
    """Bytes of the answer's body."""


class ReplayServer:
    """ReplayWeb.page and a WACZ, served while the `with` block lasts."""

    def __init__(self, wacz: Path, *, port: int = 0) -> None:
        self.answered: list[Answered] = []
        """What was asked so far, in order."""
        files = {
            "/": (_EMBEDDING, "text/html"),
            "/ui.js": ((replayweb() / "ui.js").read_bytes(), "text/javascript"),
            "/replay/sw.js": ((replayweb() / "sw.js").read_bytes(), "text/javascript"),
            WACZ: (wacz.read_bytes(), "application/wacz+zip"),
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(files, self.answered))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="replay-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, url: str, moment: str = "") -> str:
        """The address of a page that holds nothing but the replay of this URL, as captured at this moment."""
        attributes = {"source": WACZ, "url": url, "embed": "replayonly"} | ({"ts": moment} if moment else {})
        return f"{self.url}/?{urlencode(attributes)}"


def _handler(files: dict[str, tuple[bytes, str]], answered: list[Answered]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            content, mime = files.get(path, (b"", "text/plain"))
            status, part, fields = _answer(content, self.headers.get("Range")) if path in files else (404, b"", {})
            self.send_response(status)
            for name, value in {**fields, "Content-Type": mime, "Content-Length": str(len(part))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(part)
            answered.append(Answered(path=path, status=status, length=len(part)))

        do_HEAD = do_GET  # noqa: N815 -- http.server's name

        def log_message(self, *_: object) -> None:
            """Quiet: tests look at `answered`."""

    return Handler


def _answer(content: bytes, asked: str | None) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and fields for a request with this Range, or none."""
    fields = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    wanted = _RANGE.fullmatch(asked or "")
    if not wanted or wanted.groups() == ("", ""):
        return HTTPStatus.OK, content, fields
    first, last = wanted.groups()
    start = int(first) if first else max(len(content) - int(last), 0)
    end = min(int(last) + 1, len(content)) if first and last else len(content)
    if start >= end:
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", fields | {"Content-Range": f"bytes */{len(content)}"}
    fields["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return HTTPStatus.PARTIAL_CONTENT, content[start:end], fields


if __name__ == "__main__":
    wacz, *port = sys.argv[1:]
    with ReplayServer(Path(wacz), port=int(port[0]) if port else 0) as server:
        click.echo(f"{server.url}/?source={WACZ} (Ctrl-C ends)")
        threading.Event().wait()
