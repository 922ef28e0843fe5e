"""One article in many page frames: what is read of it is the same, and a change of the article itself is seen."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.demo import content as demo
from crawler.demo.markups import MARKUPS
from crawler.demo.pages import article_view
from spiders.article import find_article
from spiders.page import Page
from spiders.profile import Profile
from tests.frames import BARE, CONTENTS, EN, SHELLS, WRITINGS, Content, Frame
from tests.furniture import ADVERTS, AROUND, BOXES, CONSENTS, CUSTOMARY, LINES, POINTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.demo.markups import Markup
    from spiders.reading import Article

CAPTURED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PROFILE = Profile.model_validate({"name": "x", "start": ["http://example.org/news"], "timezone": "Asia/Tbilisi"})
TITLES = ("{} — The Gorge", "The Gorge: roads and railways", "{}")


def read(source: str) -> Article:
    content = source.encode()
    headers = {"content-type": "text/html; charset=utf-8"}
    page = Page(url="http://example.org/news/display/7", content=content, headers=headers, fetched_at=CAPTURED)
    return find_article(page, PROFILE)


def what_is_compared(article: Article) -> tuple[str | None, str | None, tuple[str, ...], str]:
    """What makes a revision where it differs: headline, date, tags, text."""
    return (
        article.headline.value if article.headline else None,
        article.date_published.value if article.date_published else None,
        tuple(tag.value for tag in article.tags),
        " ".join(article.body),
    )


def as_written(content: Content) -> tuple[str, str, tuple[str, ...], str]:
    return content.headline, "2022-06-15", content.tags, content.body


def page(content: Content, frame: Frame, seed: int) -> str:
    """The article in a shell, a way of writing and a title that the seed chooses."""
    chance = random.Random(seed)
    shell, writing = chance.choice(list(SHELLS.values())), chance.choice(list(WRITINGS.values()))
    return shell(content, replace(frame, title=chance.choice(TITLES)), writing)


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", CONTENTS)
def test_an_article_is_the_same_in_every_shell_and_however_its_paragraphs_are_marked(
    name: str, shell: str, writing: str
) -> None:
    content = CONTENTS[name]
    for title in TITLES:
        article = read(SHELLS[shell](content, replace(BARE, title=title), WRITINGS[writing]))
        assert what_is_compared(article) == as_written(content)


@pytest.mark.parametrize("line", LINES)
def test_counters_labels_and_buttons_are_none_of_it(line: str) -> None:
    """In the date's line, and in lines of their own above, below and in the text."""
    places = ("before", "under", "above", "within", "below", "side", "between")
    frames = [replace(BARE, beside=f"<span>{line}</span>"), replace(BARE, beside=f"| {line}")]
    frames += [
        replace(BARE, **{place: form.format(line)})
        for place in places
        for form in ("<div>{}</div>", "<ul><li>{}</li></ul>", "<p><i class='icon'></i> {}</p>")
    ]
    for seed, frame in enumerate(frames, len(line)):
        for content in (list(CONTENTS.values())[seed % len(CONTENTS)], CONTENTS["ka short"]):
            assert what_is_compared(read(page(content, frame, seed))) == as_written(content), (frame, seed)


#: Boxes that no site sets between a date and its text.
_NEVER_ABOVE = {name for name in BOXES if name.startswith("related, ")} | {"comments", "author"}


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("place", ["top", "under", "above", "within", "below", "side", "bottom"])
def test_boxes_are_none_of_it_wherever_they_stand(name: str, place: str) -> None:
    if place in ("under", "above") and name in _NEVER_ABOVE:
        place = "below"
    if place == "top" and name in ("comments", "author"):
        place = "side"
    frame = replace(BARE, **{place: getattr(BARE, place) + BOXES[name]})
    for seed, content in enumerate(CONTENTS.values()):
        assert what_is_compared(read(page(content, frame, seed))) == as_written(content), seed


