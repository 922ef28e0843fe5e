"""The text of an article: which part of the page it is, and its clean paragraphs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.normalise.text import clean
from spiders.article.consent import is_consent
from spiders.article.words import ends_text, is_furniture, leads_away, leads_on
from spiders.notice import read_notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.article.blocks import Block, Part
    from spiders.article.structured import Structured

#: A line of at least so many characters, mostly not links, is prose.
PROSE = 60
#: Zones that an article's text does not stand in.
OUTSIDE = frozenset({"nav", "footer", "aside", "figure"})

#: Common words of class names and ids, in any site's markup, for parts that stand beside a text. They only
#: ever exclude a minor part of a page's prose (`_MINOR`).
_BESIDE = re.compile(
    r"(?<![a-z])(?:comments?|disqus|respond|share|sharing|shares|social|related|recommend[a-z]*|sidebar|promo[a-z]*"
    r"|newsletters?|subscri[a-z]+|signup|breadcrumbs?|footer|footnotes?|cookies?|consent|banner|byline"
    r"|tags|taglist|widget|popup|modal|advert[a-z]*|ads?|sponsor[a-z]*|captions?|credits?|copyright|pagination|pager"
    r"|author-?(?:bio|box|info)|bio|toolbar|most-?(?:read|popular)|popular|trending|read-?(?:more|next)"
    r"|more-?(?:stories|news|on)|see-?also|teasers?|outbrain|taboola|login|paywall|gallery|slideshow|timestamp"
    r"|disclaimer|navigation|navbar|nav|menu|rating|hidden|print|tooltip|poll|quiz|latest|upnext|callout)(?![a-z])"
)
#: How much of the prose a word may exclude: most words a minor part; those that never name a text, nearly all.
_MINOR = 0.4
_FAR = {"footer": 0.85, "cookie": 0.95, "cookies": 0.95, "consent": 0.95, "copyright": 0.85, "comments": 0.75}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|__+")
#: After so many lines below the headline, prose weighs half.
_FAR_BELOW = 30
#: How many levels a text is looked for around its largest part.
_WIDEN = 1
#: A text of fewer characters is short: a notice can stand beside it.
_SHORT_TEXT = 300
_SHORTEST = 20
#: A line of more characters says more than its buttons.
_LONGEST_INVITATION = 80
#: A headline and a summary can stand above the date.
_LINES_ABOVE = 2
#: Elements whose lines may well be equal.
_ENTRIES = frozenset({"li", "td", "th", "dd", "dt"})
#: A line that stands more often than this in one text is none of it.
_REPEATED = 2
_SENTENCE_END = (".", "!", "?", "…", "。", ":")
_CLOSING = '"”’»)“]'
_BREAK = re.compile(r"</p>|<br\s*/?>|</h\d>|</li>", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:\d[\d.,]*[km]?\s?)+", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,2000}>")
_PARAGRAPHS = frozenset("p li blockquote dd dt td tr tbody h1 h2 h3 h4 h5 h6 pre ul ol dl".split())


@dataclass(frozen=True, kw_only=True)
class Body:
    """Where the text of an article stands."""

    part: Part
    inside: list[int]
    """Indices of the blocks that the text is chosen from, in order."""
    prose: list[int]
    """Indices of those that are prose."""


def find_body(blocks: Sequence[Block], title_at: int | None = None) -> Body | None:
    """The part of the page that holds the article's text; None where there is no prose at all.

    `title_at` is the line that says what the page calls itself: its text stands below it, and rather near than far.
    """
    prose = {i: weight for i, block in enumerate(blocks) if (weight := _weight(block))}
    if not prose:
        prose = {i: float(len(block.text)) for i, block in enumerate(blocks) if _is_sentence(block)}
    if not prose:
        return None
    excluded = _excluded(blocks, prose)
    prose = {i: w for i, w in prose.items() if blocks[i].part not in excluded} or prose
    if title_at is not None:
        prose = {i: w for i, w in prose.items() if i > title_at} or prose
    best = _best_part(blocks, _nearer(prose, title_at))
    inside = [i for i in range(best.start, best.end) if blocks[i].part not in excluded]
    chosen = [i for i in inside if i in prose]
    return Body(part=best, inside=inside, prose=chosen)


def _nearer(prose: dict[int, float], title_at: int | None) -> dict[int, float]:
    """The weights of prose, less for what stands far below the headline."""
    if title_at is None:
        return prose
    return {i: w / (1 + max(0, i - title_at) / _FAR_BELOW) for i, w in prose.items()}


def _weight(block: Block) -> float:
    """How much a block counts as prose: 0 for short lines, links, headings and what stands around a text."""
    size = len(block.text) - block.linked
    if size < PROSE or block.link_share > 0.5 or block.zone in OUTSIDE or 0 < block.heading < 7:
        return 0.0
    if leads_away(block.text) or is_consent(block.text):
        return 0.0
    return float(min(size, 800))


def _ends_sentence(text: str) -> bool:
    return text[-8:].rstrip(_CLOSING).endswith(_SENTENCE_END)


def _is_sentence(block: Block) -> bool:
    """Whether a short line is a text's, on a page that has no longer ones."""
    return (
        _ends_sentence(block.text)
        and len(block.text) >= _SHORTEST
        and not block.linked
        and not block.heading
        and block.zone not in OUTSIDE
        and not leads_away(block.text)
    )


