"""The whole path: sites in many markups, crawled into records, each compared with what the site says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from roadmap import LISTING, Item, Roadmap, real_items
from walk import differences, rebuilt, rows, walk

from archive.http import Message
from archive.reader import captures
from crawler.demo import content
from crawler.demo.markups import MARKUPS
from crawler.demo.server import DemoSite
from crawler.errors import Exit
from spiders import profile as profiles

NAMES = [markup.name for markup in MARKUPS]


@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_site_in_every_markup(tmp_path: Path, name: str) -> None:
    with DemoSite(name) as site:
        result = walk(profiles.find("demo").at(site.url), tmp_path / "a")
        asked = [request.target for request in site.requests]
    assert (result.exit_code, result.losses) == (Exit.DONE, [])
    assert len(asked) == len(set(asked)), "every URL once"
    assert not any(target.startswith("/desk/") for target in asked), "robots.txt"
    _assert_articles(tmp_path / "a")
    _assert_editions(tmp_path / "a")
    _assert_tags(tmp_path / "a")
    rebuilt(tmp_path / "a", tmp_path / "b")
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def _assert_articles(folder: Path) -> None:
    found = {r["id"]: r["date_published"] for r in rows(folder, "SELECT * FROM articles")}
    expected = {f"demo:{a.section}:{a.number}": a.published.isoformat() for a in content.articles()}
    withdrawn = "demo:{}:{}".format(*content.WITHDRAWN)
    assert found.pop(withdrawn) is None, "named by a listing, and not there"
    assert found == expected


def _assert_editions(folder: Path) -> None:
    sql = "SELECT e.*, t.body FROM editions e LEFT JOIN texts t ON t.edition_id = e.id"
    found = {(r["article_id"], r["lang"]): r for r in rows(folder, sql)}
    wrong = {}
    for article in content.articles():
        for lang in ("en", "ka"):
            edition = found[f"demo:{article.section}:{article.number}", lang]
            text = article.texts.get(lang)
            is_full = text is not None and text.availability == "full"
            expected = {
                "availability": article.availability(lang),
                "headline": text.title if text else None,
                "excerpt": text.excerpt if text else None,
                "body": "\n\n".join(text.body) if text and is_full else None,
            }
            got = {field: edition[field] for field in expected}
            if got != expected:
                wrong[edition["id"]] = {f: (got[f], expected[f]) for f in expected if got[f] != expected[f]}
    assert wrong == {}


def _assert_tags(folder: Path) -> None:
    found: dict[str, set[str]] = {}
    for row in rows(folder, "SELECT article_id, tag_id FROM article_tags"):
        found.setdefault(row["article_id"], set()).add(row["tag_id"])
    slugs = {slug: slug.lower().replace("_", "-") for slug in content.tags()}
    expected = {f"demo:{a.section}:{a.number}": {slugs[t] for t in a.tags} for a in content.articles()}
    found.pop("demo:{}:{}".format(*content.WITHDRAWN), None)
    assert found == {key: tags for key, tags in expected.items() if tags}
    labels = {(r["tag_id"], r["lang"]): r["label"] for r in rows(folder, "SELECT * FROM tag_labels")}
    assert labels == {(slugs[s], lang): label for s, by in content.tags().items() for lang, label in by.items()}


@pytest.mark.parametrize("name", NAMES)
def test_the_real_listing_in_every_markup(tmp_path: Path, name: str) -> None:
    if not LISTING.exists():
        pytest.skip("the first source's real listing (../shared/data) is not here")
    items = real_items(LISTING.read_text("utf-8"))
    assert len(items) == 15
    with DemoSite(name, answer=Roadmap(MARKUPS[NAMES.index(name)], items)) as site:
        result = walk(profiles.find("kremlin-roadmap").at(site.url), tmp_path)
    assert result.losses == []
    editions = {(r["article_id"], r["lang"]): r for r in rows(tmp_path, "SELECT * FROM editions")}
    articles = rows(tmp_path, "SELECT * FROM articles")
    assert {a["native_id"]: a["date_published"] for a in articles} == {str(i.number): str(i.published) for i in items}
    for item in items:
        _assert_both_editions(tmp_path, item, editions)
    listed = rows(
        tmp_path,
        "SELECT * FROM listing_items WHERE listing_url = ? ORDER BY position",
        f"{site.url}/news/view/tags-Tskhinvali_Region",
    )
    assert [(r["title"], r["excerpt"]) for r in listed] == [(i.title, i.excerpt) for i in items]
    assert {r["tag_id"] for r in listed} == {"tskhinvali-region"}
    assert ("tskhinvali-region", "en", "Tskhinvali Region") in map(tuple, rows(tmp_path, "SELECT * FROM tag_labels"))


def _assert_both_editions(folder: Path, item: Item, editions: dict) -> None:
    key = f"kremlin-roadmap:news:{item.number}"
    en, ka = editions[key, "en"], editions[key, "ka"]
    assert (en["headline"], en["excerpt"]) == (item.title, item.excerpt)
    assert (en["availability"], ka["availability"]) == ("notice" if item.is_notice else "full", "full")
    for edition in (en, ka):
        row = rows(folder, "SELECT * FROM captures WHERE id = ?", edition["capture_id"])[0]
        found = {c.address.warc_offset: c for c in captures(folder / "warc" / row["warc_file"])}
        capture = found[row["warc_offset"]]
        assert capture.url == edition["url"]
        assert edition["headline"] in _text(capture.message)


def _text(message: Message) -> str:
    from spiders.page import Page

    page = Page(
        url="http://x/", content=message.decoded(2**24)[0], headers={"content-type": "text/html; charset=utf-8"}
    )
    return " ".join(page.tree.text_content().split())


def test_every_field_says_how_it_is_known(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), tmp_path, limit=40)
    sql = """SELECT p.*, c.warc_file FROM provenance p LEFT JOIN captures c ON c.id = p.capture_id"""
    proofs = {(r["table"], r["row"], r["field"]): r for r in rows(tmp_path, sql)}
    for edition in rows(tmp_path, "SELECT * FROM editions"):
        for field in ("url", "headline", "excerpt", "availability"):
            assert (edition[field] is None) or proofs["editions", edition["id"], field]["warc_file"]
    assert {r["date_source"] for r in rows(tmp_path, "SELECT * FROM articles WHERE date_published IS NOT NULL")} <= {
        "visible",
        "feed",
    }


def test_a_second_run_asks_again_and_changes_nothing(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        profile = profiles.find("demo").at(site.url)
        first = walk(profile, tmp_path)
        before = {r["id"]: tuple(r)[:8] for r in rows(tmp_path, "SELECT * FROM editions")}
        second = walk(profile, tmp_path)
    assert (second.counts["new"], second.counts["changed"], second.counts["articles_new"]) == (0, 0, 0)
    assert second.counts["pages"] == first.counts["pages"]
    assert {r["id"]: tuple(r)[:8] for r in rows(tmp_path, "SELECT * FROM editions")} == before


def test_a_limit_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        profile = profiles.find("demo").at(site.url)
        first = walk(profile, tmp_path, limit=30)
        second = walk(profile, tmp_path)
        asked = [r.target for r in site.requests if r.target != "/robots.txt"]
    assert first.counts["pages"] == 31
    assert first.exit_code == Exit.DONE
    assert second.resumed
    assert len(asked) == len(set(asked))
    _assert_editions(tmp_path)


def test_since_turns_no_further_back(tmp_path: Path) -> None:
    news = sorted((a for a in content.articles() if a.section == "news"), key=lambda a: a.published, reverse=True)
    day = news[19].published
    with DemoSite("divs") as site:
        walk(profiles.find(f"{site.url}/news"), tmp_path, since=day.isoformat())
        turned = {request.target for request in site.requests if "page=" in request.target}
    found = {int(r["native_id"]) for r in rows(tmp_path, "SELECT * FROM articles") if r["native_id"].isdigit()}
    assert {a.number for a in news[:20]} <= found
    assert "/news?page=2" in turned
    assert not any(f"page={n}" in target for n in range(4, 9) for target in turned)


def test_a_listing_without_a_profile(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        url = f"{site.url}/news/view/tags-School"
        result = walk(profiles.find(url), tmp_path)
    assert result.exit_code == Exit.DONE
    expected = {a.number: a for a in content.articles() if a.section == "news" and "School" in a.tags}
    found = {int(r["native_id"]): r for r in rows(tmp_path, "SELECT * FROM articles WHERE date_published IS NOT NULL")}
    assert {n: r["date_published"] for n, r in found.items()} == {n: str(a.published) for n, a in expected.items()}
    editions = rows(
        tmp_path, "SELECT a.native_id, e.lang, e.headline FROM editions e JOIN articles a ON a.id = e.article_id"
    )
    got = {(int(r["native_id"]), r["lang"]): r["headline"] for r in editions}
    for number, article in expected.items():
        for lang, text in article.texts.items():
            assert got[number, lang] == text.title


def test_the_records_of_a_run_stand_in_the_database(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        result = walk(profiles.find("demo").at(site.url), tmp_path, limit=5)
    run = rows(tmp_path, "SELECT * FROM runs")[0]
    assert (run["id"], run["exit_code"], run["source_id"]) == (result.run, 0, "demo")
    assert json.loads(run["counts"])["pages"] == 6
    assert json.loads(rows(tmp_path, "SELECT profile FROM sources")[0][0])["base_url"] == site.url + "/"
