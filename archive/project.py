"""The WARC files of a Scrapy project, by its settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.http import Headers

from archive import cdxj
from archive.originals import IndexedOriginals
from archive.recovery import recover
from archive.writer import TARGET_SIZE, WarcWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.settings import BaseSettings


class ProjectArchive:
    """The writer of one crawl, and the indexes of what it wrote.

    Settings: `WARC_DIR` (folder), `WARC_PREFIX` (of file names), `WARC_TARGET_SIZE` (bytes a file), `WARC_FACTS`
    (fields of the warcinfo record, a dict), `WARC_INDEX_DIR` (folder for a CDXJ index of each file), `WARC_DEDUP`
    (whether what these indexes know is kept as a revisit). What a killed crawl left open is closed first. Raises
    `ValueError`.
    """

    def __init__(self, settings: BaseSettings) -> None:
        folder = Path(settings["WARC_DIR"])
        self._index = Path(settings["WARC_INDEX_DIR"]) if settings.get("WARC_INDEX_DIR") else None
        dedup = settings.getbool("WARC_DEDUP")
        if dedup and not self._index:
            raise ValueError("WARC_DEDUP needs WARC_INDEX_DIR: the indexes say what is there already")
        self._add_to_index(left.path for left in recover(folder) if left.records)
        self.writer = WarcWriter(
            folder,
            prefix=settings.get("WARC_PREFIX") or _bot(settings),
            facts=_facts(settings),
            target_size=settings.getint("WARC_TARGET_SIZE", TARGET_SIZE),
            originals=IndexedOriginals(folder, self._index) if dedup and self._index else None,
        )
        self._closed = False

    def close(self) -> None:
        """Finish the WARC file and index it; a second time does nothing. Raises `WriteError`, `OSError`."""
        if not self._closed:
            self._closed = True
            self.writer.close()
            self._add_to_index(self.writer.folder / name for name in self.writer.written.files)

    def _add_to_index(self, files: Iterable[Path]) -> None:
        if self._index:
            for path in files:
                cdxj.write(path, self._index)


def _bot(settings: BaseSettings) -> str:
    return settings.get("BOT_NAME") or "crawl"


def _facts(settings: BaseSettings) -> list[tuple[str, str]]:
    """What the warcinfo record says of this crawl (WARC 1.1 section 6.2); `WARC_FACTS` says it better."""
    bot = _bot(settings)
    sender = Headers(settings.getdict("DEFAULT_REQUEST_HEADERS")).get("From") or b""
    facts = {
        "operator": bot,
        "isPartOf": bot,
        "description": f"crawl by {bot}",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings.get("USER_AGENT", ""),
        "http-header-from": sender.decode("latin-1"),
    }
    return list((facts | settings.getdict("WARC_FACTS")).items())
