"""What servers send, good and bad: scripts of known bytes, each with what a browser makes of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

from rawserver import End, Script

GEORGIAN = "ცხინვალი".encode()
LONG_HEADER = b"x" * 20_000
LARGE = 40 * 2**20
PACKED = gzip.compress(b"hello", mtime=0)


def lines(*parts: bytes, body: bytes = b"", end: bytes = b"\r\n") -> bytes:
    """A head of these lines, and a body."""
    return end.join(parts) + end + end + body


def ok(*fields: bytes, body: bytes = b"hello", length: bytes | None = b"Content-Length: %d") -> bytes:
    """A 200 answer with these fields; `length` None leaves Content-Length out."""
    stated = [length.replace(b"%d", b"%d" % len(body))] if length is not None else []
    return lines(b"HTTP/1.1 200 OK", *fields, *stated, body=body)


def chunked(*fields: bytes, body: bytes, tail: bytes = b"0\r\n\r\n") -> bytes:
    """A 200 answer whose framed body is given."""
    return ok(*fields, b"Transfer-Encoding: chunked", body=body + tail, length=None)


def _endless() -> Iterator[bytes]:
    yield ok(b"Content-Type: text/plain", body=b"", length=None)
    while True:
        yield b"never enough " * 5000


def _large() -> Iterator[bytes]:
    yield lines(b"HTTP/1.1 200 OK", b"Content-Length: %d" % LARGE)
    for number in range(LARGE // 2**16):
        yield number.to_bytes(4, "big") * 2**14


def _gzip_bomb() -> Iterator[bytes]:
    """1.2 GB of nothing in 1.2 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(2**20)
    body = b"".join(packer.compress(zeros) for _ in range(120)) + packer.flush()
    yield ok(b"Content-Encoding: gzip", body=body)


WELL_FORMED = {
    "plain": Script(answer=ok(b"Content-Type: text/plain")),
    "empty": Script(answer=ok(body=b""), shows=b""),
    "odd-case": Script(answer=ok(b"sErVeR: nGiNx", b"SET-COOKIE: a=1", length=b"cOnTeNt-lEnGtH: %d")),
    "duplicate-set-cookie": Script(
        answer=ok(b"Set-Cookie: a=1; Path=/", b"Server: x", b"Set-Cookie: b=2", b"set-cookie: a=3")
    ),
    "custom-reason": Script(answer=lines(b"HTTP/1.1 200 All Is Well, Friend", b"Content-Length: 5", body=b"hello")),
    "no-reason": Script(answer=lines(b"HTTP/1.1 200", b"Content-Length: 5", body=b"hello")),
    "chunked": Script(answer=chunked(body=b"2\r\nhe\r\n3\r\nllo\r\n")),
    "chunked-extensions-trailers": Script(
        answer=chunked(
            b"Trailer: X-Sum",
            body=b'2;a=b;q="x;y"\r\nhe\r\n03 ; last\r\nllo\r\n',
            tail=b"0;end\r\nX-Sum: 42\r\nx-sum: again\r\n\r\n",
        )
    ),
    "chunked-empty": Script(answer=chunked(body=b""), shows=b""),
    "gzip": Script(answer=ok(b"Content-Encoding: gzip", body=PACKED), shows=PACKED),
    "gzip-chunked": Script(
        answer=chunked(
            b"Content-Encoding: gzip",
            body=b"A\r\n" + PACKED[:10] + b"\r\n%X\r\n" % (len(PACKED) - 10) + PACKED[10:] + b"\r\n",
        ),
        shows=PACKED,
    ),
    "continue": Script(interim=(lines(b"HTTP/1.1 100 Continue"),), answer=ok()),
    "early-hints": Script(
        interim=(
            lines(b"HTTP/1.1 102 Processing"),
            lines(b"HTTP/1.1 103 Early Hints", b"Link: </a.css>; rel=preload"),
        ),
        answer=ok(),
    ),
    "no-content": Script(answer=lines(b"HTTP/1.1 204 No Content", b"Server: x"), status=204, shows=b""),
    "found": Script(
        answer=lines(b"HTTP/1.1 302 Found", b"Location: /plain", b"Content-Length: 0"), status=302, shows=b""
    ),
    "found-with-body": Script(
        answer=lines(b"HTTP/1.1 302 Found", b"Location: /plain", b"Content-Length: 5", body=b"there"),
        status=302,
        shows=b"there",
    ),
    "found-without-location": Script(
        answer=lines(b"HTTP/1.1 302 Found", b"Content-Length: 5", body=b"where"), status=302, shows=b"where"
    ),
    "not-modified": Script(answer=lines(b"HTTP/1.1 304 Not Modified", b'ETag: "a"'), status=304, shows=b""),
    "not-modified-with-length": Script(
        answer=lines(b"HTTP/1.1 304 Not Modified", b"Content-Length: 1234"), status=304, shows=b""
    ),
    "not-found-empty": Script(answer=lines(b"HTTP/1.1 404 Not Found", b"Content-Length: 0"), status=404, shows=b""),
    "head": Script(answer=ok(body=b"", length=b"Content-Length: 1234"), method="HEAD", shows=b""),
    "head-chunked": Script(answer=chunked(body=b"", tail=b""), method="HEAD", shows=b""),
    "http10": Script(answer=lines(b"HTTP/1.0 200 OK", body=b"hello"), end=End.CLOSE),
    "http10-keep-alive": Script(
        answer=lines(b"HTTP/1.0 200 OK", b"Connection: Keep-Alive", b"Content-Length: 5", body=b"hello")
    ),
    "until-close": Script(answer=ok(b"Connection: close", length=None), end=End.CLOSE),
    "announced-close": Script(answer=ok(b"Connection: close"), end=End.CLOSE),
}

