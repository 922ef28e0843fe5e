"""Rules for the gzip members of a file (RFC 1952, WARC 1.1 Annex D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.members import MAGIC

if TYPE_CHECKING:
    from archive.members import Stretch
    from archive.verify.findings import Report

#: Kinds of gzip headers in one file that are told apart.
_MOST_HEADERS = 256


#: The one flag of a gzip header that changes nothing (RFC 1952 section 2.3.1).
_TEXT = 1


class MemberRules:
    """Judges the stretches of one file."""

    def __init__(self, report: Report, *, is_open: bool) -> None:
        self._report = report
        self._is_open = is_open
        self._headers: dict[bytes, list[int]] = {}
        """How often a header stands there, and where first."""

    def judge(self, stretch: Stretch, count: int, *, alone: bool) -> None:
        """A stretch that was read, with the number of records in it; `alone` where the file had none yet."""
        report = self._report
        if stretch.problem is None:
            self._know(stretch.header[3:], stretch.offset)
            if stretch.padded:
                report.error("member", "bits are set behind the end of the compressed data, which no packer sets")
            if count > 1:
                report.error("36", f"one gzip member holds {count} records: none of them can be read alone")
        elif alone and stretch.offset == 0 and not stretch.cut and stretch.header[:3] != MAGIC:
            report.error("file", f"no WARC file: it begins with {stretch.header!r}")
        elif stretch.cut:
            self.torn(stretch.length)
        elif stretch.problem.startswith("corrupt"):
            report.error("member", f"{stretch.problem}; {stretch.length} bytes are lost")
        else:
            report.error("36", f"{stretch.length} bytes that are {stretch.problem}")

    def torn(self, length: int) -> None:
        """The file ends within a record."""
        if self._is_open:
            self._report.warning("38", f"the last {length} bytes are no whole record: the next run closes the file")
        else:
            self._report.error("38", f"the file ends within a record: its last {length} bytes are no whole one")

    def finish(self) -> None:
        """A bit of a gzip header that zlib does not look at shows as a header unlike all others."""
        total = sum(count for count, _ in self._headers.values())
        common = max(self._headers, key=lambda header: self._headers[header], default=b"")
        for header, (count, offset) in self._headers.items():
            if header == common:
                continue
            self._report.offset, self._report.record = offset, None
            # A flag that says what follows the header would be missed if it were not meant.
            is_alike = header[0] | _TEXT == common[0] | _TEXT
            if is_alike and count == 1 and len(self._headers) <= max(2, total // 20):
                self._report.error("member", "its gzip header is unlike those of the file's other members")
            elif not self._stamped():
                self._report.warning("member", "the file's gzip headers are of several kinds")

    def _know(self, header: bytes, offset: int) -> None:
        if header in self._headers:
            self._headers[header][0] += 1
        elif len(self._headers) < _MOST_HEADERS:
            self._headers[header] = [1, offset]

    def _stamped(self) -> bool:
        """Whether the headers differ in their time only: a writer that notes it."""
        return len({header[:1] + header[5:] for header in self._headers}) == 1
