"""Which tags of an archive are probably one, and how `readmore tags` shows it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli import readmore
from crawler.tags import read_tags
from pipelines.store import Store
from pipelines.store.suggestions import ALPHABET, LANGUAGE, SPELLING
from spiders import profile as profiles

#: A tag's slug, with its labels by language, and the numbers of its articles.
Tags = dict[str, tuple[dict[str, str], range | set[int]]]


def archive(folder: Path, tags: Tags) -> Path:
    (folder / "warc").mkdir(parents=True)
    Store(folder / "readmore.db").close()
    with sqlite3.connect(folder / "readmore.db") as db:
        for slug, (labels, articles) in tags.items():
            db.execute("INSERT INTO tags (id, slug) VALUES (?, ?)", (slug, slug))
            db.executemany("INSERT INTO tag_labels VALUES (?, ?, ?)", [(slug, *label) for label in labels.items()])
            rows = [(f"s:news:{number}", slug) for number in articles]
            db.executemany("INSERT INTO article_tags VALUES (?, ?, 'article', 'c')", rows)
    return folder


def pairs(folder: Path, tags: Tags) -> list[tuple[str, str, str]]:
    found = read_tags(archive(folder / "a", tags) / "readmore.db")[1]
    return [(pair.first.slug, pair.second.slug, pair.reason) for pair in found]


def test_tags_on_the_same_articles_in_two_languages_are_suggested(tmp_path: Path) -> None:
    tags: Tags = {
        "borders": ({"en": "Borders"}, range(20)),
        "საზღვრები": ({"ka": "საზღვრები"}, range(1, 20)),
        "water": ({"en": "Water"}, range(10, 40)),
        "წყალი": ({"ka": "წყალი"}, range(10, 39)),
        "2019": ({"en": "2019", "ka": "2019"}, range(20)),
    }
    assert pairs(tmp_path, tags) == [("water", "წყალი", LANGUAGE), ("borders", "საზღვრები", LANGUAGE)]


def test_names_that_are_one_in_another_alphabet_or_mistyped_need_fewer_articles(tmp_path: Path) -> None:
    tags: Tags = {
        "sokhumi": ({"en": "Sokhumi"}, range(8)),
        "სოხუმი": ({"ka": "სოხუმი"}, {0, 1, 2}),
        "сухуми": ({"ru": "Сухуми"}, {0, 1, 2, 3}),
        "tskhinvali-region": ({"en": "Tskhinvali Region"}, range(10, 14)),
        "tskhinvali-regoin": ({"en": "Tskhinvali Regoin"}, {12, 13}),
    }
    found = {frozenset(pair[:2]): pair[2] for pair in pairs(tmp_path, tags)}
    assert found[frozenset({"sokhumi", "სოხუმი"})] == ALPHABET
    assert found[frozenset({"sokhumi", "сухуми"})] == ALPHABET
    assert found[frozenset({"tskhinvali-region", "tskhinvali-regoin"})] == SPELLING


@pytest.mark.parametrize(
    "tags",
    [
        # Each stands on many articles of its own.
        {"abkhazia": ({"en": "Abkhazia"}, range(30)), "აფხაზეთი": ({"ka": "აფხაზეთი"}, range(15, 45))},
        {
            "north-ossetia": ({"en": "North Ossetia"}, range(30)),
            "south-ossetia": ({"en": "South Ossetia"}, range(9, 40)),
        },
        # Numbers are different things in any language.
        {"year-2019": ({"en": "Year 2019"}, range(9)), "წელი-2020": ({"ka": "წელი 2020"}, range(9))},
        {
            "resolution-1244": ({"en": "Resolution 1244"}, range(9)),
            "resolution-1245": ({"en": "Resolution 1245"}, range(9)),
        },
        # One language has both names.
        {"water": ({"en": "Water"}, range(9)), "drought": ({"en": "Drought"}, range(9))},
        {"water": ({"en": "Water", "ka": "წყალი"}, range(9)), "გვალვა": ({"ka": "გვალვა"}, range(9))},
        # Too few articles.
        {"water": ({"en": "Water"}, range(2)), "წყალი": ({"ka": "წყალი"}, range(2))},
        # A part of a larger thing.
        {"school": ({"en": "School"}, range(40)), "განათლება": ({"ka": "განათლება"}, range(6))},
        # Nothing tells which of the two Georgian tags is which.
        {
            "water": ({"en": "Water"}, range(9)),
            "წყალი": ({"ka": "წყალი"}, range(9)),
            "გზა": ({"ka": "გზა"}, range(9)),
        },
    ],
)
def test_tags_that_are_two_are_not_suggested(tmp_path: Path, tags: Tags) -> None:
    assert pairs(tmp_path, tags) == []


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.sets(st.integers(0, 9)), max_size=5))
def test_a_pair_is_suggested_once_whatever_the_tags(named: dict[str, set[int]]) -> None:
    from pipelines.store.suggestions import suggestions

    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE tags (id, slug); CREATE TABLE tag_labels (tag_id, lang, label);"
        "CREATE TABLE article_tags (article_id, tag_id);"
    )
    for at, (tag, articles) in enumerate(named.items()):
        db.execute("INSERT INTO tags VALUES (?, ?)", (tag, tag))
        db.execute("INSERT INTO tag_labels VALUES (?, ?, ?)", (tag, ("en", "ka", "ru")[at % 3], tag))
        db.executemany("INSERT INTO article_tags VALUES (?, ?)", [(number, tag) for number in articles])
    found = [frozenset({pair.first.slug, pair.second.slug}) for pair in suggestions(db)]
    assert len(set(found)) == len(found)
    assert all(len(pair) == 2 for pair in found)


DEMO: Tags = {
    "forest": ({"en": "Forest"}, range(9)),
    "ტყე": ({"ka": "ტყე"}, range(8)),
    "lesa": ({"ru": "Леса"}, range(8)),  # the slug of an address, not of the label
    "school-5": ({"en": 'School "5"'}, {50}),
}


def test_the_lines_for_a_profile_make_the_tags_one(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a", DEMO)
    done = CliRunner().invoke(readmore, ["tags", "--archive", str(folder), "--suggest", "--json"])
    document = json.loads(done.output)
    assert [tag["slug"] for tag in document["tags"]] == ["forest", "lesa", "ტყე", "school-5"]
    assert document["tags"][0] == {"slug": "forest", "articles": 9, "labels": {"en": "Forest"}}
    assert {"tags": ["forest", "ტყე"], "reason": LANGUAGE, "articles": [9, 8], "common": 8, "share": 0.889} in (
        document["suggestions"]
    )
    profile = profiles.load(f'name = "x"\nstart = ["http://example.org/"]\n{document["profile"]}', "x")
    assert {profile.tag_slug(word) for word in ("Forest", "ტყე", "ЛЕСА", "lesa")} == {"forest"}


def test_the_list_for_people(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a", DEMO)
    plain = CliRunner().invoke(readmore, ["tags", "--archive", str(folder)]).output
    assert "     9  forest  en Forest\n" in plain
    assert "[tags." not in plain
    suggested = CliRunner().invoke(readmore, ["tags", "--archive", str(folder), "--suggest"]).output
    assert "forest = ტყე  (another language; 8 articles have both, 9 and 8 have each)" in suggested
    assert "[tags.forest]\nlabels = { en = " in suggested


def test_without_an_archive_the_command_says_so(tmp_path: Path) -> None:
    done = CliRunner().invoke(readmore, ["tags", "--archive", str(tmp_path / "none")])
    assert "there is no archive in" in str(done.exception)
    assert done.exception is not None
    assert getattr(done.exception, "exit_code", None) == 2
    (tmp_path / "a" / "warc").mkdir(parents=True)
    done = CliRunner().invoke(readmore, ["tags", "--archive", str(tmp_path / "a")])
    assert "readmore read" in str(done.exception)
