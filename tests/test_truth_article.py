"""Articles of real publishers against the truth sets; floors below what was measured, so that a loss shows."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.normalise.languages import primary
from pipelines.normalise.text import clean
from spiders.article import find_article
from spiders.editions import find_editions
from spiders.language import content_language
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Article

PAGES = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "pages"


@cache
def truth(name: str) -> list[tuple[dict[str, Any], Page, Article]]:
    """Every page of a set that is here, and what is read on it."""
    if not (PAGES / name / "truth.json").is_file():
        pytest.skip(f"the truth set {name} is not at ../shared/data/pages")
    out = []
    for entry in json.loads((PAGES / name / "truth.json").read_text("utf-8")):
        file = PAGES / name / entry["file"]
        if file.is_file():
            content = gzip.decompress(file.read_bytes())
            page = Page(url=entry["url"], content=content, headers={"content-type": "text/html; charset=utf-8"})
            out.append((entry, page, find_article(page, Profile.for_url(entry["url"]))))
    return out


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def body_f1(pairs: list[tuple[str, str]]) -> float:
    """The README's measure: precision and recall a page over shingles of four words, each averaged, then F1."""
    precision = recall = 0.0
    for read, true in pairs:
        a, b = shingles(read), shingles(true)
        common = (a & b).total()
        precision += common / a.total() if a else 0.0
        recall += common / b.total() if b else 1.0
    precision, recall = precision / len(pairs), recall / len(pairs)
    return 2 * precision * recall / (precision + recall)


def set_f1(read: set[str], true: set[str]) -> float:
    return 2 * len(read & true) / (len(read) + len(true)) if read or true else 1.0


def token_f1(read: str, true: str) -> float:
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (read, true))
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)


def test_body_of_extraction_benchmark_pages() -> None:
    assert body_f1([("\n".join(article.body), entry["body"]) for entry, _, article in truth("aeb")]) >= 0.97


def test_body_of_publishers() -> None:
    pairs = [
        ("\n".join(article.body), "\n".join([*(entry["summary"] or []), *entry["headlines"], *entry["paragraphs"]]))
        for entry, _, article in truth("fundus")
    ]
    assert body_f1(pairs) >= 0.93


def test_publication_day_of_publishers() -> None:
    dated = [
        (entry["publishing_date"][:10], article) for entry, _, article in truth("fundus") if entry["publishing_date"]
    ]
    right = sum(bool(a.date_published and a.date_published.value == day) for day, a in dated)
    assert right / len(dated) >= 0.98


def test_publication_day_without_anything_machine_readable() -> None:
    dated = right = 0
    for entry, page, _ in truth("fundus"):
        if entry["publishing_date"]:
            html = re.sub(
                r"(?is)<script.*?</script>|<meta[^>]*>|\b(?:datetime|content|itemprop)=\"[^\"]*\"", "", page.text
            )
            bare = Page(
                url="http://example.org/a", content=html.encode(), headers={"content-type": "text/html; charset=utf-8"}
            )
            found = find_article(bare, Profile.for_url(bare.url)).date_published
            dated += 1
            right += bool(found and found.value == entry["publishing_date"][:10])
    assert right / dated >= 0.85


def test_headlines_of_publishers() -> None:
    read = [(a.headline.value if a.headline else "", clean(entry["title"])) for entry, _, a in truth("fundus")]
    assert sum(a == b for a, b in read) / len(read) >= 0.82
    assert sum(token_f1(a, b) for a, b in read) / len(read) >= 0.92


def test_tags_of_publishers() -> None:
    scores = [
        set_f1({tag.value.casefold() for tag in a.tags}, {clean(topic).casefold() for topic in entry["topics"] or []})
        for entry, _, a in truth("fundus")
    ]
    assert sum(scores) / len(scores) >= 0.73


def test_language_of_content() -> None:
    right = known = 0
    for entry, page, article in truth("language"):
        if entry["content_lang"]:
            text = " ".join([article.headline.value if article.headline else "", *article.body])
            found = content_language(page, Profile.for_url(page.url), text)
            known += 1
            right += bool(found and primary(found.value) == entry["content_lang"])
    assert right / known >= 0.94


def test_editions_that_pages_link_and_that_notices_deny() -> None:
    linked = right = extra = denied = 0
    for entry, page, article in truth("language"):
        text = " ".join([article.headline.value if article.headline else "", *article.body])
        found = {
            e.lang: e
            for e in find_editions(
                page, Profile.for_url(page.url), content_language(page, Profile.for_url(page.url), text)
            )
        }
        linked += len(entry["alternates"])
        right += sum(lang in found for lang in entry["alternates"])
        extra += sum(e.exists is not False and lang not in entry["alternates"] for lang, e in found.items())
        if "Sorry" in entry["note"]:
            denied += 1
            assert article.notice
            assert article.body == ()
            assert {lang for lang, e in found.items() if e.exists is False} == {"en"}
            assert {lang for lang, e in found.items() if e.exists} == {"ru", "uz"}
    assert right / linked >= 0.97
    assert extra == 0
    assert denied


def test_publication_day_of_multilingual_sites() -> None:
    dated = [(entry["date"], article) for entry, _, article in truth("language") if entry["date"]]
    right = sum(bool(a.date_published and a.date_published.value == day) for day, a in dated)
    assert right / len(dated) >= 0.96