#: What breaks the rules, and is shown by browsers all the same.
BROKEN = {
    "trailing-spaces": Script(answer=ok(b"X-A: b  \t ", b"X-B:\t c ", length=b"Content-Length:   %d  ")),
    "no-space": Script(answer=ok(b"server:nginx", length=b"content-length:%d")),
    "eight-bit": Script(answer=ok(b"X-Title: " + GEORGIAN, b"X-Latin: caf\xe9")),
    "obs-fold": Script(answer=ok(b"X-Long: one", b"  two", b"\tthree")),
    "bare-lf": Script(answer=lines(b"HTTP/1.1 200 OK", b"A: b", b"Content-Length: 5", body=b"hello", end=b"\n")),
    "mixed-line-ends": Script(answer=b"HTTP/1.1 200 OK\nA: b\r\nContent-Length: 5\n\r\nhello"),
    "chunked-bare-lf": Script(answer=chunked(body=b"5\nhello\n", tail=b"0\n\n")),
    "chunked-padded-size": Script(answer=chunked(body=b"0005  \r\nhello\r\n", tail=b"0   \r\n\r\n")),
    "chunked-without-last-line": Script(answer=chunked(body=b"5\r\nhello\r\n", tail=b"0\r\n"), end=End.CLOSE),
    "chunked-beside-length": Script(answer=chunked(b"Content-Length: 3", body=b"5\r\nhello\r\n")),
    "length-beside-chunked": Script(
        answer=ok(b"Transfer-Encoding: Chunked", length=b"Content-Length: 99", body=b"5\r\nhello\r\n0\r\n\r\n")
    ),
    "equal-lengths": Script(answer=ok(b"Content-Length: 5")),
    "length-list": Script(answer=ok(length=b"Content-Length: 5, 5")),
    "negative-length": Script(answer=ok(length=b"Content-Length: -1"), end=End.CLOSE),
    "no-content-with-length": Script(
        answer=lines(b"HTTP/1.1 204 No Content", b"Content-Length: 9"), status=204, shows=b""
    ),
    "excess-on-closing": Script(
        answer=ok(b"Connection: close", length=b"Content-Length: 5", body=b"hello and more, and more"), end=End.CLOSE
    ),
    "nul-in-header": Script(answer=ok(b"X-A: b\x00c", b"X-\x00: d")),
    "long-header": Script(answer=ok(b"X-Long: " + LONG_HEADER)),
    "many-headers": Script(answer=ok(*(b"X-%d: %d" % (i, i) for i in range(20_000)))),
    "space-before-colon": Script(answer=ok(b"Content-Type : text/plain", length=b"Content-Length : %d")),
    "no-colon": Script(answer=ok(b"this is no header", b": nor is this", b"A: b")),
    "gzip-lie": Script(answer=ok(b"Content-Encoding: gzip")),
    "icy": Script(answer=lines(b"ICY 200 OK", b"icy-name: Radio", body=b"hello"), end=End.CLOSE),
    "lower-case-version": Script(answer=lines(b"http/1.1 200 ok", b"content-length: 5", body=b"hello")),
    "odd-status-line": Script(answer=lines(b"HTTP/1.1   200\tOK", b"Content-Length: 5", body=b"hello")),
    "blank-lines-before": Script(answer=b"\r\n" + ok()),
    "two-blank-lines-before": Script(answer=b"\r\n\r\n" + ok()),
    "stale": Script(answer=ok(), end=End.CLOSE),
}

