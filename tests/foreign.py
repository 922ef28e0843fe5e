"""WARC files as other tools write them, byte for byte, and in every packing that there is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import uuid
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from backports import zstd

REVISIT = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
SAME = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
RESPONSE = "application/http; msgtype=response"
REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"


def record(kind: str, fields: dict[str, str], block: bytes, version: str = "WARC/1.0", end: bytes = b"\r\n") -> bytes:
    """One record, with an id of its own unless it has one."""
    lines = [version, f"WARC-Type: {kind}"]
    fields = {"WARC-Record-ID": new_id(), **fields, "Content-Length": str(len(block))}
    head = end.join(line.encode() for line in (*lines, *(f"{name}: {value}" for name, value in fields.items())))
    return head + end * 2 + block + end * 2


def new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def article(number: int, host: str = "site.example", lead: str = "") -> bytes:
    """A page that is an article, with a headline and a day of its own."""
    words = f"The keeper of mill {number} wrote down how high the water stood, and showed the list to the council."
    return f"""<!DOCTYPE html><html lang="en"><head><title>Mill {number} opens its gate again | {host}</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2023-05-{number:02}">
</head><body><nav><a href="/">Home</a><a href="/contact">Contact</a></nav><main>
<h1>Mill {number} opens its gate again</h1>
<p>{lead}{words} Nobody had done that before, and nobody has thrown the list away since.</p>
<p>Later in the year the number {number} was painted on the door, so that the post would find it in the snow.</p>
</main><footer>All rights kept by the millers.</footer></body></html>""".encode()


def heritrix(name: str = "Example spring crawl") -> list[bytes]:
    """A crawl by Heritrix 3: the request behind its response, then metadata, which say by which hops it was met."""
    made = [
        record(
            "warcinfo",
            {"WARC-Date": "2023-05-20T10:00:00Z", "WARC-Filename": "x.warc.gz", "Content-Type": FIELDS},
            f"software: Heritrix/3.4.0 http://crawler.archive.org\r\nisPartOf: {name}\r\noperator: Ana\r\n".encode(),
        ),
        record(
            "response",
            {"WARC-Target-URI": "dns:site.example", "WARC-Date": "2023-05-20T10:00:01Z", "Content-Type": "text/dns"},
            b"20230520100001\nsite.example.\t300\tIN\tA\t192.0.2.1\n",
        ),
    ]
    zipped = gzip.compress(article(1), mtime=0)
    chunked = b"%X\r\n%b\r\n0\r\n\r\n" % (len(zipped), zipped)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    coded = head + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    made += _visit("http://site.example/mill/1", "L", coded + chunked, zipped, 2)
    for number in (2, 3):
        body = article(number)
        made += _visit(f"http://www.site.example/mill/{number}", "LL", head + b"\r\n" + body, body, number + 1)
    style = b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\nbody {}"
    made += _visit("http://cdn.example/site.css", "LE", style, b"body {}", 6)
    made += _visit("http://advert.example/frame", "LE", head + b"\r\n" + article(30), article(30), 7)
    made += _visit("http://site.example/gone", "L", b"HTTP/1.1 404 Not Found\r\n\r\n", b"", 8)
    return made


def heritrix_again() -> list[bytes]:
    """The next crawl: a page that is as it was, as older versions say that, and one that the server says so of."""
    date = {"WARC-Date": "2023-06-20T10:00:00Z"}
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    zipped = sha1(gzip.compress(article(1), mtime=0))
    known = {"WARC-Profile": REVISIT, "WARC-Payload-Digest": zipped, "WARC-Truncated": "length"}
    coded = head.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    first = {"WARC-Target-URI": "http://site.example/mill/1", **date, **known, "Content-Type": RESPONSE}
    return [
        record("warcinfo", {**date, "Content-Type": FIELDS}, b"software: Heritrix/3.1.1\r\nisPartOf: summer\r\n"),
        record("revisit", first, coded),
        record(
            "revisit",
            {
                "WARC-Target-URI": "http://www.site.example/mill/2",
                **date,
                "WARC-Profile": SAME,
                "WARC-Payload-Digest": sha1(b""),
                "Content-Type": RESPONSE,
            },
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
        ),
    ]


def _visit(url: str, hops: str, block: bytes, entity: bytes, second: int) -> list[bytes]:
    known = {"WARC-Target-URI": url, "WARC-Date": f"2023-05-20T10:00:{second:02}Z"}
    ident = new_id()
    with_id = {"WARC-Record-ID": ident, "WARC-Payload-Digest": sha1(entity), "WARC-IP-Address": "192.0.2.1"}
    path = url.partition("://")[2].partition("/")[2]
    ask = f"GET /{path} HTTP/1.0\r\nHost: {url.split('/')[2]}\r\nUser-Agent: Mozilla/5.0 (heritrix/3.4)\r\n\r\n"
    said = f"seed: http://site.example/\r\nhopsFromSeed: {hops}\r\nfetchTimeMs: 12\r\n"
    return [
        record("response", {**known, **with_id, "Content-Type": RESPONSE}, block),
        record("request", {**known, "WARC-Concurrent-To": ident, "Content-Type": REQUEST}, ask.encode()),
        record("metadata", {**known, "WARC-Concurrent-To": ident, "Content-Type": FIELDS}, said.encode()),
    ]


def browsertrix() -> list[bytes]:
    """A crawl by a browser: HTTP/2 written down as HTTP/1.1, bodies decoded under the heads that they came with."""
    info = {"WARC-Date": "2024-02-03T04:05:06.789Z", "WARC-Filename": "rec-1.warc.gz", "Content-Type": FIELDS}
    software = b"software: Browsertrix-Crawler 1.5.0 (with warcio.js 2.4.0)\r\nformat: WARC File Format 1.1\r\n"
    html = "content-type: text/html; charset=utf-8\r\n"
    made = [record("warcinfo", info, software, "WARC/1.1")]
    made += _browsed("https://site.example/mill/4", "document", f"{html}content-encoding: br\r\n", article(4))
    made += _browsed(
        "https://site.example/mill/5",
        "document",
        f"{html}x-orig-content-encoding: gzip\r\nx-orig-transfer-encoding: chunked\r\ncontent-length: 99999\r\n",
        article(5),
    )
    made += [record("warcinfo", info, software, "WARC/1.1")]
    made += _browsed(
        "https://site.example/mill/6", "document", f"{html}content-encoding: gzip\r\n", article(6), "HTTP/2"
    )
    made += _browsed("https://advert.example/frame", "iframe", html, article(31))
    made += _browsed("https://site.example/api?__wb_method=POST&q=1", "empty", html, article(32))
    made += _browsed("https://cdn.example/logo.png", "image", "content-type: image/png\r\n", b"\x89PNG")
    date = {"WARC-Date": "2024-02-03T04:06:00.000Z"}
    of_page = {"WARC-Target-URI": "urn:pageinfo:https://site.example/mill/4", **date}
    saved = {"WARC-Target-URI": "https://site.example/mill/7", **date, "Content-Type": "text/html; charset=utf-8"}
    made.append(record("resource", {**of_page, "Content-Type": "application/json"}, b'{"pageid": "1"}', "WARC/1.1"))
    made.append(record("resource", saved, article(7), "WARC/1.1"))
    return made


def _browsed(url: str, wanted: str, fields: str, body: bytes, version: str = "HTTP/1.1") -> list[bytes]:
    block = f"{version} 200\r\n{fields}\r\n".encode() + body
    ident = new_id()
    known = {"WARC-Target-URI": url, "WARC-Date": "2024-02-03T04:05:07.123Z"}
    digests = {"WARC-Payload-Digest": sha256(body), "WARC-Block-Digest": sha256(block)}
    ask = f"GET /x HTTP/1.1\r\nsec-fetch-dest: {wanted}\r\nsec-fetch-mode: navigate\r\n\r\n".encode()
    return [
        record("response", {"WARC-Record-ID": ident, **known, **digests, "Content-Type": RESPONSE}, block, "WARC/1.1"),
        record("request", {**known, "WARC-Concurrent-To": ident, "Content-Type": REQUEST}, ask, "WARC/1.1"),
    ]


def bare() -> list[bytes]:
    """The least that a tool can write: no warcinfo, no requests, no digests, line ends of one byte."""
    made = []
    for number in (8, 9):
        block = b"HTTP/1.0 200\nContent-Type: text/html\n\n" + article(number)
        fields = {"WARC-Target-URI": f"<http://site.example/mill/{number}>", "WARC-Date": "2023-05-30T00:00:00Z"}
        made.append(record("response", fields, block, end=b"\n"))
    return made


def with_dictionary(records: Sequence[bytes]) -> bytes:
    """As a .warc.zst with a dictionary of its own."""
    words = zstd.train_dict(list(records) * 20, 2000)
    frames = b"".join(zstd.compress(each, zstd_dict=words) for each in records)
    return b"\x5d\x2a\x4d\x18" + len(words.dict_content).to_bytes(4, "little") + words.dict_content + frames


def wacz(records: Sequence[bytes], name: str = "data.warc.gz") -> bytes:
    """As a package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(f"archive/{name}", by_record(records))
        file.writestr("pages/pages.jsonl", "{}")
        file.writestr("datapackage.json", "{}")
    return made.getvalue()


def by_record(records: Sequence[bytes]) -> bytes:
    return b"".join(gzip.compress(each) for each in records)


#: File name, and how records become the file.
PACKINGS: dict[str, Callable[[Sequence[bytes]], bytes]] = {
    "x.warc.gz": by_record,
    "x.warc": b"".join,
    "whole.warc.gz": lambda records: gzip.compress(b"".join(records)),
    "x.warc.zst": lambda records: b"".join(map(zstd.compress, records)),
    "words.warc.zst": with_dictionary,
    "x.wacz": wacz,
}


def write(folder: Path, name: str, records: Sequence[bytes]) -> Path:
    """A file in the packing of that name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(PACKINGS.get(name, by_record)(records))
    return path
