"""readmore with the writer off: `python -m benchmarks.unarchived ARGUMENTS` is `readmore ARGUMENTS` without an archive.

Only for measuring what archiving costs: its records refer to captures that are nowhere.
"""

from __future__ import annotations

from itertools import count

from archive.address import Address
from archive.writer import WarcWriter
from crawler import run
from crawler.cli import main


class NoWriter(WarcWriter):
    """Keeps nothing, and says where it would be."""

    _numbers = count()

    async def keep(self, _piece: object) -> Address:
        """Somewhere."""
        number = next(self._numbers)
        return Address(
            warc_file="none", warc_offset=number, warc_length=1, record_id=f"{number}", payload_digest=f"none:{number}"
        )

    def add(self, _piece: object) -> None:
        """Nothing is added."""


if __name__ == "__main__":
    run.WarcWriter = NoWriter  # type: ignore[misc]
    main()