#: What is no answer of HTTP/1, or is cut: the bytes are kept, and marked.
CUT = {
    "garbage": Script(answer=b"<html>I speak HTTP/0.9</html>\r\n\r\nand more", end=End.CLOSE, status=None, shows=None),
    "cut-head": Script(answer=b"HTTP/1.1 200 OK\r\nContent-Le", end=End.CLOSE, shows=b"", truncated="disconnect"),
    "short-body": Script(answer=ok(length=b"Content-Length: 50"), end=End.CLOSE, truncated="disconnect"),
    "reset-in-body": Script(answer=ok(length=b"Content-Length: 50"), end=End.RESET, truncated="disconnect"),
    "reset-until-close": Script(answer=ok(length=None), end=End.RESET, truncated="disconnect"),
    "cut-chunk": Script(answer=chunked(body=b"2\r\nhe\r\n9\r\nllo", tail=b""), end=End.CLOSE, truncated="disconnect"),
    "cut-between-chunks": Script(
        answer=chunked(body=b"5\r\nhello\r\n", tail=b""), end=End.CLOSE, truncated="disconnect"
    ),
    "bad-chunk-size": Script(answer=chunked(body=b"5\r\nhello\r\nxyz\r\n!\r\n"), end=End.CLOSE),
    "differing-lengths": Script(answer=ok(b"Content-Length: 9"), end=End.CLOSE, truncated="disconnect"),
}

#: What would keep a client busy for ever, or fill its memory.
EXHAUSTING = {
    "endless": Script(answer=_endless, end=End.CLOSE, shows=None, truncated="length"),
    "large": Script(answer=_large, shows=None, truncated="length"),
    "drip": Script(answer=ok(body=b"hello " * 100), pace=0.05, shows=None, truncated="time"),
    "stall-before": Script(answer=b"", end=End.HOLD, status=None, shows=None),
    "stall-inside": Script(answer=ok(length=b"Content-Length: 50"), end=End.HOLD, truncated="time"),
    "gzip-bomb": Script(answer=_gzip_bomb, shows=None),
    "no-answer": Script(answer=b"", end=End.CLOSE, status=None, shows=None),
    "reset-before": Script(answer=b"", end=End.RESET, status=None, shows=None),
    "excess-on-kept": Script(answer=ok() + b"stray bytes"),
    "endless-head": Script(
        answer=lambda: iter([b"HTTP/1.1 200 OK\r\n", *[b"X-More: " + b"x" * 8000 + b"\r\n"] * 400]),
        end=End.CLOSE,
        status=None,
        shows=None,
    ),
    "endless-interim": Script(
        answer=lambda: iter([lines(b"HTTP/1.1 103 Early Hints", b"Link: " + b"x" * 8000)] * 400),
        end=End.CLOSE,
        status=None,
        shows=None,
    ),
}

SCRIPTS = WELL_FORMED | BROKEN | CUT | EXHAUSTING
