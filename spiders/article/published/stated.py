"""Publication dates that a page states to machines: JSON-LD, `<meta>`, `<time>` and microdata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml.etree import XPath

from pipelines.normalise.text import clean
from spiders.article.blocks import ZONES, as_written
from spiders.article.changes import labels_a_change, names_publication
from spiders.article.published.changed import is_marked
from spiders.article.published.clock import DOUBTED, Standing, standing
from spiders.article.published.readings import Statement
from spiders.article.structured import texts
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from spiders.article.blocks import Block
    from spiders.article.published.readings import Readings
    from spiders.article.structured import Structured
    from spiders.page import Page

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
    "citation_publication_date",
    "article.published",
    "article:post_date",
)
#: Names that can also mean another date of the work: asked where no name above states one.
META_OF_WORK = (
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "release_date",
    "date",
    "datecreated",
)
#: The same for JSON-LD (schema.org CreativeWork).
_KEYS = ("datePublished", "dateCreated")
#: What a `<time>` that dates something else is called.
OTHER = re.compile(
    r"updat|modif|edited|accessed|retrieved|copyright|©|\(c\)|expires|deadline|born|event|aktualisiert|mis à jour"
    r"|actualizado|atualizado|aggiornato|aktualiz|güncel|განახლ|обновл|изменен|оновлен|просмотр",
    re.IGNORECASE,
)
_TIMES = XPath("//time | //*[@itemprop='datePublished' and not(self::meta)]")
#: How many blocks before and after the text a `<time>` may stand that does not say what it dates.
_NEAR = range(-24, 5)
_MOST_TIMES = 200
#: Lines of one element that are searched for the one with the date.
_LINES = 12


def in_json_ld(data: Structured, dates: Readings) -> Iterator[Statement]:
    """The work's `datePublished`; the page's where the work has none; `dateCreated` where neither has one."""
    for key in _KEYS:
        for nodes in ([data.work] if data.work else [], data.around):
            found = [
                statement
                for node in nodes
                for raw in _values(node.data.get(key))
                for statement in statements(dates, raw, "json-ld", f"{node.path}.{key}", 1.0)
            ]
            if found:
                yield from found
                return


def in_meta(data: Structured, dates: Readings) -> Iterator[Statement]:
    """What the `<meta>` elements state whose names say publication; those that only say date where none does."""
    for names in (META, META_OF_WORK):
        contents = ((name, raw) for name in names for raw in data.meta.get(name, ()))
        found = [s for name, raw in contents for s in statements(dates, raw, "meta", name, 0.95)]
        if found:
            yield from found
            return


def in_time_elements(
    page: Page, dates: Readings, blocks: Sequence[Block], text: range, title_at: int | None
) -> list[Statement]:
    """The `<time>` or microdata dates that say they are the publication's; else the only one at the text.

    Where all others stand elsewhere, a page's only date is a doubtful one. The site's clock is none.
    """
    own: list[Statement] = []
    near: list[Statement] = []
    far: list[Statement] = []
    starts = {block.part.element: i for i, block in reversed(list(enumerate(blocks)))}
    for element in _TIMES(page.tree)[:_MOST_TIMES]:
        raw = element.get("datetime") or element.get("content") or as_written(element.text_content())
        place = element.getroottree().getpath(element)
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            own.extend(statements(dates, raw, "time", place, 0.9))
            continue
        at = _block_of(element, starts, blocks)
        if _is_others(element, blocks, at):
            continue
        days = dates.stated(raw)
        whose = standing(blocks, at, text, title_at, days, dates) if at is not None else Standing.ARTICLE
        if whose is not Standing.SITE:
            is_near = at is not None and whose is Standing.ARTICLE and _is_near(element, at, text)
            (near if is_near else far).extend(statements(dates, raw, "time", place, 0.8 if is_near else DOUBTED))
    return own or _only(near) or _only(far)


def statements(dates: Readings, raw: str, method: str, place: str, confidence: float) -> Iterator[Statement]:
    """The statement that a place's text makes, if it is a date."""
    days = dates.stated(raw)
    if days:
        found = Found(value=days[0], method=method, place=place, raw=raw, confidence=confidence)
        yield Statement(found=found, other=days[1] if len(days) > 1 else None)


#: Milliseconds since 1970 that no clock will show: JSON knows numbers of any size.
_FAR_FUTURE = 10**15


def _values(value: Any) -> list[str]:
    """The texts of a JSON-LD value; a number is an instant."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [f"{value:.0f}"] if abs(value) < _FAR_FUTURE else []
    return texts(value)


def _block_of(element: HtmlElement, starts: dict[HtmlElement, int], blocks: Sequence[Block]) -> int | None:
    """The line that shows an element, or begins the element around it."""
    for around in (element, *element.iterancestors()):
        if around in starts:
            at, shown = starts[around], clean(element.text_content())
            lines = range(at, min(len(blocks), at + _LINES))
            return next((i for i in lines if shown and shown in blocks[i].text), at)
    return None


def _is_others(element: HtmlElement, blocks: Sequence[Block], at: int | None) -> bool:
    """Whether a `<time>` says, in its names or by the label before it, that it dates something else."""
    names = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
    if is_marked(element) or (OTHER.search(names) and not names_publication(names)):
        return True
    shown = clean(element.text_content())
    if at is None or not shown or shown not in blocks[at].text:
        return False
    before, _, _ = blocks[at].text.partition(shown)
    return labels_a_change(before or (blocks[at - 1].text if at else ""))


def _is_near(element: HtmlElement, at: int, text: range) -> bool:
    """Whether an element stands at the text: close to it, and in no menu, footer or box."""
    if any(ZONES.get(e.tag) or ZONES.get(e.get("role") or "") for e in (element, *element.iterancestors())):
        return False
    return at in text or (at - text.start if at < text.start else at - text.stop) in _NEAR


def _only(found: Iterable[Statement]) -> list[Statement]:
    """The statements where all are of one date."""
    found = list(found)
    return found[:1] if len({statement.found.value for statement in found}) == 1 else []
