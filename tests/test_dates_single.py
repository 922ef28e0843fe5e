"""One date as a page writes it, and its EDTF."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.dates import date_in_line, month_number, parse_date

WRITTEN = [
    ("2022 / 06 / 15", "2022-06-15"),
    ("2022/6/15", "2022-06-15"),
    ("15 / 06 / 2022", "2022-06-15"),
    ("15.06.2022", "2022-06-15"),
    ("2022. 06. 15.", "2022-06-15"),
    ("15/06/22", "2022-06-15"),
    ("15 ივნისი 2022", "2022-06-15"),
    ("15 ივნისი, 2022 წ.", "2022-06-15"),
    ("2022 წლის 15 ივნისი", "2022-06-15"),
    ("ოთხშაბათი, 15 ივნისი 2022, 10:20", "2022-06-15"),
    ("15 июня 2022 г.", "2022-06-15"),
    ("Опубликовано 15.06.2022 в 12:00", "2022-06-15"),
    ("June 15, 2022", "2022-06-15"),
    ("Jun 15th, 2022 at 3:45 pm", "2022-06-15"),
    ("Wednesday, 15 June 2022", "2022-06-15"),
    ("15-Jun-2022", "2022-06-15"),
    ("Published: 1 Jan. 2020", "2020-01-01"),
    ("5 may 2020", "2020-05-05"),
    ("15. Juni 2022, 10:30 Uhr", "2022-06-15"),
    ("Mercredi 15 juin 2022 à 10h30", "2022-06-15"),
    ("1er février 2022", "2022-02-01"),
    ("15 de junio de 2022", "2022-06-15"),
    ("15 czerwca 2022 r.", "2022-06-15"),
    ("10 Noyabr, 2021", "2021-11-10"),
    ("15 червня 2022 р.", "2022-06-15"),
    ("15 Haziran 2022", "2022-06-15"),
    ("2024年4月24日", "2024-04-24"),
    ("Fri, 24 Mar 2017 0:00:00 GMT", "2017-03-24"),
    ("Tue, 15 Nov 1994 12:45:26 +0000", "1994-11-15"),
    ("2022-06-15T23:30:00+04:00", "2022-06-15"),
    ("2022-06-15 10:20:30", "2022-06-15"),
    ("20220615T233000Z", "2022-06-15"),
    ("Mon Jun 13 2022 10:00:00 GMT+0400 (Georgia Standard Time)", "2022-06-13"),
    ("June 2022", "2022-06"),
    ("ივნისი 2022", "2022-06"),
    ("06/2022", "2022-06"),
    ("2022", "2022"),
]

NO_DATES = [
    "",
    "15 June",
    "ივნისი",
    "31.02.2022",
    "2023-02-29",
    "32 June 2022",
    "192.168.1.10",
    "2024-2025",
    "September 24-26, 2024",
    "The minister met on June 15, 2022",
    "1 May 2020 and 2 May 2021",
    "yesterday",
]


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_a_date_is_read_as_precisely_as_it_is_stated(text: str, edtf: str) -> None:
    assert parse_date(text) == edtf


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_not_one_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "lang", "edtf"),
    [
        ("03/04/2022", None, "2022-04-03"),
        ("03/04/2022", "ka", "2022-04-03"),
        ("03/04/2022", "en-GB", "2022-04-03"),
        ("03/04/2022", "en", "2022-03-04"),
        ("03/14/2022", "ka", "2022-03-14"),
        ("03.04.2022", "en", "2022-04-03"),
    ],
)
def test_the_language_decides_what_can_mean_two_days(text: str, lang: str | None, edtf: str) -> None:
    assert parse_date(text, lang) == edtf


def test_a_month_name_is_read_in_its_language() -> None:
    assert month_number("listopada", "pl") == 11
    assert month_number("listopada", "hr") == 10
    assert month_number("ივნისში") == 6
    assert month_number("Tbilisi") is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("today", "2022-03-01"),
        ("Yesterday, 10:00", "2022-02-28"),
        ("გუშინ", "2022-02-28"),
        ("2 дня назад", "2022-02-27"),
        ("3 days ago", "2022-02-26"),
        ("15 June", "2021-06-15"),
        ("29 February", "2020-02-29"),
    ],
)
def test_words_that_need_an_anchor_are_read_from_it(text: str, edtf: str) -> None:
    assert parse_date(text, anchor=date(2022, 3, 1)) == edtf


def test_hours_are_counted_from_the_moment() -> None:
    assert parse_date("3 hours ago", anchor=datetime(2022, 3, 1, 2, 0)) == "2022-02-28"  # noqa: DTZ001 -- local time


def test_a_byline_has_a_date_and_prose_has_not() -> None:
    assert date_in_line("Posted by the editor on June 5, 2020 in News") == "2020-06-05"
    assert (
        date_in_line("On June 5, 2020 the ministers of both sides met again in Moscow and discussed their new plan")
        is None
    )


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_survives_the_ways_it_is_written(day: date) -> None:
    edtf = day.isoformat()
    assert parse_date(f"{day.year} / {day.month:02d} / {day.day:02d}") == edtf
    assert parse_date(f"{day.day}.{day.month}.{day.year}") == edtf
    assert parse_date(day.isoformat() + "T23:59:59+04:00") == edtf
    assert parse_date(day.strftime("%B %d, ") + str(day.year)) == edtf


@given(st.text(max_size=130))
def test_no_text_breaks_the_reader(text: str) -> None:
    value = parse_date(text, "en", anchor=date(2022, 3, 1))
    assert value is None or 4 <= len(value) <= 10
