"""The site's clock is no date of publication, however it is written; the date of an article of today is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from spiders.article import find_article
from spiders.page import Page
from spiders.profile import Profile

CAPTURED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TITLE = "The Ferry Runs Again Across the Lake"
TEXT = (
    "The ferry, which had lain at its pier since the storm, crossed the lake this morning with forty passengers.",
    "Its captain said that the timetable of spring is in force again; tickets cost what they cost before the storm.",
)
PROSE = "".join(f"<p>{line}</p>" for line in TEXT)
MENU = (
    '<ul><li><a href="/news">News of the day</a></li><li><a href="/review">Monthly Review</a></li>'
    '<li><a href="/about">About the project</a></li></ul>'
)
BUTTONS = MENU.replace("News of the day", "Pin it")
#: The day of the capture, as clocks and articles write it.
WRITTEN = (
    "24 November 2026", "24.11.2026", "24.11.2026 14:00", "2026 / 11 / 24", "November 24, 2026", "24 ნოემბერი, 2026",
    "2026 წლის 24 ნოემბერი", "24 ноября 2026 г.", "24 ноября 2026, 14:00", "23 November 2026", "25.11.2026",
)  # fmt: skip
CLOCKS = {
    "above the menu": f"<header><div class=clk>DATE</div>{MENU}</header><main><h1>{TITLE}</h1>PROSE</main>",
    "below the menu, in the head": f"<div>{MENU}<div>DATE</div></div><div><h1>{TITLE}</h1>PROSE</div>",
    "in a page of one box": f"<div><div>{MENU}<span>DATE</span></div><div><h1>{TITLE}</h1>PROSE</div></div>",
    "in a head beside the headline": f"<div><div>{MENU}<p>DATE</p></div><h1>{TITLE}</h1><div>PROSE</div></div>",
    "in a head of its own": f"<header><div>DATE</div></header><h1>{TITLE}</h1><div>PROSE</div>",
    "in a form around all": f"<form><div>DATE</div>{MENU}<div><h1>{TITLE}</h1>PROSE</div></form>",
    "beside the logo": f'<div><a href="/">The Lake</a> <span>DATE</span></div><h2>{TITLE}</h2><div>PROSE</div>',
    "under the site's name": f"<div><h1>The Lake</h1><div>DATE</div>{MENU}</div><h2>{TITLE}</h2>PROSE",
    "in a cell": f"<table><tr><td>{MENU}<td>DATE</tr><tr><td colspan=2><h1>{TITLE}</h1>PROSE</td></tr></table>",
    "in the foot": f"{MENU}<div><h1>{TITLE}</h1>PROSE</div><div>DATE</div>",
    "with seconds": f"{MENU}<div>DATE <b>14:00:35</b></div><h1>{TITLE}</h1>PROSE",
}
ARTICLES = {
    "above the headline": f"<header>{MENU}</header><article><div>DATE</div><h1>{TITLE}</h1>PROSE</article>",
    "above it, in nothing but div": f"{MENU}<div><div>DATE</div><h1>{TITLE}</h1><div>PROSE</div></div>",
    "above it, under the section": f'{MENU}<div><a href="/s">Ports</a><p>DATE</p><h1>{TITLE}</h1>PROSE</div>',
    "above it, in a head": f"{MENU}<div><header><span>DATE</span><h1>{TITLE}</h1></header><div>PROSE</div></div>",
    "under it": f"{MENU}<h1>{TITLE}</h1><div>DATE</div>PROSE",
    "under it, above buttons": f"{MENU}<main><h1>{TITLE}</h1><p>DATE</p>{BUTTONS}PROSE</main>",
    "in the byline": f"{MENU}<p>By Jane Doe, DATE</p><h1>{TITLE}</h1><div>PROSE</div>",
    "with a label": f"<p>Published: DATE</p>{MENU}<h1>{TITLE}</h1><div>PROSE</div>",
    "after the text": f"{MENU}<div><h1>{TITLE}</h1>PROSE<p>DATE</p></div>",
    "in a table": f"<table><tr><td>{MENU}</td></tr><tr><td><i>DATE</i><h1>{TITLE}</h1>PROSE</td></tr></table>",
}


def dates(
    markup: str, written: str, *, title: str = TITLE, prose: str = PROSE, head: str = "", captured: datetime = CAPTURED
) -> list[tuple[str, str, float]]:
    body = markup.replace("DATE", written).replace("PROSE", prose)
    html = f'<!doctype html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body>'
    url = "http://example.org/news/display/7"
    page = Page(url=url, content=html.encode(), fetched_at=captured)
    profile = Profile.model_validate({"name": "x", "start": [url], "timezone": "Asia/Tbilisi"})
    return [(found.method, found.value, found.confidence) for found in find_article(page, profile).dates]


@pytest.mark.parametrize("written", [*WRITTEN, "Tuesday, 24 November 2026", "<time datetime='2026-11-24'>today</time>"])
@pytest.mark.parametrize("place", CLOCKS)
def test_a_clock_is_no_statement(place: str, written: str) -> None:
    for title in (TITLE, "The Lake: ferries and ports"):
        assert dates(CLOCKS[place], written, title=title) == []


@pytest.mark.parametrize("place", CLOCKS)
def test_on_another_day_it_is_a_date_like_others(place: str) -> None:
    assert [day for _, day, _ in dates(CLOCKS[place], WRITTEN[0], captured=CAPTURED + timedelta(days=9))] == [
        "2026-11-24"
    ]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("place", ARTICLES)
def test_the_date_of_an_article_of_today_is_read(place: str, written: str) -> None:
    ((method, day, confidence),) = dates(ARTICLES[place], written)
    assert (method, day) == ("visible", f"2026-11-{'24' if '24' in written else '23' if '23' in written else '25'}")
    assert confidence > 0.5


@pytest.mark.parametrize("place", CLOCKS)
@pytest.mark.parametrize("shown", ["under the headline", "after the text"])
def test_a_clock_does_not_hide_the_article_s_own_date(place: str, shown: str) -> None:
    prose = f"<p>15 June 2022</p>{PROSE}" if shown == "under the headline" else f"{PROSE}<p>15 June 2022</p>"
    assert [day for _, day, _ in dates(CLOCKS[place], "24.11.2026 14:00", prose=prose)] == ["2022-06-15"]


@pytest.mark.parametrize("place", CLOCKS)
def test_a_clock_does_not_date_a_notice(place: str) -> None:
    notice = "<p>Article is available in Georgian.</p><p>2022 / 06 / 15</p>"
    assert [day for _, day, _ in dates(CLOCKS[place], "2026 / 11 / 24", prose=notice)] == ["2022-06-15"]


@pytest.mark.parametrize("markup", [f"{MENU}<p>DATE</p><h1>{TITLE}</h1>PROSE", f"<p>DATE</p><h1>{TITLE}</h1>PROSE"])
def test_where_nothing_tells_it_counts_little_and_only_where_nothing_else_is_stated(markup: str) -> None:
    ((method, day, confidence),) = dates(markup, "24.11.2026")
    assert (method, day) == ("visible", "2026-11-24")
    assert confidence < 0.5
    head = '<meta property="article:published_time" content="2022-06-15">'
    assert dates(markup, "24.11.2026", head=head) == [("meta", "2022-06-15", 0.95)]
