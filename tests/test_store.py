"""The store: upserts that do not mind order or repetition, and a frontier that forgets nothing."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from exchanges import BEGAN

from archive.address import Address
from pipelines.items import (
    ArticleRow,
    AskRow,
    Availability,
    CaptureRow,
    CheckRow,
    Claim,
    Content,
    EditionRow,
    Kept,
    LabelRow,
    ListingItemRow,
    ListingRow,
    Outcome,
    Rank,
    State,
    Stated,
    Statement,
)
from pipelines.store import NewerArchiveError, Store, StoreError

TABLES = (
    "captures articles editions texts tags tag_labels article_tags listing_items provenance redirected_articles"
    " statements checks revisions mentions"
)


@pytest.fixture
def store(tmp_path: Path):
    opened = Store(tmp_path / "readmore.db")
    opened.begin(source(), run("r1"), (), ["s"])
    yield opened
    opened.close()


def source() -> dict:
    return {"id": "s", "title": "S", "url": "http://s/", "languages": "[]", "profile": "{}"}


def run(run_id: str) -> dict:
    return {"id": run_id, "source_id": "s", "started_at": "2026", "software": "t", "options": "{}"}


def capture(number: int) -> CaptureRow:
    address = Address(
        warc_file="f", warc_offset=number, warc_length=1, record_id=f"<{number}>", payload_digest=f"sha1:{number}"
    )
    when = BEGAN + timedelta(seconds=number)
    return CaptureRow(
        url=f"http://s/{number}",
        method="GET",
        status=200,
        mime="text/html",
        fetched_at=when,
        truncated=None,
        address=address,
    )


def claim(row: str, field: str, value: str, rank: int) -> Claim:
    table = "editions" if row.count(":") == 3 else "articles"
    return Claim(table=table, row=row, field=field, value=value, method="m", place="p", raw=value, rank=rank)


def dated(value: str, rank: int, origin: str, article: str = "s:news:7") -> Statement:
    return statement(Stated.DATE, value, rank, origin, article)


def tagged(slug: str, rank: int, origin: str, article: str) -> Statement:
    return statement(Stated.TAG, slug, rank, origin, article)


def statement(field: Stated, value: str, rank: int, origin: str, article: str) -> Statement:
    proof = {"method": "m", "place": "p", "raw": value}
    return Statement(article_id=article, field=field, origin=origin, value=value, rank=rank, **proof)


def found(edition: str, what: Availability = Availability.FULL, **content: object) -> CheckRow:
    """A look at an edition: `body`, and what else the page states."""
    stated = {"headline": None, "date_published": None, "tags": None, "method": "text", "place": "p"} | content
    says = Content(**stated) if content else None  # type: ignore[arg-type]
    return CheckRow(edition_id=edition, found=what, method="text", place="p", raw="r", content=says)


def kept(number: int, article: str = "7", **more: object) -> Kept:
    one = ArticleRow(id=f"s:news:{article}", section="news", native_id=article)
    edition = EditionRow(article_id=one.id, lang="en")
    return replace(
        Kept(source_id="s", run_id="r1", capture=capture(number), articles=(one,), editions=(edition,)),
        **more,  # type: ignore[arg-type]
    )


def pages() -> list[Kept]:
    """A listing, a feed, an article, the article once more, and an old address of it."""
    en, ka = "s:news:7:en", "s:news:7:ka"
    both = (EditionRow(article_id="s:news:7", lang="en"), EditionRow(article_id="s:news:7", lang="ka"))
    item = ListingItemRow(position=1, article_id="s:news:3", url="http://s/3", title="A title", excerpt="…")
    return [
        kept(
            1,
            article="3",
            claims=(
                claim("s:news:3:en", "headline", "A title", Rank.LISTING),
                claim("s:news:3:en", "excerpt", "…", Rank.LISTING),
            ),
            statements=(tagged("t", Rank.LISTING, "http://s/l", "s:news:3"),),
            labels=(LabelRow(slug="t", lang="en", label="T", method="m", place="p", raw="T"),),
            listing=ListingRow(url="http://s/l", tag_slug="t", items=(item,)),
        ),
        kept(
            2,
            claims=(claim(en, "headline", "Feed title", Rank.FEED),),
            statements=(dated("2026-05", Rank.FEED, "http://s/rss"),),
        ),
        kept(
            3,
            claims=(claim(en, "headline", "The title", Rank.PAGE),),
            statements=(dated("2026-05-01", Rank.PAGE, en),),
            checks=(found(en, headline="The title", body="On June 4, it was so. Since 2020."),),
        ),
        kept(
            4,
            claims=(claim(en, "headline", "The new title", Rank.PAGE),),
            editions=both,
        ),
        replace(kept(5), articles=(), editions=(), moved=("s:news:3", "s:news:7")),
        kept(
            6,
            editions=both,
            checks=(found(ka, Availability.MISSING),),
        ),
        kept(
            8,
            labels=(LabelRow(slug="t", lang="en", label="t", method="m", place="p", raw="T"),),
            statements=(tagged("t", Rank.PAGE, en, "s:news:7"), dated("2026-05-03", Rank.PAGE, en)),
            checks=(found(en, headline="The title", body="On June 4, it was so. Since 2020."),),
        ),
    ]


def content(store: Store) -> dict[str, list]:
    return {table: sorted(map(tuple, store.query(f"SELECT * FROM {table}")), key=repr) for table in TABLES.split()}


@pytest.mark.parametrize("seed", range(12))
def test_order_and_repetition_do_not_show(tmp_path: Path, seed: int) -> None:
    shuffled = pages() + pages()[: seed % 4]
    random.Random(seed).shuffle(shuffled)
    results = []
    for number, order in enumerate((pages(), shuffled)):
        opened = Store(tmp_path / f"{number}.db")
        opened.begin(source(), run("r1"), (), ["s"])
        for page in order:
            opened.keep([page])[0]
        results.append(content(opened))
        opened.close()
    assert results[0] == results[1]


def test_the_best_statement_stands_with_its_proof(store: Store) -> None:
    for page in pages():
        store.keep([page])[0]
    article = store.query("SELECT * FROM articles")
    # What the page says last, whatever it and its old address said before; the feed's month agrees with it.
    assert [(a["id"], a["date_published"]) for a in article] == [("s:news:7", "2026-05-03")]
    assert article[0]["date_agreement"] == "agree"
    edition = store.query("SELECT * FROM editions WHERE lang = 'en'")[0]
    assert (edition["headline"], edition["excerpt"]) == ("The new title", "…")
    proof = store.query(
        "SELECT c.url, p.raw FROM provenance p JOIN captures c ON c.id = p.capture_id"
        " WHERE p.row = ? AND field = 'headline'",
        (edition["id"],),
    )
    assert tuple(proof[0]) == ("http://s/4", "The new title")


def test_what_was_said_of_an_old_address_is_said_of_the_new_one(store: Store) -> None:
    for page in pages():
        store.keep([page])[0]
    assert [r["article_id"] for r in store.query("SELECT article_id FROM listing_items")] == ["s:news:7"]
    assert [r["article_id"] for r in store.query("SELECT article_id FROM article_tags")] == ["s:news:7"]
    assert not store.query("SELECT * FROM provenance WHERE row LIKE 's:news:3%'")


def of(store: Store, article: str) -> dict[str, object]:
    row = dict(store.query("SELECT * FROM articles WHERE id = ?", (article,))[0])
    bodies = store.query(
        "SELECT body FROM revisions r JOIN editions e ON e.id = r.edition_id WHERE article_id = ?", (article,)
    )
    return row | {"bodies": [body for (body,) in bodies]}


@pytest.mark.parametrize("order", [(1, 2, 3), (1, 3, 2), (2, 1, 3)])
def test_an_article_that_had_a_text_stays_one_wherever_its_address_leads(store: Store, order: tuple) -> None:
    pages = {
        1: kept(1, article="3", checks=(found("s:news:3:en", body="Its own."),)),
        2: kept(2, article="7", checks=(found("s:news:7:en", body="The other's."),)),
        3: replace(kept(3), articles=(), editions=(), moved=("s:news:3", "s:news:7")),
    }
    for number in order:
        store.keep([pages[number]])
    assert of(store, "s:news:3")["bodies"] == ["Its own."]
    assert of(store, "s:news:7")["bodies"] == ["The other's."]


def test_an_edition_stays_its_articles_wherever_its_address_leads_later(store: Store) -> None:
    georgian = EditionRow(article_id="s:news:7", lang="ka")
    page = kept(
        1, editions=(georgian,), checks=(found(georgian.id, body="Its own."),), joined=(("s:news:3", "s:news:7"),)
    )
    assert store.keep([page]) == ["new"]
    store.keep([replace(kept(2), articles=(), editions=(), moved=("s:news:3", "s:news:9"))])
    rows = store.query("SELECT id, article_id, method FROM redirected_articles")
    assert [tuple(row) for row in rows] == [("s:news:3", "s:news:7", "edition")]
    assert of(store, "s:news:7")["bodies"] == ["Its own."]


def test_an_address_that_led_elsewhere_and_shows_a_text_by_now_is_an_article(store: Store) -> None:
    store.keep([replace(kept(1), articles=(), editions=(), moved=("s:news:3", "s:news:7"))])
    store.keep([kept(2, article="7", checks=(found("s:news:7:en", body="The other's."),))])
    store.keep([kept(3, article="3", checks=(found("s:news:3:en", body="Its own."),))])
    assert of(store, "s:news:3")["bodies"] == ["Its own."]
    assert of(store, "s:news:7")["bodies"] == ["The other's."]


def tags(store: Store) -> list[str]:
    return [tag for (tag,) in store.query("SELECT tag_id FROM article_tags WHERE article_id = 's:news:7' ORDER BY 1")]


def a_listing(number: int, *slugs: str) -> Kept:
    """The listing of a tag, with or without the article."""
    said = tuple(tagged(slug, Rank.LISTING, "http://s/l", "s:news:7") for slug in slugs)
    items = tuple(
        ListingItemRow(position=1, article_id=f"s:news:{n}", url=f"http://s/{n}", title="", excerpt="") for n in "8"
    )
    label = LabelRow(slug="old", lang="en", label="Old", method="m", place="p", raw="Old")
    page = kept(
        number, statements=said, labels=(label,), listing=ListingRow(url="http://s/l", tag_slug="old", items=items)
    )
    return replace(page, capture=replace(capture(number), url="http://s/l"))


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0)])
def test_a_tag_that_neither_page_nor_listing_gives_any_more_is_gone(store: Store, order: tuple) -> None:
    page = kept(2, statements=(tagged("new", Rank.PAGE, "s:news:7:en", "s:news:7"),))
    labels = tuple(LabelRow(slug=s, lang="en", label=s, method="m", place="p", raw=s) for s in ("new", "old"))
    steps = [a_listing(1, "old"), replace(page, labels=labels), a_listing(3)]
    store.keep([steps[0], steps[1]])
    assert tags(store) == ["new", "old"], "the page may not show all"
    store.keep([steps[number] for number in order])
    assert tags(store) == ["new"]


def test_a_revision_is_a_change_of_content(store: Store) -> None:
    results = [
        store.keep([kept(number, checks=(found("s:news:7:en", headline="h", body=body),))])[0]
        for number, body in enumerate(["One.", "One.", "Two.", "One."])
    ]
    assert results == ["new", "unchanged", "changed", "changed"]
    assert store.query("SELECT body FROM texts")[0][0] == "One."


def ask(number: int, kind: str = "article", **more: object) -> AskRow:
    return AskRow(url_key=f"s/{number}", url=f"http://s/{number}", kind=kind, **({"depth": 1} | more))  # type: ignore[arg-type]


def test_an_address_is_done_with_what_its_page_said(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1), ask(2)], ["s"])
    frontier = store.frontier("s")
    assert len(frontier.lease(9, "9")) == 2
    assert frontier.lease(9, "9") == []
    store.keep([kept(1, outcome=Outcome(url_key="s/1", state=State.DONE), asks=(ask(1), ask(3)))])[0]
    frontier.release("s/1")
    frontier.release("s/2")
    assert {lease.url_key for lease in frontier.lease(9, "9")} == {"s/2", "s/3"}
    row = store.query("SELECT * FROM frontier WHERE url_key = 's/1'")[0]
    assert (row["state"], row["run_id"], row["capture_id"]) == ("done", "r1", capture(1).id)


def test_an_interrupted_round_is_gone_on_with_and_a_finished_one_begun_anew(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1), ask(2)], ["s"])
    store.keep([kept(1, outcome=Outcome(url_key="s/1", state=State.DONE))])[0]
    assert store.begin(source(), run("r2"), [ask(1), ask(2)], ["s"]) is False
    assert [lease.url_key for lease in store.frontier("s").lease(9, "9")] == ["s/2"]
    store.keep([kept(2, outcome=Outcome(url_key="s/2", state=State.FAILED, error="x"))])[0]
    assert store.begin(source(), run("r3"), [ask(1), ask(2)], ["s"]) is True
    assert len(store.frontier("s").lease(9, "9")) == 2


def test_a_full_round_and_a_source_that_is_asked_elsewhere(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1), ask(2)], ["s"])
    store.keep([kept(1, outcome=Outcome(url_key="s/1", state=State.DONE))])
    assert store.begin(source(), run("r2"), [], ["s"], full=True) is True
    assert len(store.frontier("s").lease(9, "9")) == 2
    there = AskRow(url_key="t:8000/1", url="http://t:8000/1", kind="article")
    assert store.begin(source(), run("r3"), [there], ["t:8000"]) is True
    assert [lease.url_key for lease in store.frontier("s").lease(9, "9")] == ["t:8000/1"]
    store.begin(source(), run("r4"), [], ["s"], full=True)
    assert {lease.url_key for lease in store.frontier("s").lease(9, "9")} == {"s/1", "s/2"}


def test_a_retry_waits_for_its_time(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1)], ["s"])
    outcome = Outcome(url_key="s/1", state=State.PENDING, retry_at="2026-05-04T00:00:10Z", error="cut")
    store.keep([Kept(source_id="s", outcome=outcome)])[0]
    frontier = store.frontier("s")
    assert frontier.lease(9, "2026-05-04T00:00:09Z") == []
    assert frontier.next_due() == "2026-05-04T00:00:10Z"
    assert frontier.lease(9, "2026-05-04T00:00:10Z")[0].attempts == 1


def test_what_is_most_urgent_is_asked_first(store: Store) -> None:
    following, tag, start = ask(1, "listing", page=2), ask(5, "listing"), ask(3, "listing", depth=0)
    store.begin(source(), run("r1"), [tag, following, ask(2), start, ask(4, optional=True)], ["s"])
    asked = [lease.url_key for lease in store.frontier("s").lease(9, "9")]
    assert asked == ["s/3", "s/1", "s/2", "s/4", "s/5"]
    asked = [lease.url_key for lease in store.frontier("s", articles_first=True).lease(9, "9")]
    assert asked == ["s/3", "s/2", "s/4", "s/1", "s/5"]


def need(number: int, level: int = 1, **more: object) -> AskRow:
    return ask(number, "requisite", page=level, optional=True, **more)


def settled(number: int, state: State = State.DONE, asks: tuple[AskRow, ...] = ()) -> Kept:
    return Kept(source_id="s", run_id="r1", outcome=Outcome(url_key=f"s/{number}", state=state), asks=asks)


def test_requisites_wait_until_no_page_is_pending(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1), need(2), need(3, level=2)], ["s"])
    retry = Outcome(url_key="s/1", state=State.PENDING, retry_at="2026-05-04T00:00:10Z", error="cut")
    frontier = store.frontier("s")
    assert [lease.url_key for lease in frontier.lease(9, "2026-05-04T00:00:00Z")] == ["s/1"]
    assert frontier.next_due() is None, "nothing, while the page is being asked"
    store.keep([Kept(source_id="s", outcome=retry)])
    frontier.release("s/1")
    assert frontier.next_due() == "2026-05-04T00:00:10Z"
    assert [lease.url_key for lease in frontier.lease(9, "2026-05-04T00:00:10Z")] == ["s/1"]
    store.keep([settled(1)])
    frontier.release("s/1")
    assert frontier.next_due() == ""
    assert [lease.url_key for lease in frontier.lease(9, "9")] == ["s/2", "s/3"]


def test_requisites_of_other_hosts_wait_for_a_page_to_name_them_in_each_round(store: Store) -> None:
    there = AskRow(url_key="cdn/x", url="http://cdn/x", kind="requisite", depth=1, optional=True)
    store.begin(source(), run("r1"), [ask(1)], ["s"])
    store.keep([settled(1, asks=(there, need(2)))])
    assert store.requisites("s") == {"cdn/x", "s/2"}
    assert store.known("s") == 1, "they are no pages"
    done = Outcome(url_key="cdn/x", state=State.DONE, etag='"1"')
    store.keep([Kept(source_id="s", outcome=done), settled(2, State.MISSING)])
    assert store.begin(source(), run("r2"), [ask(1)], ["s"]) is True
    assert (store.requisites("s"), store.pending("s")) == (set(), 1)
    store.keep([settled(1, asks=(there,))])
    assert store.requisites("s") == {"cdn/x"}
    lease = store.frontier("s").lease(9, "9")[0]
    assert (lease.url, lease.attempts, lease.etag) == ("http://cdn/x", 0, '"1"')


@pytest.mark.parametrize("change", [{"requisites": False}, {"full": True}, {"hosts": ["t"]}])
def test_pending_requisites_are_left_where_the_round_is(store: Store, change: dict) -> None:
    store.begin(source(), run("r1"), [ask(1)], ["s"])
    store.keep([settled(1, asks=(need(2),))])
    assert store.begin(source(), run("r2"), [], ["s"]) is False, "an interrupted round is gone on with"
    assert store.requisites("s") == {"s/2"}
    assert store.begin(source(), run("r3"), [], **{"hosts": ["s"], **change}) is True
    assert store.requisites("s") == set()


def test_a_requisite_that_turns_out_to_be_a_page_is_asked_as_one(store: Store) -> None:
    store.begin(source(), run("r1"), [ask(1)], ["s"])
    store.keep([settled(1, asks=(need(2), need(3)))])
    store.keep([settled(2)])
    store.keep([settled(3, asks=(ask(2, "listing", page=3, via="http://s/3"), need(1)))])
    found = {row["url_key"]: tuple(row)[1:] for row in store.query("SELECT url_key, kind, state, page FROM frontier")}
    assert found["s/2"] == ("listing", "pending", 3)
    assert found["s/1"] == ("article", "done", 1), "and a page that is needed stays a page"


def test_a_page_that_cannot_be_stored_harms_no_other(store: Store) -> None:
    bad = kept(1, claims=(claim("s:news:7:en", "nothing", "x", 1),))
    results = store.keep([kept(2), bad, kept(3)])
    assert [isinstance(r, Exception) for r in results] == [False, True, False]
    assert [r[0] for r in store.query("SELECT url FROM captures ORDER BY url")] == ["http://s/2", "http://s/3"]


def test_a_newer_archive_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path / "readmore.db").close()
    with sqlite3.connect(tmp_path / "readmore.db") as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('readmore', '9999_later', '')"
        )
    with pytest.raises(NewerArchiveError, match="9999_later"):
        Store(tmp_path / "readmore.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "readmore.db").write_bytes(b"no database at all, but text" * 100)
    with pytest.raises(StoreError, match=r"readmore\.db"):
        Store(tmp_path / "readmore.db")