@pytest.mark.parametrize("name", AROUND)
@pytest.mark.parametrize("place", ["top", "side", "bottom"])
def test_the_site_s_own_notes_are_none_of_it(name: str, place: str) -> None:
    frame = replace(BARE, **{place: getattr(BARE, place) + AROUND[name]})
    for seed, content in enumerate(CONTENTS.values()):
        assert what_is_compared(read(page(content, frame, seed))) == as_written(content), seed


@pytest.mark.parametrize("name", POINTERS)
def test_pointers_between_two_paragraphs_are_none_of_it(name: str) -> None:
    frame = replace(BARE, between=POINTERS[name])
    for seed, (kind, content) in enumerate(CONTENTS.items()):
        if name == "a card" and "short" in kind:
            continue  # more of the page's text is the card's than the article's
        assert what_is_compared(read(page(content, frame, seed))) == as_written(content), seed


@pytest.mark.parametrize("place", ["between", "within", "below"])
@pytest.mark.parametrize("name", ADVERTS)
def test_advertisements_are_none_of_it(name: str, place: str) -> None:
    for seed, content in enumerate(CONTENTS.values()):
        if len(content.body) < 2 * len(ADVERTS[name]):
            continue  # more of the page's text is the advertisement's than the article's
        for again in (seed, seed + 100):
            source = page(content, replace(BARE, **{place: ADVERTS[name]}), again)
            assert what_is_compared(read(source)) == as_written(content), again


@pytest.mark.parametrize("slot", ["<p>Advertisement</p>", "<div><span>Реклама</span></div>", "<div>რეკლამა</div>"])
def test_what_stands_under_an_empty_advertisement_stays(slot: str) -> None:
    """Also where it is short, or links to another site as sources are linked."""
    linked = (
        'The <a href="http://office.example/">office</a> told the railway so in a letter on Tuesday, and in another.'
    )
    for seed, content in enumerate(CONTENTS.values()):
        parts = (*content.parts[:2], ("p", "LINKED"), ("p", "Nobody was hurt."), *content.parts[2:])
        source = page(replace(content, parts=parts), replace(BARE, between=slot), seed)
        body = " ".join(read(source.replace("LINKED", linked)).body)
        assert "The office told the railway so in a letter" in body, seed
        assert "Nobody was hurt." in body, seed


@pytest.mark.parametrize("place", ["top", "above", "between", "within", "below", "bottom"])
@pytest.mark.parametrize("name", CONSENTS)
def test_requests_for_consent_are_none_of_it(name: str, place: str) -> None:
    for seed, content in enumerate(CONTENTS.values()):
        source = page(content, replace(BARE, **{place: CONSENTS[name]}), seed)
        assert what_is_compared(read(source)) == as_written(content), seed


def test_an_article_about_cookies_is_read() -> None:
    law = "The new law says that a website must ask before it sets cookies; a browser may answer for its user."
    parts = (*EN.parts, ("p", law))
    assert law in read(page(replace(EN, parts=parts), replace(BARE, below="<button>Accept</button>"), 1)).body


@pytest.mark.parametrize("name", CUSTOMARY)
def test_what_is_customary_around_an_article_is_none_of_it(name: str) -> None:
    for seed, content in enumerate(CONTENTS.values()):
        pieces = {place: text.replace("HEAD", content.headline) for place, text in CUSTOMARY[name].items()}
        for again in (seed, seed + 100):
            source = page(content, replace(BARE, **pieces), again)
            assert what_is_compared(read(source)) == as_written(content), again


def crowded(seed: int) -> Frame:
    """A frame with a little of everything, as the seed has it."""
    chance = random.Random(seed)
    boxes, lines = list(BOXES.items()), LINES
    light = [text for name, text in boxes if name not in _NEVER_ABOVE and name != "newsletter"]
    return Frame(
        top=BARE.top + "".join(chance.sample([*AROUND.values(), BOXES["languages"], BOXES["search"]], 3)),
        under=f"<div>{chance.choice(lines)}</div>",
        beside=f"<span>{chance.choice(lines)}</span>",
        above="".join(chance.sample(light, 2)),
        between=chance.choice([text for name, text in POINTERS.items() if name != "a card"]),
        within=f"<p>{chance.choice(lines)}</p>",
        below="".join(chance.sample([text for _, text in boxes], 3)),
        side="".join(chance.sample([text for _, text in boxes], 3)),
        bottom="".join(chance.sample(list(AROUND.values()), 1)) + BARE.bottom,
        attributes=f'class="c{chance.getrandbits(24):x} post-{chance.randrange(9999)}" id="x{chance.randrange(9999)}"',
        head=f'<script nonce="{chance.getrandbits(64):x}">var seen = {chance.randrange(9999)};</script>',
    )


