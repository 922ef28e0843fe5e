"""What the built-in site says, and what a crawl of it must find: its articles, in both languages."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from crawler.demo.words import LANGUAGES, Dice, Voice, month, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Path prefix of each language's edition.
PREFIXES = {"en": "", "ka": "/ge"}
SECTIONS = ("news", "monthly-review")
#: Items on one page of a listing.
PAGE_SIZE = 15
#: Articles whose old number still stands in a listing and is redirected (301) to the new one.
MOVED = {("news", 412): ("news", 1233), ("monthly-review", 17): ("monthly-review", 203)}
#: An article that a listing still links to and that is not there any more (404).
WITHDRAWN = ("news", 1242)
#: An article that the first page of its listing shows twice, the second time with a trailing slash.
REPEATED = ("news", 1245)

#: When the pages that have no date of their own were last changed.
BUILT = date(2021, 11, 2)

_NEWS, _REVIEWS = 86, 45


@dataclass(frozen=True, kw_only=True)
class Text:
    """An article in one language."""

    title: str
    excerpt: str
    """What the listing shows below the title; for a notice, the notice."""
    body: tuple[str, ...]
    """Paragraphs; none where only a notice stands."""
    availability: str
    """`full`, or `notice`: the page only says that the article exists in the other language."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of the site."""

    section: str
    number: int
    """Its native id; it rises with time inside a section only."""
    published: date
    tags: tuple[str, ...]
    """Slugs."""
    texts: Mapping[str, Text]
    """By language; an edition that is not here does not exist (404)."""

    def path(self, lang: str) -> str:
        """The path of an edition, whether it exists or not."""
        return _path(self.section, self.number, lang)

    def availability(self, lang: str) -> str:
        """`full`, `notice` or `missing`."""
        return self.texts[lang].availability if lang in self.texts else "missing"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item as a listing shows it."""

    href: str
    title: str
    excerpt: str
    article: Article | None
    """The article that the link leads to in the end; None where it leads nowhere."""


@cache
def tags() -> dict[str, dict[str, str]]:
    """Every tag's label by language, by slug; the last one is a year."""
    labels = {topic["slug"]: {lang: str(topic[lang]) for lang in LANGUAGES} for topic in texts()["topics"]}
    return labels | {"2019": dict.fromkeys(LANGUAGES, "2019")}


@cache
def articles() -> tuple[Article, ...]:
    """Every article that can be read, newest first inside its section, `news` before `monthly-review`."""
    return tuple(a for a in _published() if (a.section, a.number) != WITHDRAWN)


def article(section: str, number: int) -> Article | None:
    """The article of that number."""
    return _by_number().get((section, number))


@cache
def entries(section: str, lang: str, tag: str | None = None) -> tuple[Entry, ...]:
    """A whole listing as it is shown, newest first; with its dead, redirected and repeated links."""
    shown = [a for a in _published() if a.section == section and lang in a.texts and tag in (None, *a.tags)]
    return tuple(_entries(shown, lang, tag))


def _entries(shown: list[Article], lang: str, tag: str | None) -> Iterator[Entry]:
    old_numbers = {new: old for old, new in MOVED.items()}
    for position, item in enumerate(shown):
        key = (item.section, item.number)
        href = _path(*(old_numbers.get(key, key) if tag is None else key), lang)
        campaign = "?utm_source=tags&utm_medium=list" if tag is not None and position == 0 else ""
        yield _entry(item, href + campaign, lang)
        if position == 8 and tag is None and item.section == REPEATED[0]:
            again = next(other for other in shown if (other.section, other.number) == REPEATED)
            yield _entry(again, again.path(lang) + "/", lang)


def _path(section: str, number: int, lang: str) -> str:
    return f"{PREFIXES[lang]}/{section}/display/{number}"


def _entry(item: Article, href: str, lang: str) -> Entry:
    text = item.texts[lang]
    there = None if (item.section, item.number) == WITHDRAWN else item
    return Entry(href=href, title=text.title, excerpt=text.excerpt, article=there)


