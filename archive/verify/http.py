"""Rules for blocks: what the bytes of a request, a response, a revisit tell (WARC 1.1 sections 6.3, 6.5, 6.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from archive.coding import miscoded
from archive.http import Framing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.block import Block
    from archive.verify.entity import Entity
    from archive.verify.findings import Report
    from archive.verify.headers import Header

#: A check, and what is wrong in words.
Fault = tuple[str, str]

_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) (HTTP/\d(?:\.\d)?)\r?\n")
_NEWER = re.compile(rb"[^\r\n]*\bHTTP/[23]\b|HTTP/[23]\b")
_STATUS_LINE = re.compile(rb"[\r\n]*(?:HTTP/\d+(?:\.\d+)?|HTTP|ICY)[ \t]+\d{3}(?!\d)", re.IGNORECASE)
_CHUNKED_START = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_RENAMED = {b"x-orig-content-encoding", b"x-archive-orig-content-encoding"}
#: The path and query of a URI that need no closer look.
_PLAIN = re.compile(r"https?://[^/?#]*(/[^#]+)")
_TYPES = {"request": "application/http;msgtype=request", "response": "application/http;msgtype=response"}
_FIELDS = "application/warc-fields"


def digests(header: Header, block: Block, report: Report) -> None:
    """Checks 17 and 18: what was hashed is what is stated."""
    digest, hashed = block.block_digest, block.block_hash
    if digest and hashed and not digest.is_that_of(hashed):
        report.error("17", f"the block's digest is {digest.form.label}:{hashed.hexdigest()}, another than stated")
    digest, hashed = block.payload_digest, block.payload_hash
    if header.kind == "response" and not digest:
        report.warning("18", "a response without WARC-Payload-Digest")
    # A revisit's is that of the original, and a piece of a segmented record's is that of the whole.
    whole = header.kind not in ("revisit", "continuation") and "warc-segment-number" not in header.fields
    if whole and digest and hashed and header.kind not in ("warcinfo", "metadata") and not digest.is_that_of(hashed):
        over = " (the entity is the body without chunk framing, and not decompressed)" if block.entity else ""
        report.error(
            "18", f"the payload's digest is {digest.form.label}:{hashed.hexdigest()}, another than stated{over}"
        )


def content_type(header: Header, report: Report) -> None:
    """Check 24: the type that goes with the record's."""
    said = header.fields.get("content-type", "")
    if not said or said == _TYPES.get(header.kind):
        return
    said = said.replace(" ", "").lower()
    kind = "response" if header.kind == "revisit" else header.kind
    if kind in _TYPES and header.target.startswith(("http:", "https:")) and said != _TYPES[kind]:
        report.warning("24", f"a {header.kind} of http has the type {said!r}, and not {_TYPES[kind]!r}")
    if kind == "warcinfo" and said != _FIELDS:
        report.warning("24", f"a {kind} record has the type {said!r}, and not {_FIELDS!r}")


def wire(header: Header, report: Report) -> None:
    """Checks 21 and 22: what is known of the connection."""
    if not header.target.startswith(("http:", "https:")):
        return
    for check, name in (("21", "warc-ip-address"), ("22", "warc-protocol")):
        if name not in header.fields:
            report.warning(check, f"a {header.kind} without {name}")
    if header.target.startswith("https:") and "warc-cipher-suite" not in header.fields:
        report.warning("22", f"a {header.kind} over TLS without warc-cipher-suite")


def request(header: Header, block: Block) -> Iterator[Fault]:
    """Check 10: the block is a request for the target URI."""
    start = block.head or block.kept
    line = _REQUEST_LINE.match(start)
    if not (line and line[3].startswith(b"HTTP/1")) and _NEWER.match(start.partition(b"\n")[0]):
        yield "16", "the request line is of HTTP/2 or 3, which have no text form"
        return
    if not line:
        yield "10", f"the block begins with {start[:40]!r}, and not with a request line"
        return
    if block.head is None:
        yield "10", "the request's head does not end"
        return
    if not _asks_for(line[2], header.target) and line[1] != b"CONNECT":
        yield "10", f"asks for {line[2][:200].decode('latin-1')!r}, and the target URI is {header.target!r}"
    if line[3] == b"HTTP/1.1" and b"host" not in block.values:
        yield "10", "an HTTP/1.1 request without Host"
    if block.entity and (block.entity.missing or block.entity.excess):
        yield "10", f"the request's body is {block.entity.size} bytes long, another length than it states"


