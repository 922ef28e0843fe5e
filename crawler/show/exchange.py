"""An exchange as it crossed the wire: what was asked, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archive.errors import DamageError
from archive.lookup import exchange_at
from archive.reader import find
from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from crawler.archive_folder import ArchiveFolder
    from pipelines.store import Shown


class Exchange(NamedTuple):
    """The bytes of an exchange, and of which capture."""

    capture: dict[str, Any]
    request: bytes
    """Empty where none was kept."""
    response: bytes


def exchange(folder: ArchiveFolder, shown: Shown, edition: dict[str, Any]) -> Exchange:
    """The exchange that an edition rests on; of a revisit, the one that it says nothing has changed since.

    Raises `ReadmoreError` where its bytes are not there, or damaged.
    """
    proof = shown.proofs("texts", edition["id"]).get("body")
    name = proof["capture"] if proof else edition["capture_id"]
    if name is None:
        raise ReadmoreError(f"{edition['id']} was not asked yet: there is no exchange", Exit.USAGE)
    capture = shown.capture(name)
    if capture and capture["revisit_of"]:
        capture = shown.capture(capture["revisit_of"])
    if capture is None:
        raise ReadmoreError(f"the capture {name} has no row; `readmore verify` says more", Exit.DAMAGE)
    path = find(folder.warc, capture["warc_file"])
    try:
        request, response = exchange_at(path, capture["warc_offset"], shown.end_before(capture))
    except (DamageError, OSError) as error:
        raise ReadmoreError(f"the exchange of {edition['id']} cannot be read: {error}", Exit.DAMAGE) from error
    return Exchange(capture, request, response)
