"""An archive of odd answers, and which of them replay software does not show as they are kept.

The records are right, and other readers have their bytes: these are limits of pywb 2.10 and ReplayWeb.page 2.4.6.
`docs/replay.md` tells archivists of them.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from known_bytes import SCRIPTS
from rawserver import RawServer

from archive.client import Client, Limits
from archive.errors import NoAnswerError, TimeoutExceeded
from archive.exchange import Ask
from archive.reader import Capture, captures, revisited
from archive.writer import WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

    from archive.http import Message

#: Scripts of `known_bytes`, and why.
PYWB_CANNOT = {
    "chunked-extensions-trailers": "trailers are shown as text: an empty line is expected behind the last chunk",
    "chunked-bare-lf": "a chunk-size line that ends with LF alone is taken for text, and so is the framing",
    "chunked-without-last-line": "the last chunk is shown as text where no empty line follows it",
    "chunked-beside-length": "Content-Length is passed on beside the body without its chunks, and cuts it",
    "bad-chunk-size": "what follows the last good chunk is shown too, with its framing",
    "no-content-with-length": "its server (gevent) refuses a 204 with a Content-Length: 500",
    "not-modified-with-length": "its server (gevent) refuses a 304 with a Content-Length: 500",
    "odd-status-line": "its server (gevent) refuses a tab behind the status: 500",
    "icy": "no HTTP for warcio: 503",
    "garbage": "no HTTP: 503",
    "two-blank-lines-before": "the answer's head is taken for its body",
    "endless-head": "a head of more than a megabyte is none to readmore; pywb looks for its end all the same",
}
REPLAYWEB_CANNOT = {
    "chunked-extensions-trailers": "chunk extensions make the framing be taken for text",
    "chunked-bare-lf": "a chunk-size line that ends with LF alone makes the framing be taken for text",
    "chunked-padded-size": "spaces behind a chunk's size make the framing be taken for text",
    "length-beside-chunked": "“Chunked” with a capital is not understood",
    "cut-chunk": "where a chunk is cut, its size line is shown too",
    "bad-chunk-size": "one bad chunk makes the framing be taken for text",
    "bare-lf": "the end of a head whose lines end with LF alone is not found: nothing is shown",
    "mixed-line-ends": "the end of a head whose lines end with LF alone is not found: nothing is shown",
    "http10": "the end of a head without a single field is not found: nothing is shown",
    "reset-until-close": "the end of a head without a single field is not found: nothing is shown",
    "blank-lines-before": "the answer's head is taken for its body",
    "two-blank-lines-before": "the answer's head is taken for its body",
    "excess-on-closing": "bytes that came behind the answer are shown as a part of it",
    "garbage": "no HTTP: nothing is shown",
}


def keep_odd_answers(archive: Path) -> dict[str, Capture]:
    """Ask for every script of known bytes, and keep what came; captures by the script's name."""
    asyncio.run(_keep(archive / "warc"))
    return {capture.url.rpartition("/")[2]: capture for capture in kept(archive)}


def kept(archive: Path) -> list[Capture]:
    """Every capture of an archive; a revisit with what its original holds."""
    found = [c for path in sorted((archive / "warc").glob("*.warc.gz")) for c in captures(path)]
    messages = {c.address.record_id: c.message for c in found}
    return [_whole(capture, messages) for capture in found]


def _whole(capture: Capture, messages: dict[str, Message]) -> Capture:
    reference = capture.address.revisit_of
    return replace(capture, message=revisited(capture, messages[reference.record_id])) if reference else capture


async def _keep(folder: Path) -> None:
    client, writer = Client(Limits(timeout=2, max_body=2**21)), WarcWriter(folder, prefix="odd")

    async def keep(ask: Ask) -> None:
        with suppress(NoAnswerError, TimeoutExceeded):
            await writer.keep(await client.fetch(ask))

    try:
        with RawServer(SCRIPTS) as server:
            await asyncio.gather(*(keep(Ask(url=server.url(n), method=s.method)) for n, s in SCRIPTS.items()))
    finally:
        writer.close()
        await client.close()