def _asks_for(target: bytes, uri: str) -> bool:
    """Whether a request target (RFC 9112 section 3.2) is that of a URI: origin-form, absolute-form, or `*`."""
    plain = _PLAIN.fullmatch(uri)
    if plain and plain[1].encode("utf-8", "replace") == target:
        return True
    parts = urlsplit(uri)
    wanted = ((parts.path or "/") + (f"?{parts.query}" if parts.query else "")).encode("utf-8", "replace")
    if target in (wanted, uri.encode("utf-8", "replace"), b"*"):
        return True
    if not target.startswith(b"/"):
        target = target.partition(b"://")[2]
        target = b"/" + target.partition(b"/")[2]
    # The same characters, percent-encoded in another way; an empty query.
    return unquote_to_bytes(target).rstrip(b"?") == unquote_to_bytes(wanted).rstrip(b"?")


def response(header: Header, block: Block) -> Iterator[Fault]:
    """Checks 11 to 16 and 26: the block is an answer, and its body is as its head says."""
    start = block.head or block.kept
    cut = "warc-truncated" in header.fields
    if _NEWER.match(start[:8]):
        yield "16", "the status line is of HTTP/2 or 3, which have no text form"
    if block.status is None and not _STATUS_LINE.match(start):
        yield "11", f"the block begins with {start[:40]!r}, and not with a status line"
    elif block.head is None:
        if not cut:
            yield "11", "the answer's head does not end"
            yield "26", "the answer is cut within its head, and not marked WARC-Truncated"
    elif block.status is not None and 100 <= block.status < 200 and block.status != 101:
        yield "15", f"the block begins with an interim answer ({block.status})"
    elif block.entity and header.kind == "response":
        yield from _framing(block, cut=cut)
        yield from _coding(block, cut=cut)


def _framing(block: Block, *, cut: bool) -> list[Fault]:
    entity, faults = block.entity, []
    assert entity
    if entity.problem and not cut:
        faults.append(("12", f"Transfer-Encoding is chunked, and {entity.problem}"))
        if entity.problem == "the last chunk lacks":
            faults.append(_CUT)
    if entity.missing and not cut:
        faults += [("14", f"Content-Length is {block.content_length}, and the body has {entity.length} bytes"), _CUT]
    if entity.excess:
        faults.append(("14", f"{entity.excess} bytes stand behind the end of the answer"))
    if entity.framing in (Framing.LENGTH, Framing.CLOSE) and _looks_chunked(entity):
        faults.append(("12", "the body is chunk-framed, and Transfer-Encoding does not say so"))
    return faults


_CUT = ("26", "the body is cut and not marked WARC-Truncated")


def _looks_chunked(entity: Entity) -> bool:
    """Whether a body begins with a chunk's size, and ends as a chunk-framed one does."""
    return entity.end.endswith(b"\r\n0\r\n\r\n") and _CHUNKED_START.match(entity.start) is not None


def _coding(block: Block, *, cut: bool) -> list[Fault]:
    entity, faults = block.entity, []
    assert entity
    if not _RENAMED.isdisjoint(block.values):
        faults.append(("13", "Content-Encoding was renamed: the body is not as it was received"))
    coding = block.first(b"content-encoding").rpartition(b",")[2].strip()
    if coding and entity.start and not (cut and entity.length < 4) and miscoded(coding, entity.start):
        faults.append(("13", f"Content-Encoding is {coding.decode()}, and the body is not so encoded"))
    return faults


def revisit(header: Header, block: Block, report: Report) -> None:
    """Checks 28 and 29: profile, fields and block of a revisit."""
    profile = header.fields.get("warc-profile")
    if profile is None:
        report.error("28", "a revisit without WARC-Profile")
    unmodified = (profile or "").endswith("/server-not-modified")
    check = "29" if unmodified else "28"
    for name in ("warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date"):
        if name not in header.fields:
            report.warning(check, f"a revisit without {name}")
    if header.version == "WARC/1.1" and profile and "/warc/1.0/" in profile:
        report.warning(check, "the profile is that of WARC 1.0")
    if block.head is None:
        report.warning(check, "a revisit without the HTTP head")
    if unmodified:
        if block.head is not None and block.status != 304:
            report.error("29", f"the answer's status is {block.status}, and not 304")
        return
    if block.payload_digest is None:
        report.error("28", "a revisit of an identical payload without WARC-Payload-Digest")
    if block.size and "warc-truncated" not in header.fields:
        report.error("28", "a revisit whose payload was left out, without WARC-Truncated: length")
    if block.entity and block.entity.size:
        report.warning("28", f"{block.entity.size} bytes of the payload stand in the revisit")
