"""The ZIP file of a package itself: that it harms nobody, and that its two accounts of each file agree."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from collections import Counter
from typing import IO, TYPE_CHECKING, NamedTuple

from archive.wacz import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.findings import Finding
    from archive.wacz.check.container import Container

#: Text that is packed more tightly than this is an attack (deflate can do 1032).
_MAX_RATIO = 250
#: Smaller files harm nobody, however they are packed.
_RATIO_MATTERS = 2**20
_UNSAFE_PATH = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.{1,2}(/|$)|//|[\0-\x1f]")
_ENCRYPTED = 0x1
_SIZES_BEHIND = 0x8
#: Where a size stands for “see the extra field” (ZIP64).
_ELSEWHERE = 0xFFFFFFFF
#: Bytes that sizes behind a file take at most.
_MAX_DESCRIPTOR = 24
_HEADER = struct.Struct("<4s5H3L2H")


class LocalHeader(NamedTuple):
    """What stands before a file's content (APPNOTE.TXT section 4.3.7)."""

    signature: bytes
    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed: int
    size: int
    name_length: int
    extra_length: int

    @property
    def length(self) -> int:
        """Of all of it, in bytes."""
        return _HEADER.size + self.name_length + self.extra_length


def local_header(file: IO[bytes], info: zipfile.ZipInfo) -> LocalHeader | None:
    """The header where the directory says that it stands; None where there is none."""
    if info.header_offset < 0:
        return None
    file.seek(info.header_offset)
    data = file.read(_HEADER.size)
    header = LocalHeader(*_HEADER.unpack(data)) if len(data) == _HEADER.size else None
    return header if header and header.signature == b"PK\x03\x04" else None


def structure_findings(container: Container) -> Iterator[Finding]:
    """What is wrong with the ZIP file (“Zip Format”), and what would harm whoever unpacks it."""
    infos = container.zip.infolist() if container.zip else []
    for name, count in Counter(info.filename for info in infos).items():
        if count > 1:
            yield container.error(name, f"the package has {count} files of this name")
    for info in infos:
        if info.is_dir() and not info.file_size and not _UNSAFE_PATH.search(info.orig_filename):
            continue  # a folder, which holds nothing
        if why := unsafe(info):
            yield container.error(info.filename, why)
        if _must_be_stored(info.filename) and info.compress_type != zipfile.ZIP_STORED:
            yield container.error(info.filename, "is compressed twice, so that no record can be read alone")
    if not any(name.startswith(layout.ARCHIVE) for name in container.files):
        yield container.error("", f"has no WARC file in {layout.ARCHIVE}")
    yield from _place_findings(container)


def unsafe(info: zipfile.ZipInfo) -> str | None:
    """Why a file of a ZIP file should not be read, in words."""
    if _UNSAFE_PATH.search(info.orig_filename):
        return "its path leads out of the package, or is none"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is no plain file"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is compressed in a way that WACZ does not have"
    if info.file_size > max(_RATIO_MATTERS, info.compress_size * _MAX_RATIO):
        return f"unpacks to {info.file_size} bytes from {info.compress_size}: a bomb"
    return None


def _must_be_stored(name: str) -> bool:
    return name.endswith(".gz") or name.startswith(layout.ARCHIVE)


def _place_findings(container: Container) -> Iterator[Finding]:
    """Whether the files stand one behind the other, each with a header that says what the directory says."""
    if not container.zip:
        return
    end = 0
    allowed = 0
    with container.path.open("rb") as file:
        for info in sorted(container.zip.infolist(), key=lambda info: info.header_offset):
            header = local_header(file, info)
            if header is None or _differs(header, info):
                yield container.error(info.filename, "its header is not what the directory says")
            yield from _gap(container, info.filename, end, info.header_offset, allowed)
            end = info.header_offset + (header.length if header else _HEADER.size) + info.compress_size
            allowed = _MAX_DESCRIPTOR if info.flag_bits & _SIZES_BEHIND else 0
    yield from _gap(container, "", end, container.zip.start_dir, allowed)


def _gap(container: Container, name: str, end: int, begin: int, allowed: int) -> Iterator[Finding]:
    if begin < end:
        yield container.error(name, "its files overlap, as those of a bomb do", offset=max(begin, 0))
    elif begin > end + allowed:
        yield container.error(name, f"{begin - end} bytes before it belong to no file", offset=end)


def _differs(header: LocalHeader, info: zipfile.ZipInfo) -> bool:
    """Whether the header says something else than the directory; sizes may stand behind the file instead."""
    year, month, day, hour, minute, second = info.date_time
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    told = (info.flag_bits, info.compress_type, time, date)
    if header[2:6] != told or header.version > info.extract_version:
        return True
    if info.flag_bits & _SIZES_BEHIND:
        return False
    sizes = [(header.compressed, info.compress_size), (header.size, info.file_size)]
    return header.crc != info.CRC or any(own not in (listed, _ELSEWHERE) for own, listed in sizes)