def _excluded(blocks: Sequence[Block], prose: dict[int, float]) -> set[Part]:
    """The parts that are named, or stand in one that is named, as something beside the text."""
    names: dict[Part, frozenset[str]] = {}
    for block in blocks:
        if block.part not in names:
            _collect_names(block.part, names)
    total = sum(prose.values())
    held: dict[str, float] = {}
    for i, weight in prose.items():
        for word in names[blocks[i].part]:
            held[word] = held.get(word, 0.0) + weight
    excluding = {w for ws in names.values() for w in ws if held.get(w, 0.0) < total * _FAR.get(w, _MINOR)}
    return {part for part, words in names.items() if not words.isdisjoint(excluding)}


def _collect_names(part: Part, names: dict[Part, frozenset[str]]) -> frozenset[str]:
    """The words of `_BESIDE` in the names of a part and of all parts around it."""
    if part in names:
        return names[part]
    outer = _collect_names(part.parent, names) if part.parent else frozenset()
    name, ident = part.element.get("class"), part.element.get("id")
    words = _words_beside(f"{name or ''} {ident or ''}") if part.parent and (name or ident) else ()
    names[part] = outer.union(words) if words else outer
    return names[part]


@lru_cache(maxsize=4096)  # a site's names are on each of its pages
def _words_beside(name: str) -> tuple[str, ...]:
    return tuple(_BESIDE.findall(_CAMEL.sub("-", name).lower()))


def _best_part(blocks: Sequence[Block], prose: dict[int, float]) -> Part:
    """The element around most of the prose: paragraphs vote for what they stand in, and less for what is around."""
    scores: dict[Part, float] = {}
    for i, weight in prose.items():
        part: Part | None = blocks[i].part
        while part and part.parent and (part.element.tag in _PARAGRAPHS or part.end - part.start == 1):
            part = part.parent
        share = 1.0
        while part and share > 0.1:
            scores[part] = scores.get(part, 0.0) + weight * share
            part, share = part.parent, share * 0.6
    return _widened(max(scores, key=lambda p: scores[p]), blocks, prose)


def _widened(part: Part, blocks: Sequence[Block], prose: dict[int, float]) -> Part:
    """The part, or one around it that goes on with the same kind of paragraphs: a text cut in two by a box."""
    kinds = {_kind(blocks[i]) for i in prose if part.start <= i < part.end}
    outer = part
    for _ in range(_WIDEN):
        if outer.parent is None or outer.parent.parent is None:
            break
        outer = outer.parent
        more = [i for i in prose if outer.start <= i < outer.end and not part.start <= i < part.end]
        if more and all(_kind(blocks[i]) in kinds for i in more):
            return _widened(outer, blocks, prose)
    return part


def _kind(block: Block) -> tuple[str, str]:
    return str(block.part.element.tag), block.part.element.get("class") or ""


def below_date(blocks: Sequence[Block], body: Body, date_at: int) -> Body:
    """The text without a long headline above the date line, which looked like its first paragraph."""
    above = [i for i in body.prose if i < date_at]
    below = [i for i in body.prose if i > date_at]
    if not below or not 0 < len(above) <= _LINES_ABOVE or _ends_sentence(blocks[above[0]].text):
        return body
    return replace(body, prose=below)


def paragraphs(
    blocks: Sequence[Block], body: Body, headline_at: int | None, date_at: int | None, dropped: set[int]
) -> tuple[str, ...]:
    """The text's paragraphs: without headline and date line, and what stands between and after them."""
    first = body.prose[0]
    out: list[str] = []
    last = -2
    unwanted = dropped | _teasers(blocks, body) | _repeated(blocks, body)
    for i in body.inside[: _length(blocks, body)]:
        block = blocks[i]
        above = i < first and (
            (headline_at is not None and i <= headline_at)
            or (date_at is not None and i <= date_at and len(block.text) < PROSE)
        )
        if above or i in unwanted or not _is_text(block):
            continue
        if block.glued and last == i - 1 and not _is_paragraph(blocks[last], block):
            out[-1] = f"{out[-1]} {block.text}"
        else:
            out.append(block.text)
        last = i
    return tuple(out)


def _is_text(block: Block) -> bool:
    if block.zone in OUTSIDE or is_furniture(block.text) or leads_away(block.text) or _is_invitation(block):
        return False
    if _NUMBERS.fullmatch(block.text) and not block.glued and block.part.element.tag not in _ENTRIES:
        return False  # counters behind their pictures
    return block.link_share <= 0.6 or len(block.text) - block.linked >= PROSE


