"""Pages of an archive: what a reader may begin with, each with the newest capture that shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

#: Captures that show a page: an answer of status 200, also a revisit with one, in a file that may be read. Not a 304:
#: a package's index does not have it (`archive.wacz.index.replayable`).
_SHOWN = """
    shown AS (
        SELECT c.id, c.url, c.fetched_at
        FROM captures c
        WHERE c.method = 'GET' AND c.status = 200
          AND c.warc_file IN (SELECT value FROM json_each(:warc_files))
    )"""

#: Every page of every tag's listing, with the tag's name in the language of what it lists; `max` picks the row.
_LISTINGS = f"""
    WITH {_SHOWN},
    listings AS (
        SELECT i.listing_url AS url, min(i.tag_id) AS tag_id, min(e.lang) AS lang
        FROM listing_items i LEFT JOIN editions e ON e.article_id = i.article_id AND e.url = i.url
        WHERE i.tag_id IS NOT NULL GROUP BY i.listing_url
    )
    SELECT l.url, max(s.fetched_at) AS seen_at, l.lang, NULL AS date,
        coalesce(
            (SELECT label FROM tag_labels WHERE tag_id = l.tag_id AND lang = l.lang),
            (SELECT label FROM tag_labels WHERE tag_id = l.tag_id ORDER BY lang LIMIT 1),
            l.tag_id
        ) AS title
    FROM listings l JOIN shown s ON s.url = l.url
    GROUP BY l.url ORDER BY l.tag_id, length(l.url), l.url"""  # noqa: S608 -- put together of constants

#: Every edition whose text is known, under the address that shows it.
_EDITIONS = f"""
    WITH {_SHOWN}
    SELECT s.url, max(s.fetched_at) AS seen_at, e.lang, a.date_published AS date, e.headline AS title
    FROM editions e JOIN articles a ON a.id = e.article_id
    JOIN shown s ON s.url = e.url OR s.id = e.capture_id
    WHERE e.availability = 'full'
    GROUP BY e.id ORDER BY a.date_published DESC, a.id, e.lang"""  # noqa: S608 -- put together of constants


@dataclass(frozen=True, kw_only=True)
class SeenPage:
    """A page, and when it was last seen."""

    url: str
    """As asked."""
    seen_at: str
    """When the newest capture that shows it began: ISO 8601, UTC."""
    title: str
    lang: str | None
    date: str | None
    """When it was published, as precise as it is known."""


def tag_listings(db: sqlite3.Connection, warc_files: Collection[str]) -> Iterator[SeenPage]:
    """The pages of the tags' listings that these files show, tag by tag."""
    return _pages(db, _LISTINGS, warc_files)


def full_editions(db: sqlite3.Connection, warc_files: Collection[str]) -> Iterator[SeenPage]:
    """The editions with a full text that these files show, the newest article first."""
    return _pages(db, _EDITIONS, warc_files)


def _pages(db: sqlite3.Connection, sql: str, warc_files: Collection[str]) -> Iterator[SeenPage]:
    for row in db.execute(sql, {"warc_files": json.dumps(sorted(warc_files))}):
        title = row["title"] or row["url"]
        yield SeenPage(url=row["url"], seen_at=row["seen_at"], title=title, lang=row["lang"], date=row["date"])
