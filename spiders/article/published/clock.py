"""The site's clock: the day of the capture, shown on every page, and not the day on which an article was published."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.article.labels import labelled
from spiders.article.published.readings import names_weekday
from spiders.article.words import is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spiders.article.blocks import Block, Part
    from spiders.article.published.readings import Readings

#: What a clock shows besides the day and the hour: seconds, the temperature, “today”.
_NOW = re.compile(
    r"\d:\d\d:\d\d|\d\s*°|(?<![^\W\d_])(?:today|now|დღეს|დღევანდელი|ახლა|сегодня|сейчас|сьогодні)", re.IGNORECASE
)
_BYLINE = re.compile(r"(?:by|von|par|por|di)\s+[^\W\d_]", re.IGNORECASE)
#: So many links make a menu.
_MENU = 3
#: So many lines can stand above the date of an article that begins with it: its section, a label.
_LINES_ABOVE = 3
#: Lines above a date that its headline is looked for in; zones that no headline stands in.
_NEAR = 6
_BESIDE = frozenset({"nav", "footer", "aside", "figure"})
#: Elements that hold one work (HTML, 4.3 and 4.4), wherever they begin.
_WORKS = frozenset({"article", "main"})
_ROOTS = frozenset({"body", "html", "form"})


#: How reliable a date is that may well be the site's clock, at the most.
DOUBTED = 0.4


class Standing(StrEnum):
    """Whose a date is that is the day of the capture, by where it stands."""

    ARTICLE = "article"
    """The article's: at its headline, its byline or its text, in the element that holds these."""
    DOUBTFUL = "doubtful"
    """Nothing parts it from the article, and nothing joins them."""
    SITE = "site"
    """The site's: in its head, beyond its menu, outside the element that holds the article."""


def standing(
    blocks: Sequence[Block], i: int, text: range, title_at: int | None, days: Sequence[str], dates: Readings
) -> Standing:
    """Whose the date in a line is, which can mean the given days; a clock shows the day of the capture."""
    if i in text or not any(map(dates.is_today, days)) or _is_byline(blocks[i].text):
        return Standing.ARTICLE
    if blocks[i].zone in ("nav", "footer"):
        return Standing.SITE
    headline = _headline(blocks, i, text, title_at)
    if i >= text.stop:
        return _below(blocks, i, range(text.start if headline is None else headline, text.stop))
    if headline is not None and headline <= i:
        return _under(blocks, headline, i, text)
    found = _above(blocks, i, headline, text) if headline is not None else _near(blocks, i, text)
    shows_now = any(names_weekday(day, blocks[i].text) for day in days) or _NOW.search(blocks[i].text) is not None
    return Standing.SITE if found is Standing.DOUBTFUL and shows_now else found


def _headline(blocks: Sequence[Block], i: int, text: range, title_at: int | None) -> int | None:
    """The line that is the headline to a reader who sees the date: what the page calls itself, else a heading."""
    headings = [j for j in range(max(0, i - _NEAR), text.start) if blocks[j].heading and blocks[j].zone not in _BESIDE]
    first = min(headings, key=lambda j: (blocks[j].heading, abs(j - i)), default=None)
    if title_at is None or title_at >= text.start:
        return first
    is_first = first is not None and blocks[first].heading == 1 and first < title_at
    return first if is_first and not blocks[title_at].heading else title_at


def _below(blocks: Sequence[Block], i: int, article: range) -> Standing:
    """A line after the text: a clock in the site's foot, or the end of an article."""
    around = _around(blocks, article.start, article.stop - 1)
    if not around.start <= i < around.end:
        return Standing.SITE
    return Standing.DOUBTFUL if _is_root(around) else Standing.ARTICLE


def _under(blocks: Sequence[Block], headline: int, i: int, text: range) -> Standing:
    """A line between headline and text; where a menu follows, and only there, the headline was the site's name."""
    if not _has_menu(blocks[i + 1 : text.start]) or _is_in_work(_around(blocks, headline, text.start)):
        return Standing.ARTICLE
    titled = any(block.heading in range(1, 7) for block in blocks[i + 1 : text.start])
    return Standing.SITE if titled and not _has_menu(blocks[:headline]) else Standing.DOUBTFUL


def _above(blocks: Sequence[Block], i: int, headline: int, text: range) -> Standing:
    """A line above the headline: in the head of the site, or the first one of the article."""
    article = _around(blocks, headline, max(headline, text.stop - 1))
    if _has_menu(blocks[i + 1 : headline]) or _leads_home(blocks[i : i + 1]):
        return Standing.SITE
    if not article.start <= i < article.end:
        outer = _around(blocks, i, headline)
        is_wrapped = outer.start == i > 0 and not _is_root(outer)
        return Standing.DOUBTFUL if is_wrapped else Standing.SITE
    if _is_site_head(blocks, i, headline, article):
        return Standing.SITE
    return Standing.ARTICLE if _begins_with(blocks, article, i) else Standing.DOUBTFUL


def _near(blocks: Sequence[Block], i: int, text: range) -> Standing:
    """A line above a text whose headline is not known."""
    if _has_menu(blocks[i + 1 : text.start]) or _leads_home(blocks[i : i + 1]):
        return Standing.SITE
    around = _around(blocks, i, max(text.start, text.stop - 1) if text else len(blocks) - 1)
    return Standing.ARTICLE if _begins_with(blocks, around, i) else Standing.DOUBTFUL


def _begins_with(blocks: Sequence[Block], article: Part, i: int) -> bool:
    """Whether an element that holds an article, and not the whole page, begins with a line, or a few lines above it."""
    if i - article.start > _LINES_ABOVE or _has_menu(blocks[article.start : i]) or _is_root(article):
        return False
    return article.start > 0 or article.element.tag in _WORKS


def _is_site_head(blocks: Sequence[Block], i: int, headline: int, article: Part) -> bool:
    """Whether the date's branch of the element around the article is the site's head: with its menu or its name."""
    branch = blocks[i].part
    while branch.parent is not None and branch.parent is not article:
        branch = branch.parent
    if branch is article or branch.start <= headline < branch.end:
        return False
    lines = blocks[branch.start : branch.end]
    return branch.element.tag == "header" or _has_menu(lines) or _leads_home(lines)


def _around(blocks: Sequence[Block], first: int, last: int) -> Part:
    """The smallest element around two lines."""
    part = blocks[first].part
    while part.parent is not None and not part.start <= last < part.end:
        part = part.parent
    return part


def _is_in_work(part: Part | None) -> bool:
    """Whether an element is one that holds a work, or a part of it."""
    while part is not None and part.element.tag not in _WORKS:
        part = part.parent
    return part is not None


def _is_root(part: Part) -> bool:
    return part.parent is None or part.element.tag in _ROOTS


def _has_menu(lines: Iterable[Block]) -> bool:
    """Whether lines of links stand among others, buttons apart."""
    links = 0
    for block in lines:
        if block.zone == "nav":
            return True
        if block.link_share > 0.6:
            links += sum(not is_furniture(link.text_content()) for link in block.links)
    return links >= _MENU


def _leads_home(lines: Iterable[Block]) -> bool:
    """Whether a link to the site's front page stands there: its name or its logo."""
    return any(_path(link.get("href") or "") == "/" for block in lines for link in block.links)


def _path(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return (parts.path or "/") if parts.netloc or parts.path else ""


def _is_byline(line: str) -> bool:
    return labelled(line, "author") is not None or _BYLINE.match(line) is not None
