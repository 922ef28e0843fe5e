"""Rules for what a file is called, how large it is, and what its warcinfo record says (section 6.2, Annex C)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.writer import OPEN, TARGET_SIZE

if TYPE_CHECKING:
    from archive.verify.block import Block
    from archive.verify.findings import Report
    from archive.verify.headers import Header

_NAME = re.compile(r".+-\d{14,20}-\d{5,}-.+\.warc\.gz", re.ASCII)
#: Annex C speaks of a size to aim at; the last capture may go beyond it.
_LARGE = TARGET_SIZE * 5 // 4
_FACTS = """
software format conformsTo operator hostname ip robots isPartOf description http-header-user-agent http-header-from
""".split()


def warcinfo(header: Header, block: Block, file: str, report: Report) -> None:
    """Check 31."""
    said = header.fields.get("warc-filename")
    name = _final(file)
    if said is None:
        report.warning("31", "the warcinfo has no WARC-Filename")
    elif said != name:
        report.warning("31", f"WARC-Filename is {said!r}, and the file is called {name!r}")
    names = {line.partition(b":")[0].strip().lower() for line in block.kept.splitlines()}
    if lacking := [fact for fact in _FACTS if fact.lower().encode() not in names]:
        report.warning("31", f"the warcinfo does not say: {', '.join(lacking)}")


def file_name(file: str, size: int, report: Report) -> None:
    """Check 37."""
    if not _NAME.fullmatch(_final(file)):
        report.warning("37", "the file is not named Prefix-Timestamp-Serial-Host.warc.gz")
    if size > _LARGE:
        report.warning("37", f"the file has {size} bytes; a gigabyte is recommended")


def _final(file: str) -> str:
    """A file's name, without folder or address, as it is once the file is closed."""
    return file.rpartition("/")[2].removesuffix(OPEN)
