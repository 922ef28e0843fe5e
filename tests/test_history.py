"""Revisions and availability: what checks amount to, in whatever order they arrive."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from exchanges import BEGAN
from hypothesis import given
from hypothesis import strategies as st
from test_store import capture, claim, found, kept, run, source

from archive.records import warc_date
from pipelines.history import Check, revisions, standing
from pipelines.items import Availability, CaptureRow, CheckRow, Kept, Rank, absent
from pipelines.published import Said, published
from pipelines.store import Store

EN = "s:news:7:en"
FULL, NOTICE, MISSING, GONE = Availability.FULL, Availability.NOTICE, Availability.MISSING, Availability.GONE


def check(hours: float, what: Availability = FULL, **digests: str) -> Check:
    return Check(f"c{hours}", warc_date(BEGAN + timedelta(hours=hours)), what, digests)


def changes(*digests: dict[str, str]) -> list[tuple[str, ...]]:
    return [state.changed for state in revisions(check(n, **d) for n, d in enumerate(digests))]


def test_there_and_back_again_is_three() -> None:
    assert changes({"body": "A"}, {"body": "B"}, {"body": "A"}) == [("body",)] * 3
    assert changes({"body": "A"}, {"body": "A"}, {"body": "A"}) == [("body",)]


def test_each_field_counts() -> None:
    first = {"headline": "h", "date_published": "d", "tags": "t", "body": "b"}
    for name in first:
        assert changes(first, {**first, name: "other"}, first) == [tuple(first), (name,), (name,)]


def test_a_frame_that_does_not_show_a_field_changes_nothing() -> None:
    bare, full = {"body": "b"}, {"body": "b", "tags": "t"}
    assert changes(full, bare, full, bare) == [("tags", "body")]
    assert changes(bare, full, bare) == [("body",)], "it may have been there all along"
    assert changes(bare, full, bare, {"body": "b", "tags": "u"}) == [("body",), ("tags",)]
    assert changes(full, {}, full) == [("tags", "body")], "a day on which there was a notice"


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([(0, FULL)], "full"),
        ([(0, MISSING)], "missing"),
        ([(0, GONE)], "missing"),
        ([(0, NOTICE)], "notice"),
        ([(0, NOTICE), (24, FULL)], "full"),
        ([(0, FULL), (24, MISSING)], "full"),
        ([(0, FULL), (24, MISSING), (25, MISSING)], "full"),
        ([(0, FULL), (24, MISSING), (47.5, MISSING)], "gone"),
        ([(0, FULL), (24, GONE)], "gone"),
        ([(0, FULL), (24, MISSING), (48, FULL), (72, MISSING)], "full"),
        ([(0, FULL), (24, GONE), (48, FULL)], "full"),
        ([(0, MISSING), (24, MISSING), (48, FULL)], "full"),
        ([(0, NOTICE), (24, GONE)], "missing"),
        ([(0, FULL), (24, NOTICE)], "notice"),
    ],
)
def test_what_is_there(seen: list[tuple[float, Availability]], expected: str) -> None:
    assert standing([check(hours, what) for hours, what in seen]).availability == expected


def test_what_is_gone_is_shown_by_the_check_that_made_it_sure() -> None:
    seen = [check(0), check(24, MISSING), check(48, MISSING), check(72, MISSING)]
    assert standing(seen).check == seen[2]


def later(number: int, hours: int) -> CaptureRow:
    from dataclasses import replace

    return replace(capture(number), fetched_at=BEGAN + timedelta(hours=hours))


def looks(edition: str) -> st.SearchStrategy[CheckRow]:
    """What a look at an edition can find: any of a few texts, some without a headline or tags, or no text."""
    word = st.sampled_from(["one", "two"])
    text = st.builds(
        lambda body, headline, tags: found(edition, FULL, body=body, headline=headline, tags=tags),
        word,
        st.none() | word,
        st.none() | st.tuples(word),
    )
    return st.one_of(text, text, st.sampled_from([NOTICE, MISSING, GONE]).map(lambda what: found(edition, what)))


def stored(folder: Path, pages: list) -> dict[str, list]:
    store = Store(folder)
    store.begin(source(), run("r1"), (), ["s"])
    try:
        results = store.keep(pages)
        assert not [r for r in results if isinstance(r, Exception)]
        tables = ("editions", "checks", "revisions", "texts", "provenance", "articles")
        return {t: sorted(map(repr, map(tuple, store.query(f"SELECT * FROM {t}")))) for t in tables}
    finally:
        store.close()


@given(data=st.data(), seen=st.lists(looks(EN), min_size=1, max_size=6))
def test_no_order_of_arrival_shows(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, seen: list) -> None:
    from dataclasses import replace

    pages = [replace(kept(0), capture=later(n, 13 * n), checks=(look,)) for n, look in enumerate(seen)]
    shuffled = data.draw(st.permutations(pages))
    folder = tmp_path_factory.mktemp("order")
    assert stored(folder / "a.db", pages) == stored(folder / "b.db", list(shuffled) + list(shuffled[:2]))


def test_white_space_and_the_spelling_of_tags_are_no_change(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.db")
    store.begin(source(), run("r1"), (), ["s"])
    pages = [
        found(EN, body="One.\n\nTwo.", headline="A  title", tags=("Tskhinvali Region", "2019")),
        found(EN, body="One. Two.", headline="A title", tags=("2019", "Tskhinvali_Region")),
        found(EN, body="One. Two.", headline="A title", tags=("2019",)),
    ]
    assert store.keep([kept(n, checks=(look,)) for n, look in enumerate(pages)]) == ["new", "unchanged", "changed"]
    assert [json.loads(r["changed"]) for r in store.query("SELECT changed FROM revisions ORDER BY seen_at")][1] == [
        "tags"
    ]
    store.close()


def test_an_address_without_a_place_in_the_profile_can_be_gone(tmp_path: Path) -> None:
    """Nobody but the store knows whose address it is; also where it hears of the edition last."""
    from dataclasses import replace

    url = "http://s/7"
    there = replace(
        kept(1),
        capture=replace(later(1, 0), url=url),
        claims=(claim(EN, "url", url, Rank.PAGE),),
        checks=(found(EN, body="One."),),
    )
    gone = [
        replace(
            Kept(source_id="s", run_id="r1", absent=absent(404, "s:news:7")),
            capture=replace(later(n, hours), url=url, status=404),
        )
        for n, hours in ((2, 24), (3, 48))
    ]
    first = stored(tmp_path / "a.db", [there, *gone])
    assert "'gone'" in first["editions"][0]
    assert first == stored(tmp_path / "b.db", [*gone, there]) == stored(tmp_path / "c.db", [gone[1], there, gone[0]])


def test_a_text_at_the_place_for_another_language_counts_where_there_is_no_other(tmp_path: Path) -> None:
    from dataclasses import replace

    elsewhere = replace(found(EN, body="Uno."), misplaced=True)
    own = [kept(n, capture=later(n, 13 * n), checks=(found(EN, body="One."),)) for n in (1, 3)]
    wrong = [kept(n, capture=later(n, 13 * n), checks=(elsewhere,)) for n in (2, 4)]
    first = stored(tmp_path / "a.db", [own[0], wrong[0], own[1], wrong[1]])
    assert len(first["revisions"]) == 1
    assert "'One.'" in first["texts"][0]
    assert first == stored(tmp_path / "b.db", [*wrong, *own]) == stored(tmp_path / "c.db", [wrong[1], *own, wrong[0]])
    assert len(stored(tmp_path / "d.db", wrong)["revisions"]) == 1


def test_the_checks_of_an_article_that_is_another_ones_edition_go_with_it(tmp_path: Path) -> None:
    from dataclasses import replace

    one = kept(1, article="3", checks=(found("s:news:3:en", body="One."),))
    two = kept(2, checks=(found(EN, body="Two."),))
    move = replace(kept(3), articles=(), editions=(), joined=(("s:news:3", "s:news:7"),))
    first = stored(tmp_path / "a.db", [one, two, move])
    assert first == stored(tmp_path / "b.db", [move, two, one]) == stored(tmp_path / "c.db", [two, move, one])
    assert len(first["revisions"]) == 2


def said(value: str, rank: int, origin: str = "o") -> Said:
    return Said(value, rank, origin, "m", "p", value, "c", "t")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("2022-06-15", 50)], ("2022-06-15", "single")),
        ([("2022-06-15", 50), ("2022-06-15", 80)], ("2022-06-15", "agree")),
        ([("2022-06-15", 50), ("2022-06-16", 80)], ("2022-06-16", "conflict")),
        ([("2022-06", 80), ("2022-06-15", 50)], ("2022-06-15", "agree")),
        ([("2022-06", 80), ("2022-07-15", 50)], ("2022-06", "conflict")),
        ([("2022-06", 50), ("2022-06", 20)], ("2022-06", "agree")),
        ([("2022-06-16", 50), ("2022-06-15", 50)], ("2022-06-15", "conflict")),
        ([("2022-06-16", 50), ("2022-06-15", 50), ("2022-06-16", 20)], ("2022-06-16", "conflict")),
    ],
)
def test_what_statements_on_a_date_amount_to(statements: list[tuple[str, int]], expected: tuple[str, str]) -> None:
    for order in (statements, statements[::-1]):
        result = published([said(value, rank, f"o{value}{rank}") for value, rank in order])
        assert result
        assert (result.said.value, result.agreement) == expected
