"""The publication date: where pages state it, from the most to the least reliable place."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lxml.etree import XPath

from pipelines.normalise.dates import date_in_line, edtf, parse_date
from spiders.article.structured import texts
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile

#: Meta names and properties that state when a work was published, the most specific first.
META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "pubdate",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "article.published",
    "article:post_date",
    "release_date",
    "date",
    "datecreated",
)

#: Words before a date that make it the date of publication, and words that make it another one.
_PUBLISHED = re.compile(
    r"publi|posted|გამოქვეყნ|თარიღი|опубликован|размещен|veröffentlicht|stand|dodan|yayın", re.IGNORECASE
)
_OTHER = re.compile(
    r"updat|modif|edited|accessed|retrieved|copyright|©|\(c\)|expires|deadline|born|event|aktualisiert|mis à jour"
    r"|actualizado|atualizado|aggiornato|aktualiz|güncel|განახლ|обновл|изменен|оновлен|просмотр",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19[6-9]|20[0-4])\d(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2}(?!\d)")
_IN_PATH = re.compile(r"(?<!\d)(20[0-4]\d|199\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)|(?=/))")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|\+00:?00)$")
_SEPARATORS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+")
_TIMES = XPath("//time | //*[@itemprop='datePublished' and not(self::meta)]")
#: How many lines from the headline or the text a visible date may stand.
_NEAR = 12
_LONGEST_LINE = 100
#: A byline with its pieces can be longer; a longer line is prose.
_LONGEST_BYLINE = 300
_DIGITS = re.compile(r"\d\d")


def find_published(
    page: Page, profile: Profile, data: Structured, blocks: Sequence[Block], text: range, lang: str | None
) -> tuple[Found | None, int | None]:
    """The publication date, and the index of the block that shows it (None where no block does).

    `text` is the range of blocks from the text's first to its last prose.
    """
    shown = _visible(blocks, text, _reading_language(profile, lang))
    stated = _json_ld(data, profile) or _in_meta(data, profile)
    at = shown[1] if shown else None
    if stated:
        return stated, at
    timed = _time_element(page, profile)
    if timed and not (shown and shown[0].confidence > timed.confidence):
        return timed, at
    if shown:
        return shown[0], at
    return _in_url(page), at


def _json_ld(data: Structured, profile: Profile) -> Found | None:
    nodes = ([data.work] if data.work else []) + list(data.around)
    for key in ("datePublished", "dateCreated"):
        for node in nodes:
            for raw in texts(node.data.get(key)):
                if value := _machine_date(raw, profile):
                    return Found(value=value, method="json-ld", place=f"{node.path}.{key}", raw=raw)
    return None


def _in_meta(data: Structured, profile: Profile) -> Found | None:
    for name in META:
        for raw in data.meta.get(name, ()):
            if (value := _machine_date(raw, profile)) and len(value) == 10:
                return Found(value=value, method="meta", place=name, raw=raw, confidence=0.95)
    return None


def _time_element(page: Page, profile: Profile) -> Found | None:
    """A `<time>` or microdata date that says it is the publication's; else the only date that such elements state."""
    others: dict[str, Found] = {}
    for element in _TIMES(page.tree):
        raw = element.get("datetime") or element.get("content") or element.text_content()
        value = _machine_date(raw, profile)
        if not value or len(value) < 10:
            continue
        place = page.tree.getroottree().getpath(element)
        own = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        found = Found(value=value, method="time", place=place, raw=raw, confidence=0.9 if own else 0.8)
        if own:
            return found
        if not _OTHER.search(f"{element.get('itemprop') or ''} {element.get('class') or ''}"):
            others.setdefault(value, found)
    return next(iter(others.values())) if len(others) == 1 else None


