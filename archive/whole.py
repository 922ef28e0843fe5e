"""A revisit written out whole: the block that its response record would have had (WARC 1.1 section 6.7). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.http import Framing, Head, Message, framing, raw_head

if TYPE_CHECKING:
    from archive.reader import Record

_NOT_MODIFIED = 304


def whole_response(revisit: Record, original: Record, method: str = "GET") -> bytes:
    """The block of a full response with what a revisit's server meant, from the record that it refers to.

    Of `identical-payload-digest` (section 6.7.2) it is the revisit's own head, and the original's entity framed as
    that head says: where it says chunked, as the original was, else in one chunk, as the sizes of the chunks that came
    are not known any more.
    Of `server-not-modified` (section 6.7.3) it is the original's block as it stands: a 304 has no body, and what
    it says is that the answer of then is still the answer (RFC 9110 section 15.4.5).

    `method` is that of the revisit's request. A head that states another length than the entity has is kept as it
    was sent, so whoever writes the block compares its payload with the payload digest of the revisit.
    """
    head = Head.parse(revisit.block)
    if head is None or head.status == _NOT_MODIFIED:
        return original.block
    return _ended(revisit.block) + _body(original.block, framing(head, method), method)


def _ended(head: bytes) -> bytes:
    """A head with the empty line that ends it (RFC 9112 section 2.1), which some writers leave out of revisits."""
    line = head.rstrip(b"\r\n")
    return head if head[len(line) :].count(b"\n") > 1 else line + b"\r\n\r\n"


def _body(original: bytes, kind: Framing, method: str) -> bytes:
    """An answer's entity as a body of another framing (RFC 9112 section 6.3)."""
    if kind is Framing.NONE:
        return b""
    whole = Message.parse(original, method)
    if kind is not Framing.CHUNKED:
        return whole.entity
    if whole.head and whole.head.chunked:
        return original[len(raw_head(original)) :]
    last = b"0\r\n\r\n"
    return b"%X\r\n%s\r\n%s" % (len(whole.entity), whole.entity, last) if whole.entity else last