def _is_invitation(block: Block) -> bool:
    """Whether a short line is there for its buttons: “Welcome, guest! Log in or register”."""
    if len(block.text) > _LONGEST_INVITATION or block.link_share < 0.3:
        return False
    return all(is_furniture(link.text_content()) for link in block.links)


def _is_paragraph(before: Block, after: Block) -> bool:
    """Whether a single line break parts two paragraphs: both are long, or one is a heading."""
    if before.heading != after.heading:
        return True
    return len(before.text) >= PROSE and _ends_sentence(before.text)


def _length(blocks: Sequence[Block], body: Body) -> int:
    """How many of the blocks inside belong to the text: up to a link back or a heading of other articles."""
    total = _size(blocks, body)
    prose = set(body.prose)
    seen = 0
    for n, i in enumerate(body.inside):
        if i in prose:
            seen += len(blocks[i].text)
        elif seen >= total * 0.5 and blocks[i].zone != "aside" and ends_text(blocks[i].text):
            return n
    return len(body.inside)


def _repeated(blocks: Sequence[Block], body: Body) -> set[int]:
    """Lines that a text says again and again: placeholders of embedded things; and second copies of long ones."""
    at: dict[str, list[int]] = {}
    for i in body.inside:
        if len(blocks[i].text) >= _SHORTEST and blocks[i].part.element.tag not in _ENTRIES:
            at.setdefault(blocks[i].text, []).append(i)
    return {
        i
        for text, places in at.items()
        for i in (places if len(places) > _REPEATED else places[1:] if len(text) > PROSE else ())
    }


def _teasers(blocks: Sequence[Block], body: Body) -> set[int]:
    """Blocks of boxes inside the text that lead to other articles: a linked title, and a few lines under it."""
    total = _size(blocks, body)
    found: set[int] = set()
    for i in body.inside:
        if blocks[i].link_share < 0.9 or len(blocks[i].text) < 20:
            continue
        box = blocks[i].part
        while box.parent and box.parent is not body.part and box.parent.start == i and box.parent.end - i <= 6:
            box = box.parent
        lines = range(box.start, box.end) if box is not body.part else range(i, i)
        if 1 < len(lines) <= 6 and sum(len(blocks[j].text) for j in lines) < total * 0.4:
            found.update(lines)
    return found


@lru_cache(maxsize=2)  # a page is asked for its article, then for its editions
def notices(blocks: tuple[Block, ...]) -> tuple[int, ...]:
    """The blocks that say in which languages a text exists: of this article, or of one whose teaser stands there."""
    lines = ((i, block) for i, block in enumerate(blocks) if block.zone not in OUTSIDE and block.link_share <= 0.9)
    return tuple(i for i, block in lines if read_notice(block.text))


def find_notice(blocks: tuple[Block, ...], body: Body | None) -> int | None:
    """The block that says, in the text's place, that the text exists in another language; None where none does.

    A notice in a teaser (under a linked title, above “Read more”) or below the text speaks of another article. One
    that only invites to read a translation, or that only says where there is none, can stand at a text that is here.
    """
    for i in notices(blocks):
        notice = read_notice(blocks[i].text)
        if notice is None or notice.besides or _is_teaser(blocks, i):
            continue
        other = sum(len(blocks[j].text) for j in body.prose if j != i) if body else 0
        above = body is not None and i < body.prose[0]
        enough = PROSE if notice.invites else _SHORT_TEXT
        if other < enough or (above and notice.available and not notice.invites):
            return i
    return None


def behind_notice(blocks: Sequence[Block], body: Body | None, notice_at: int) -> Body | None:
    """The text that stands under a notice all the same, as in another language; None where other prose follows."""
    if body is None or not body.part.start <= notice_at < body.part.end:
        return None
    return body if len(body.prose) > 1 and _size(blocks, body) > 2 * _SHORT_TEXT else None


def _size(blocks: Sequence[Block], body: Body) -> int:
    return sum(len(blocks[i].text) for i in body.prose)


def _is_teaser(blocks: Sequence[Block], index: int) -> bool:
    before = blocks[index - 1] if index else None
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return bool(
        (before and before.link_share > 0.8 and len(before.text) > 25)
        or (after and after.link_share > 0.8 and leads_on(after.text))
    )


def stated_body(data: Structured, written: tuple[str, ...]) -> tuple[str, ...]:
    """The text that the page states in JSON-LD, where that is much more than what the page shows."""
    raw = data.work.data.get("articleBody") if data.work else None
    if not isinstance(raw, str) or len(raw) < max(_SHORT_TEXT, 2 * sum(map(len, written))):
        return ()
    text = html.unescape(raw)
    if "</p>" in text or "<br" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    return tuple(line for part in text.splitlines() if (line := clean(part)))
