"""From one page to records: what is stated, of which edition, and what the address of a page decides."""

from __future__ import annotations

from exchanges import BEGAN

from archive.address import Address
from pipelines.items import CaptureRow, Kept, State
from spiders import profile as profiles
from spiders.outcome import read_answer
from spiders.page import Page
from spiders.profile import Profile
from spiders.statements import statements

ROADMAP = profiles.find("kremlin-roadmap")
HOST = "https://kremlin-roadmap.gfsis.org.ge"
TEXT = "The parliament passed the budget for the next year after a long debate that lasted until midnight."


def capture(url: str, status: int = 200) -> CaptureRow:
    address = Address(warc_file="f", warc_offset=0, warc_length=1, record_id="<r>", payload_digest="sha1:X")
    return CaptureRow(
        url=url, method="GET", status=status, mime="text/html", fetched_at=BEGAN, truncated=None, address=address
    )


def said(path: str, html: str = "", status: int = 200, **headers: str) -> Kept:
    url = HOST + path
    page = Page(url=url, content=html.encode(), status=status, headers={"content-type": "text/html", **headers})
    return statements(page, ROADMAP, capture(url, status))[0]


def fields(kept: Kept) -> dict[tuple[str, str], str]:
    found = {(claim.row.removeprefix("kremlin-roadmap:"), claim.field): str(claim.value) for claim in kept.claims}
    checked = {check.edition_id.removeprefix("kremlin-roadmap:"): str(check.found) for check in kept.checks}
    return found | {(edition, "availability"): value for edition, value in checked.items()}


def tags(kept: Kept) -> list[str]:
    return [statement.value for statement in kept.statements if statement.field == "tag"]


def test_a_cloud_of_the_sites_tags_is_not_the_articles() -> None:
    links = '<a href="/news/view/tags-Abkhazia">Abkhazia</a> <a href="/news/view/tags-Russia">Russia</a>'
    body = f"<h1>Budget passed</h1><p>2022 / 06 / 15</p><p>{TEXT}</p><p>{TEXT} Again.</p>"
    own = '<p>Tags: <a href="/news/view/tags-State_Budget">State Budget</a></p>'
    for label in ("Tags", "Popular tags", "Topics"):
        cloud = f"<div><h4>{label}</h4><p>{links}</p></div>"
        assert tags(said("/news/display/5", f"<html><body><div>{body}</div>{cloud}</body></html>")) == []
        kept = said("/news/display/5", f"<html><body><div>{body}{own}</div>{cloud}</body></html>")
        assert tags(kept) == ["state-budget"]
        assert [(label.slug, label.label) for label in kept.labels] == [("state-budget", "State Budget")]


def test_the_place_that_a_link_leads_to_decides_an_items_language() -> None:
    notice = "Article is available in Georgian."
    items = "".join(
        f'<div><h3>სათაური ქართულად, ნომერი {n}</h3><p>{notice}</p><a href="/news/display/{n}">Read more</a></div>'
        for n in (1, 2, 3)
    )
    kept = said("/news/view/tags-X", f"<html><body><h1>News</h1>{items}</body></html>")
    assert fields(kept)["news:2:en", "excerpt"] == notice
    assert fields(kept)["news:2:en", "availability"] == "notice"
    assert not [row for row, _ in fields(kept) if row.endswith(":ka")]


def test_an_editions_place_that_leads_to_the_other_language_is_a_missing_edition() -> None:
    kept = said("/ge/news/display/5", status=301, location="/news/display/5")
    assert fields(kept)["news:5:ka", "availability"] == "missing"
    assert fields(said("/ge/news/display/5", status=404))["news:5:ka", "availability"] == "missing"
    english = f"<html><body><h1>Budget passed</h1><p>2022 / 06 / 15</p><p>{TEXT}</p><p>{TEXT} Again.</p></body></html>"
    stated = fields(said("/ge/news/display/5", english))
    assert (stated["news:5:en", "availability"], stated["news:5:ka", "availability"]) == ("full", "missing")


def test_a_moved_article_is_the_article_that_it_moved_to() -> None:
    kept = said("/news/display/5", status=301, location="/news/display/6")
    assert kept.moved == ("kremlin-roadmap:news:5", "kremlin-roadmap:news:6")
    assert said("/news/display/5", status=302, location="/news").moved is None
    assert said("/news/display/5", status=302, location="https://elsewhere.org/news/display/6").moved is None


def outcome(path: str, head: str, body: str = "") -> Kept:
    from pipelines.items import Answer, Lease

    url = HOST + path
    lease = Lease(url_key=url, url=url, kind="listing", via=None, depth=0, page=1, optional=False, attempts=0, hops=0)
    block = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    return read_answer(Answer(capture=capture(url, int(head[:3])), block=block, lease=lease), ROADMAP, "r")


def test_a_listing_that_lists_nothing_is_kept_and_harms_nobody() -> None:
    for body in ("", "<html><body><h1>Welcome</h1><p>Nothing here.</p></body></html>"):
        kept = outcome("/news", "200 OK\r\nContent-Type: text/html", body)
        assert kept.outcome
        assert kept.outcome.state is State.DONE
        assert kept.listing is None or kept.listing.items == ()


def test_an_address_that_leads_to_itself_is_asked_once() -> None:
    kept = outcome("/news", "302 Found\r\nLocation: /news")
    assert kept.outcome
    assert (kept.outcome.state, kept.outcome.again) == (State.FAILED, False)


def test_a_longer_wait_than_sensible_is_left_to_a_later_run() -> None:
    late, soon = (outcome("/news", f"429 Slow\r\nRetry-After: {n}").outcome for n in (3600, 5))
    assert late
    assert soon
    assert (late.state, late.again) == (State.FAILED, False)
    assert "3600 seconds" in (late.error or "")
    assert soon.retry_at == "2026-05-04T03:02:06.123456Z"


def without_places() -> Profile:
    """A source in three languages whose addresses do not tell which."""
    return Profile.model_validate(
        {
            "name": "three",
            "start": ["https://three.example/news"],
            "languages": ["en", "ka", "ru"],
            "urls": {"listing": ["/news"], "article": ["/a/{native_id}"]},
        }
    )


def editions_of(html: str) -> dict[str, str]:
    url = "https://three.example/a/7"
    page = Page(url=url, content=html.encode(), headers={"content-type": "text/html"})
    kept = statements(page, without_places(), capture(url))[0]
    found = {edition.lang: "" for edition in kept.editions}
    claimed = {c.row.rpartition(":")[2]: str(c.value) for c in kept.claims if c.field == "availability"}
    return found | claimed | {c.edition_id.rpartition(":")[2]: str(c.found) for c in kept.checks}


def test_each_language_of_the_source_has_its_row() -> None:
    link = '<link rel=alternate hreflang=ka href="https://three.example/a/8">'
    text = f"<h1>Budget passed</h1><p>2022 / 06 / 15</p><p>{TEXT}</p><p>{TEXT} Again.</p>"
    assert editions_of(f"<html><head>{link}</head><body>{text}</body></html>") == {
        "en": "full",
        "ka": "",
        "ru": "missing",
    }
    notice = "<h1>Budget passed</h1><p>2022 / 06 / 15</p><p>Article is available in Georgian.</p>"
    assert editions_of(f"<html><body>{notice}</body></html>") == {"en": "notice", "ka": "", "ru": "missing"}