@cache
def _by_number() -> dict[tuple[str, int], Article]:
    return {(a.section, a.number): a for a in articles()}


@cache
def _published() -> tuple[Article, ...]:
    """The articles and the one that was withdrawn since, newest first inside a section."""
    news = [_news(i) for i in range(_NEWS)]
    reviews = [_review(i) for i in range(_REVIEWS)]
    return tuple(news[::-1] + reviews[::-1])


def _news(index: int) -> Article:
    dice = Dice(f"news/{index}")
    topics = texts()["topics"]
    topic = topics[(index * 3 + index // 7) % len(topics)]
    published = date(2018, 1, 9) + timedelta(days=index * 16 + dice.number(0, 6))
    voice = Voice(f"news/{index}", published)
    title, lead = topic["titles"][index // 7 % 6], dice.pick(topic["leads"])
    own, general = dice.sample(topic["sentences"], 5), dice.sample(texts()["general"]["sentences"], 6)
    spread = [own[:2], [*general[:2], own[2]], [general[2], *own[3:]], general[3:]][: dice.number(2, 4)]
    written = {}
    for lang in LANGUAGES:
        headline, summary = voice.say(title, lang), voice.say(lead, lang)
        body = (summary, *(" ".join(voice.say(s, lang) for s in sentences) for sentences in spread))
        excerpt = headline if index % 17 == 5 else summary
        written[lang] = Text(title=headline, excerpt=excerpt, body=body, availability="full")
    more = {str(topics[(index + 2) % len(topics)]["slug"])} if index % 4 == 1 else set()
    return Article(
        section="news",
        number=1002 + 3 * index,
        published=published,
        tags=_tags({topic["slug"]} | more, published.year),
        texts=_available(written, index, notice_step=9),
    )


def _review(index: int) -> Article:
    dice = Dice(f"review/{index}")
    year, number = 2018 + index // 12, index % 12 + 1
    last = calendar.monthrange(year, number)[1]
    voice = Voice(f"review/{index}", date(year, number, last))
    topics = dice.sample(texts()["topics"], 4)
    lead = dice.pick(texts()["review"]["leads"])
    chosen = [dice.sample(topic["sentences"], 3) for topic in topics]
    written = {}
    for lang in LANGUAGES:
        named = {name: topics[i]["dat"] if lang == "ka" else topics[i]["en"].lower() for i, name in enumerate("ab")}
        period = voice.say(texts()["review"]["period"], lang, issue=index + 1, last=last, month=month(number, lang))
        summary = voice.say(lead, lang, **named)
        rest = (" ".join(voice.say(s, lang) for s in sentences) for sentences in chosen)
        title = voice.say(texts()["review"]["title"], lang)
        written[lang] = Text(title=title, excerpt=summary, body=(period, summary, *rest), availability="full")
    return Article(
        section="monthly-review",
        number=101 + 3 * index,
        published=date(year, number, last) + timedelta(days=1),
        tags=_tags({topic["slug"] for topic in topics[:2]}, year),
        texts=_available(written, index, notice_step=8),
    )


def _tags(slugs: set[str], year: int) -> tuple[str, ...]:
    return tuple(slug for slug in tags() if slug in slugs or slug == str(year))


def _available(written: dict[str, Text], index: int, notice_step: int) -> dict[str, Text]:
    """The editions that exist: some articles have a notice in one language, a few have one edition only."""
    if index % 29 == 20:
        del written[LANGUAGES[index % 2]]
    elif index % notice_step == 4:
        written["en"] = _notice(written["en"], "en", index // notice_step)
    elif index % notice_step == 7:
        written["ka"] = _notice(written["ka"], "ka", index // notice_step)
    return written


def _notice(text: Text, lang: str, turn: int) -> Text:
    variants: list[str] = texts()["notices"][lang]
    return Text(title=text.title, excerpt=variants[turn % len(variants)], body=(), availability="notice")