@pytest.mark.parametrize("name", CONTENTS)
def test_frames_with_a_little_of_everything(name: str) -> None:
    content = CONTENTS[name]
    for seed in range(25):
        assert what_is_compared(read(page(content, crowded(seed), seed))) == as_written(content), seed


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.name)
def test_the_demo_s_articles_read_the_same_in_each_of_its_markups(markup: Markup) -> None:
    for article in demo.articles()[::9]:
        for lang, text in article.texts.items():
            view = article_view(article, lang)
            headline, date, _, body = what_is_compared(read(markup.article(view)))
            assert (headline, date, body) == (text.title, article.published.isoformat(), " ".join(text.body))


# The same page in other bytes


def _minified(source: str) -> str:
    return re.sub(r">\s+<", "><", source)


def _indented(source: str) -> str:
    return re.sub(r"(</?(?:div|p|ul|table|tr|article|section|header|main)\b[^>]*>)", r"\n    \1\n  ", source)


def _in_entities(source: str) -> str:
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in source)


def _with_hard_spaces(source: str) -> str:
    return re.sub(r"(?<=\w) (?=\w+[^<>]*<)", "\u00a0", source)


WRITTEN: dict[str, Callable[[str], str]] = {
    "minified": _minified,
    "indented": _indented,
    "in entities": _in_entities,
    "with hard spaces": _with_hard_spaces,
    "decomposed": lambda source: unicodedata.normalize("NFD", source),
    "with soft hyphens": lambda source: re.sub(r"(?<=[^\W\d_]{4})(?=[^\W\d_]{4}[^<>]*</p>)", "\u00ad", source),
    "with comments": lambda source: source.replace("<p", "<!-- p --><p").replace("<div", "<!-- block 7 --><div"),
    "in upper case": lambda source: re.sub(r"</?[a-z0-9]+", lambda tag: tag[0].upper(), source),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("name", CONTENTS)
def test_the_same_page_in_other_bytes_reads_the_same(name: str, way: str) -> None:
    content = CONTENTS[name]
    for seed in range(6):
        source = page(content, crowded(seed) if seed % 2 else BARE, seed)
        assert what_is_compared(read(WRITTEN[way](source))) == as_written(content), seed


# What is a revision


def _changed(content: Content) -> dict[str, Content]:
    """The article with one thing changed: a word of its text, of its headline, its date, a tag."""
    at = max(i for i, (kind, text) in enumerate(content.parts) if kind == "p" and len(text) > 60)
    words = content.parts[at][1].split()
    words[4] = {"en": "never", "ka": "არასოდეს", "ru": "никогда"}[content.lang]
    parts = (*content.parts[:at], ("p", " ".join(words)), *content.parts[at + 1 :])
    return {
        "text": replace(content, parts=parts),
        "end": replace(content, parts=content.parts[:-1]) if len(content.parts) > 1 else replace(content, parts=parts),
        "headline": replace(content, headline=content.headline + ": 2"),
        "date": replace(content, date=content.date.replace("15", "16")),
        "tags": replace(content, tags=(*content.tags, "Snow" if content.lang == "en" else "თოვლი")),
    }


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("what", ["text", "end", "headline", "date", "tags"])
def test_a_change_of_the_article_is_seen_in_every_frame(name: str, what: str) -> None:
    content = CONTENTS[name]
    changed = _changed(content)[what]
    expected = (changed.headline, "2022-06-16" if what == "date" else "2022-06-15", changed.tags, changed.body)
    assert expected != as_written(content)
    for seed in range(8):
        assert what_is_compared(read(page(changed, crowded(seed), seed))) == expected, seed
