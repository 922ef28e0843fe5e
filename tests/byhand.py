"""WARC files made by hand, record by record, as readmore writes them: for what no crawl makes on order."""

from __future__ import annotations

import gzip
import uuid
from dataclasses import dataclass
from pathlib import Path

from archive.digest import sha1
from archive.http import Message
from spiders import profile as profiles

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
HTTP = "application/http;msgtype=response"
FIELDS = "application/warc-fields"


@dataclass(frozen=True)
class Made:
    """A record that was made."""

    record_id: str
    url: str
    date: str
    digest: str


class ByHand:
    """One file of a source's run; every record is a gzip member."""

    def __init__(self, folder: Path, name: str, source: str = "demo") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.warc.gz"
        self._info = new_id()
        profile = profiles.find("demo").model_copy(update={"name": source}).model_dump_json(exclude_unset=True)
        block = f"software: by hand\r\nisPartOf: run-{name}\r\nreadmore-profile: {profile}\r\n".encode()
        fields = [("WARC-Record-ID", self._info), ("WARC-Date", "2026-01-01T00:00:00.000000Z")]
        self._write("warcinfo", [*fields, ("WARC-Filename", self.path.name)], FIELDS, block)

    def response(self, url: str, date: str, body: bytes, head: bytes = PLAIN) -> Made:
        """A whole capture: request, metadata, response."""
        block = (head % len(body) if b"%d" in head else head) + body
        return self._capture("response", url, date, block, sha1([Message.parse(block).entity]), [])

    def revisit(self, url: str, date: str, of: Made, head: bytes, profile: str = IDENTICAL) -> Made:
        """A whole capture whose payload is that of another one."""
        more = [
            ("WARC-Profile", profile),
            ("WARC-Refers-To", of.record_id),
            ("WARC-Refers-To-Target-URI", of.url),
            ("WARC-Refers-To-Date", of.date),
        ]
        more += [("WARC-Truncated", "length")] if profile == IDENTICAL else []
        return self._capture("revisit", url, date, head, of.digest, more)

    def record(self, kind: str, url: str, date: str, block: bytes, content_type: str, *more: tuple[str, str]) -> Made:
        """One record alone."""
        made = Made(new_id(), url, date, sha1([block]))
        fields = [("WARC-Record-ID", made.record_id), ("WARC-Target-URI", url), ("WARC-Date", date)]
        self._write(kind, [*fields, ("WARC-Warcinfo-ID", self._info), *more], content_type, block)
        return made

    def _capture(self, kind: str, url: str, date: str, block: bytes, digest: str, more: list[tuple[str, str]]) -> Made:
        path = "/" + url.split("/", 3)[3]
        asked = f"GET {path} HTTP/1.1\r\nHost: {url.split('/')[2]}\r\n\r\n".encode()
        request = self.record("request", url, date, asked, "application/http;msgtype=request")
        concurrent = ("WARC-Concurrent-To", request.record_id)
        self.record("metadata", url, date, b"fetchTimeMs: 5\r\n", FIELDS, concurrent)
        answer = self.record(kind, url, date, block, HTTP, concurrent, ("WARC-Payload-Digest", digest), *more)
        return Made(answer.record_id, url, date, digest)

    def _write(self, kind: str, fields: list[tuple[str, str]], content_type: str, block: bytes) -> None:
        last = [
            ("WARC-Block-Digest", sha1([block])),
            ("Content-Type", content_type),
            ("Content-Length", str(len(block))),
        ]
        head = "".join(f"{name}: {value}\r\n" for name, value in [("WARC-Type", kind), *fields, *last])
        with self.path.open("ab") as file:
            file.write(gzip.compress(b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n", mtime=0))


def new_id() -> str:
    """Of a record."""
    return f"<urn:uuid:{uuid.uuid4()}>"
