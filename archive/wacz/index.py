"""One index of many WARC files, in blocks that can be read alone (the ZipNum form that py-wacz writes)."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

from archive.wacz.layout import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import IO, Protocol

    class Sink(Protocol):
        """Something that takes bytes."""

        def write(self, data: bytes, /) -> object: ...


#: Lines of a block, as other tools have it.
BLOCK_LINES = 1024
#: What an index says of a revisit whose server answered 304.
_NOT_MODIFIED = {"mime": "warc/revisit", "status": "304"}
_NOT_MODIFIED_TEXT = json.dumps(_NOT_MODIFIED)[1:-1]
#: So many files are merged at once: each is an open file.
_FAN_IN = 128


def merged(indexes: Sequence[Path], folder: Path) -> Iterator[str]:
    """The lines of sorted indexes in order, read as they are asked for; larger numbers of files through `folder`."""
    level = 0
    while len(indexes) > _FAN_IN:
        indexes = [
            _merge_to(folder / f"merged-{level}-{at}", indexes[at : at + _FAN_IN])
            for at in range(0, len(indexes), _FAN_IN)
        ]
        level += 1
    with ExitStack() as files:
        yield from heapq.merge(*[files.enter_context(_open(path, "r")) for path in indexes])


def replayable(lines: Iterable[str]) -> Iterator[str]:
    """The lines but those of revisits whose server answered 304.

    ReplayWeb.page answers such a capture with its own head, which has no content type, and so shows neither page
    nor style sheet; where the index does not have it, the capture before is shown, which is what it stands for.
    """
    return (line for line in lines if _NOT_MODIFIED_TEXT not in line)


def is_replayable(fields: Mapping[str, object]) -> bool:
    """Whether a package's index needs this line, given what it says (`replayable`)."""
    return not _NOT_MODIFIED.items() <= fields.items()


def write_blocks(lines: Iterable[str], index: Sink, blocks: Sink) -> None:
    """Write the lines of an index as blocks, and where each of these stands."""
    about = {"format": "cdxj-gzip-1.0", "filename": INDEX.rpartition("/")[2]}
    blocks.write(f"!meta 0 {json.dumps(about)}\n".encode())
    lines = iter(lines)
    offset = 0
    while block := list(islice(lines, BLOCK_LINES)):
        packed = gzip.compress("".join(block).encode(), mtime=0)
        place = {"offset": offset, "length": len(packed), "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
        blocks.write(f"{block[0].partition(' {')[0]} {json.dumps(place)}\n".encode())
        index.write(packed)
        offset += len(packed)


def _merge_to(path: Path, indexes: Sequence[Path]) -> Path:
    with ExitStack() as files, _open(path, "w") as out:
        out.writelines(heapq.merge(*[files.enter_context(_open(index, "r")) for index in indexes]))
    return path


def _open(path: Path, mode: str) -> IO[str]:
    """As text whose lines end where the index's lines do, and nowhere else."""
    return path.open(mode, encoding="utf-8", newline="\n")
