"""Listings and next pages of real sites, against what a person marked. The pages are not part of this project."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path

import pytest

from pipelines.normalise.urls import url_key
from spiders.kind import kind_of
from spiders.listing import find_listing
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Kind

PAGES = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "pages"


@lru_cache(maxsize=8)
def pages(name: str) -> list[tuple[dict, Page, Profile]]:
    truth = PAGES / name / "truth.json"
    if not truth.exists():
        pytest.skip(f"no truth set at {truth}")
    found = []
    for record in json.loads(truth.read_text("utf-8")):
        file = PAGES / name / record["file"]
        if file.exists():
            page = Page(url=record["url"], content=gzip.decompress(file.read_bytes()))
            found.append((record, page, Profile.for_url(record["url"])))
    return found


def test_items_of_real_listings() -> None:
    scores, exact = [], 0
    for record, page, profile in pages("listing"):
        listing = find_listing(page, profile)
        got = [url_key(i.url) for i in listing.items] if listing else []
        true = [url_key(i["url"]) for i in record["items"]]
        scores.append(2 * len(set(got) & set(true)) / (len(set(got)) + len(set(true))))
        exact += got == true
    assert sum(scores) / len(scores) >= 0.97
    assert exact >= 0.95 * len(scores)


def test_titles_of_real_listings() -> None:
    right = total = 0
    for record, page, profile in pages("listing"):
        listing = find_listing(page, profile)
        true = {url_key(i["url"]): " ".join(i["title"].split()) for i in record["items"]}
        for item in listing.items if listing else ():
            if url_key(item.url) in true:
                total += 1
                right += item.title == true[url_key(item.url)]
    assert right / total >= 0.98


def test_next_pages_of_real_pages() -> None:
    """By the labels of autopager, which takes “Newer posts” for the next page; this project goes to older ones."""
    hits = wrong = missed = 0
    for record, page, profile in pages("pagination"):
        listing = find_listing(page, profile)
        found = listing.next_page if listing else None
        true = {url_key(u) for u in record["next"]}
        hit = found is not None and url_key(found.value) in true
        hits += hit
        wrong += found is not None and not hit
        missed += bool(true) and not hit
    assert 2 * hits / (2 * hits + wrong + missed) >= 0.833


def test_listings_are_told_from_articles() -> None:
    def share(name: str, kind: Kind) -> float:
        found = [kind_of(page, profile, find_listing(page, profile))[0] for _, page, profile in pages(name)]
        return sum(k is kind for k in found) / len(found)

    articles = (share("aeb", Kind.ARTICLE) + share("fundus", Kind.ARTICLE)) / 2
    assert (share("listing", Kind.LISTING) + articles) / 2 >= 0.98


def test_no_items_on_articles() -> None:
    listed = [p.url for name in ("aeb", "fundus") for _, p, profile in pages(name) if find_listing(p, profile)]
    assert not listed
