"""A small WARC file in which all is well, to be broken in one place at a time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archive.verify.files import Input, Summary, verify_files
from archive.verify.findings import Finding

NAME = "test-20260504030201123-00000-host.warc.gz"
DATE = "2026-05-04T03:02:01.123456Z"
URL = "http://example.org/a?n=1"
BODY = b"<p>hello</p>"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
FACTS = """
software format conformsTo operator hostname ip robots isPartOf description http-header-user-agent http-header-from
""".split()


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def uuid(number: int) -> str:
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"


@dataclass
class Rec:
    """One record: fields in order, and the block. Content-Length and block digest are computed, where not set."""

    fields: list[tuple[str, str]]
    block: bytes = b""
    version: str = "WARC/1.1"
    tail: bytes = b"\r\n\r\n"
    raw: bytes | None = None
    """The whole record, instead."""

    def get(self, name: str) -> str:
        return next(value for known, value in self.fields if known.lower() == name.lower())

    def set(self, name: str, value: str) -> None:
        """Change a field, or add it."""
        changed = [(known, value if known.lower() == name.lower() else old) for known, old in self.fields]
        self.fields = changed if changed != self.fields or (name, value) in changed else [*changed, (name, value)]

    def drop(self, name: str) -> None:
        """Take a field away."""
        self.fields = [one for one in self.fields if one[0].lower() != name.lower()]

    def encode(self) -> bytes:
        if self.raw is not None:
            return self.raw
        fields = dict(self.fields)
        stated = [] if "Content-Length" in fields else [("Content-Length", str(len(self.block)))]
        stated += [] if "WARC-Block-Digest" in fields else [("WARC-Block-Digest", sha1(self.block))]
        lines = [self.version, *(f"{name}: {value}" for name, value in [*self.fields, *stated] if value != "-")]
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + self.block + self.tail


@dataclass
class Draft:
    """A file's records by name."""

    records: dict[str, Rec] = field(default_factory=dict)
    name: str = NAME

    def __getitem__(self, name: str) -> Rec:
        return self.records[name]

    def encode(self, only: Iterable[str] | None = None) -> bytes:
        return b"".join(packed(self[name].encode()) for name in (only or self.records))

    def offset(self, name: str) -> int:
        names = list(self.records)
        return len(self.encode(names[: names.index(name)])) if names.index(name) else 0

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_bytes(self.encode())
        return path


def packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def answer(body: bytes, *fields: bytes, status: bytes = b"200 OK", length: int | None = None) -> bytes:
    stated = b"Content-Length: %d" % (len(body) if length is None else length)
    return b"\r\n".join([b"HTTP/1.1 " + status, b"Server: x", *fields, stated]) + b"\r\n\r\n" + body


def warcinfo(number: int = 1, **facts: str) -> Rec:
    block = "".join(f"{name}: {facts.get(name, 'x')}\r\n" for name in FACTS)
    head = [("WARC-Type", "warcinfo"), ("WARC-Record-ID", uuid(number)), ("WARC-Date", DATE), ("WARC-Filename", NAME)]
    return Rec([*head, ("Content-Type", "application/warc-fields")], block.encode())


def _record(kind: str, number: int, url: str, block: bytes, content_type: str, *more: tuple[str, str]) -> Rec:
    head = [("WARC-Type", kind), ("WARC-Record-ID", uuid(number)), ("WARC-Date", DATE), ("WARC-Target-URI", url)]
    return Rec([*head, ("WARC-Warcinfo-ID", uuid(1)), ("Content-Type", content_type), *more], block)


WIRE = (("WARC-IP-Address", "192.0.2.7"), ("WARC-Protocol", "http/1.1"))
HTTP = "application/http;msgtype="


def request(number: int, url: str = URL, ask: bytes = b"GET /a?n=1 HTTP/1.1\r\nHost: example.org\r\n\r\n") -> Rec:
    return _record("request", number, url, ask, HTTP + "request", *WIRE)


def metadata(number: int, concurrent: int, block: bytes = b"fetchTimeMs: 250\r\nvia: http://example.org/\r\n") -> Rec:
    return _record("metadata", number, URL, block, "application/warc-fields", ("WARC-Concurrent-To", uuid(concurrent)))


def response(number: int, concurrent: int, block: bytes, payload: bytes = BODY) -> Rec:
    more = [("WARC-Concurrent-To", uuid(concurrent)), ("WARC-Payload-Digest", sha1(payload))]
    return _record("response", number, URL, block, HTTP + "response", *WIRE, *more)


def revisit(number: int, concurrent: int, profile: str, head: bytes) -> Rec:
    record = response(number, concurrent, head)
    record.set("WARC-Type", "revisit")
    record.fields += [
        ("WARC-Profile", PROFILE + profile),
        ("WARC-Refers-To", uuid(4)),
        ("WARC-Refers-To-Target-URI", URL),
        ("WARC-Refers-To-Date", DATE),
    ]
    return record


def good() -> Draft:
    """One of everything that readmore writes."""
    head = answer(BODY).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    unmodified = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
    same = revisit(7, 5, "identical-payload-digest", head)
    same.fields.append(("WARC-Truncated", "length"))
    fields = "application/warc-fields"
    return Draft(
        {
            "warcinfo": warcinfo(),
            "request": request(2),
            "metadata": metadata(3, 2),
            "response": response(4, 2, answer(BODY)),
            "request of revisit": request(5),
            "metadata of revisit": metadata(6, 5),
            "revisit": same,
            "request of unmodified": request(8),
            "metadata of unmodified": metadata(9, 8),
            "unmodified": revisit(10, 8, "server-not-modified", unmodified),
            "conversion": _record(
                "conversion",
                11,
                URL,
                b"hello",
                "text/plain; charset=utf-8",
                ("WARC-Refers-To", uuid(4)),
                ("WARC-Payload-Digest", sha1(b"hello")),
            ),
            "resource": _record(
                "resource", 12, "urn:readmore:run:log", b"{}", "application/json", ("WARC-Payload-Digest", sha1(b"{}"))
            ),
            "manifest": _record("metadata", 13, "urn:readmore:run:manifest", b"warcinfo: " + uuid(1).encode(), fields),
        }
    )


def verified(*paths: Path) -> list[Finding]:
    return list(verify_files([Input.of(path) for path in paths], Summary()))


def single_stream(draft: Draft) -> bytes:
    return gzip.compress(b"".join(record.encode() for record in draft.records.values()), mtime=0)