def _visible(blocks: Sequence[Block], text: range, lang: str | None) -> tuple[Found, int] | None:
    """The date that a reader sees at the text: the nearest line before it, else right after it."""
    best: tuple[float, int, str, str] | None = None
    for i in _lines_near(blocks, text):
        block = blocks[i]
        for value, raw, score in _dates_of_line(block, lang):
            distance = text.start - i if i < text.start else (i - text.start if i in text else i - text.stop + _NEAR)
            score -= 0.02 * distance + (0.2 if block.zone == "aside" else 0)
            score += 0.15 if _label_before(blocks, i) else 0
            if best is None or score > best[0]:
                best = (score, i, value, raw)
    if best is None or best[0] < 0.2:
        return None
    score, at, value, raw = best
    element = blocks[at].part.element
    place = element.getroottree().getpath(element)
    return Found(value=value, method="visible", place=place, raw=raw, confidence=min(score, 0.9)), at


def _lines_near(blocks: Sequence[Block], text: range) -> Iterator[int]:
    """Indices of short lines with a year in them, from above the headline to shortly after the text."""
    for i in range(max(0, text.start - 2 * _NEAR), min(len(blocks), text.stop + 4)):
        block = blocks[i]
        if text.start + _NEAR / 2 < i < text.stop - 1 or (block.zone == "aside" and i > text.start):
            continue
        if block.zone in ("footer", "figure") or len(block.text) > _LONGEST_BYLINE or not _DIGITS.search(block.text):
            continue
        if any(map(_YEAR.search, block.pieces)):
            yield i


def _dates_of_line(block: Block, lang: str | None) -> Iterator[tuple[str, str, float]]:
    """The dates of a line or its pieces: EDTF, the text, and how likely it is the date of publication."""
    before = ""
    for piece in [block.text, *block.pieces] if len(block.pieces) > 1 else block.pieces:
        parts = dict.fromkeys((piece, *_SEPARATORS.split(piece))) if _DIGITS.search(piece) else ()
        for raw in parts:
            if len(raw) > _LONGEST_LINE:
                continue
            other = _OTHER.search(raw)
            stated = raw[: other.start()] if other else raw
            if not _YEAR.search(stated):
                stated = raw
            elif other and other.start():
                other = None
            labelled = _PUBLISHED.search(before + stated) is not None
            score = 0.8 + (0.15 if labelled else 0) - (0.4 if other or _OTHER.search(before) else 0)
            stated = stated.rstrip(" ,;/(")
            if (value := parse_date(stated, lang)) and len(value) >= 7:
                yield value, raw, score
            elif value := date_in_line(stated, lang):
                yield value, raw, score - 0.1
        before = piece if len(piece) < 30 else ""


def _label_before(blocks: Sequence[Block], index: int) -> bool:
    """Whether the line before is a label such as “Published:”."""
    return index > 0 and len(blocks[index - 1].text) < 30 and _PUBLISHED.search(blocks[index - 1].text) is not None


def _in_url(page: Page) -> Found | None:
    match = _IN_PATH.search(page.url.partition("?")[0].partition("//")[2].partition("/")[2])
    if not match:
        return None
    value = edtf(*(int(part) if part else None for part in match.groups()))
    return Found(value=value, method="url", place="url", raw=match[0], confidence=0.5) if value else None


def _machine_date(raw: str, profile: Profile) -> str | None:
    """A date from a machine-readable place: the day in the source's own zone where an instant is given in UTC."""
    raw = raw.strip()
    if profile.timezone != "UTC" and _INSTANT.match(raw):
        try:
            moment = datetime.fromisoformat(raw)
            return moment.astimezone(ZoneInfo(profile.timezone)).strftime("%Y-%m-%d")
        except (ValueError, ZoneInfoNotFoundError):
            pass
    if (value := parse_date(raw)) and len(value) >= 7:
        return value
    return None


def _reading_language(profile: Profile, lang: str | None) -> str | None:
    """The language that decides what 03/04 means: English outside America does not begin with the month."""
    if lang == "en" and (
        profile.timezone.startswith(("Europe/", "Asia/")) or profile.languages[:1] not in ((), ("en",))
    ):
        return "en-GB"
    return lang
