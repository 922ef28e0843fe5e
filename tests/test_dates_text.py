"""Every date that a running text states: tables of texts a language, spans, bases, bounds, and the command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.normalise.dates import StatedDate, find_dates

TABLES = Path(__file__).resolve().parent / "dated"


def rows(lang: str) -> list[tuple[str, str | None, list[str]]]:
    """A table's lines: text, day of publication, dates."""
    out = []
    for line in (TABLES / f"{lang}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        anchor, text, dates = (part.strip() for part in line.split(" | "))
        text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text).replace("\\n", "\n")
        out.append((text, None if anchor == "-" else anchor, [] if dates == "∅" else dates.split()))
    return out


def only(text: str, anchor: date | str | None = None, lang: str | None = None) -> StatedDate:
    (found,) = find_dates(text, lang, anchor)
    return found


@pytest.mark.parametrize("lang", ["en", "ka", "ru"])
def test_the_texts_of_the_tables_state_their_dates(lang: str) -> None:
    wrong = []
    for text, anchor, expected in rows(lang):
        read = [found.edtf for found in find_dates(text, lang, anchor)]
        if read != expected:
            wrong.append(f"{anchor} {text!r}: {read}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_language_is_a_hint_only() -> None:
    for lang in ("en", "ka", "ru"):
        for text, anchor, _ in rows(lang):
            if "/" not in text:
                assert find_dates(text, None, anchor) == find_dates(text, lang, anchor), text
    mixed = "On 3 December 2024, 4 დეკემბერს и 5 декабря"
    assert [found.edtf for found in find_dates(mixed)] == ["2024-12-03", "2024-12-04", "2024-12-05"]


def test_only_figures_need_the_language() -> None:
    assert only("Signed on 03/04/2024.", lang="en").edtf == "2024-03-04"
    assert only("Подписано 03/04/2024.", lang="ru").edtf == "2024-04-03"
    assert only("Signed on 03/04/2024.").edtf == "2024-04-03"


SPANS = [
    ("On September 24, 2024, they met.", ["September 24, 2024"]),
    ("They met on Tuesday, 24 September, again.", ["24 September"]),
    ("from September 24 to 26", ["from September 24 to 26"]),
    ("between May 3 and May 9", ["between May 3 and May 9"]),
    ("closed since the beginning of 2024", ["since the beginning of 2024"]),
    ("closed until 2022", ["until 2022"]),
    ("built around 2008", ["around 2008"]),
    ("in late September 2023", ["September 2023"]),
    ("on September 24, 25 and 27", ["September 24", "25", "27"]),
    ("In 2024, the format", ["2024"]),
    ("2024 წლის 3 დეკემბერს მოსკოვში", ["2024 წლის 3 დეკემბერს"]),
    ("გზა 2023 წლის 17-დან 19 მარტამდე დაიკეტა", ["2023 წლის 17-დან 19 მარტამდე"]),
    ("24, 25 და 27 სექტემბერს", ["24", "25", "27 სექტემბერს"]),
    ("პროგრამა 2025 წლის ბოლომდე", ["2025 წლის ბოლომდე"]),
    ("Раунд с 24 по 26 сентября 2024 года прошёл", ["с 24 по 26 сентября 2024 года"]),
    ("рынок закрыт после 2008 года", ["после 2008 года"]),
    ("26 сентября 2024 г. прошла", ["26 сентября 2024 г."]),
    ("On Sep\u00adtem\u00adber\u00a0\n 24 they", ["Sep\u00adtem\u00adber\u00a0\n 24"]),
    ("22 ма\u0438\u0306, 9 ма\u0438\u0306", ["22 ма\u0438\u0306", "9 ма\u0438\u0306"]),
]


@pytest.mark.parametrize(("text", "words"), SPANS)
def test_a_span_is_the_words_of_its_date(text: str, words: list[str]) -> None:
    found = find_dates(text, anchor="2025-01-10")
    assert [each.text for each in found] == words
    assert [text[each.start : each.end] for each in found] == words


def test_the_basis_says_where_the_year_is_from() -> None:
    text = "On June 4, 2019, it was adopted. On June 6, it was published. Elections will be held on March 5."
    assert [found.basis for found in find_dates(text, anchor="2024-12-20")] == ["stated", "text", "ahead"]
    assert only("On March 5, elections were held.", "2024-12-20").basis == "anchor"
    lost = only("On March 5, elections were held.")
    assert (lost.basis, lost.edtf, lost.earliest, lost.latest) == ("unknown", "XXXX-03-05", None, None)


BOUNDS = [
    ("on 24 September 2024", "2024-09-24", "2024-09-24"),
    ("on 24-26 September 2024", "2024-09-24", "2024-09-26"),
    ("in February 2024", "2024-02-01", "2024-02-29"),
    ("in 2024", "2024-01-01", "2024-12-31"),
    ("in the 1990s", "1990-01-01", "1999-12-31"),
    ("the 19th century", "1800-01-01", "1899-12-31"),
    ("since May 2021", "2021-05-01", None),
    ("until 2022", None, "2022-12-31"),
    ("in the summer of 2017", "2017-06-01", "2017-08-31"),
    ("in the winter of 2015", "2015-01-01", "2016-02-29"),
    ("around 2008", "2008-01-01", "2008-12-31"),
    ("the 2019/20 school year", "2019-01-01", "2020-12-31"),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS)
def test_earliest_and_latest_day(text: str, earliest: str | None, latest: str | None) -> None:
    found = only(text)
    assert (found.earliest, found.latest) == (earliest, latest)


def test_an_anchor_may_be_a_day_a_moment_or_less() -> None:
    text = "On September 24 they met."
    for anchor in (date(2024, 9, 30), datetime(2024, 9, 30, 23, tzinfo=UTC), "2024-09", "2024", "2024-09-24T10:00"):
        assert only(text, anchor).edtf == "2024-09-24"
    assert only(text, "2024-08").edtf == "2023-09-24"


@pytest.mark.parametrize("anchor", ["soon", "2024-13", "2024-02-30", "24.09.2024", "2024-9-4"])
def test_a_bad_anchor_is_named(anchor: str) -> None:
    with pytest.raises(ValueError, match=re.escape(anchor)):
        find_dates("On September 24", anchor=anchor)


HOSTILE = {
    **dict.fromkeys(
        ("1", "1 ", "1, ", "1-", "24 and ", "from ", "c. ", "\u0301", "\u200b ", "x", "2,000 ", "(", "1/1"), 0
    ),
    **dict.fromkeys(("2024 წლის 12 ", "September ", "May 5 and "), 2_000),
}


@pytest.mark.parametrize(("part", "dates"), HOSTILE.items())
def test_long_monotony_is_read_to_its_end(part: str, dates: int) -> None:
    """Were time to grow with the square of the length, these would meet the limit that every test has."""
    text = part * (2_000 if dates else 300_000 // len(part))
    assert len(find_dates(text, anchor="2024-01-01")) == dates


def readmore(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", "dates", *words], input=stdin, capture_output=True, check=False, timeout=60
    )


def test_the_command_in_json_and_for_people() -> None:
    done = readmore("Closed since 2020, 3 დეკემბერს გაიხსნა", "--anchor", "2024-12-04", "--json")
    assert json.loads(done.stdout) == [
        {"start": 7, "end": 17, "text": "since 2020", "edtf": "2020/..", "earliest": "2020-01-01", "latest": None}
        | {"basis": "stated"},
        {"start": 19, "end": 30, "text": "3 დეკემბერს", "edtf": "2024-12-03", "earliest": "2024-12-03"}
        | {"latest": "2024-12-03", "basis": "anchor"},
    ]
    lines = readmore("Closed since 2020", "--lang", "en").stdout.decode().splitlines()
    assert len(lines) == 1
    assert all(word in lines[0] for word in ("2020/..", "2020-01-01", "stated", "since 2020"))
    assert b"no date" in readmore("The 78th session").stdout


def test_a_bad_anchor_is_wrong_use() -> None:
    done = readmore("On May 5", "--anchor", "yesterday")
    assert done.returncode == 2
    assert b"--anchor" in done.stderr
    assert b"yesterday" in done.stderr
    assert not done.stdout


def test_a_batch_answers_every_line_and_names_bad_ones() -> None:
    lines = [
        json.dumps({"text": "On May 5", "lang": "en", "anchor": "2024-09-01"}),
        "{broken",
        json.dumps({"text": "5 мая", "anchor": None}),
        json.dumps(["no object"]),
        json.dumps({"text": "5 мая", "anchor": "once"}),
        json.dumps({"text": "\ud800 2024 წელს"}),
    ]
    done = readmore("-", stdin=("\n".join(lines) + "\n").encode() + b"\xff\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [answer[0]["edtf"] if isinstance(answer, list) else "error" for answer in answers] == [
        *("2024-05-05", "error", "XXXX-05-05", "error", "error", "2024", "error")
    ]
    assert "line 2" in answers[1]["error"]
    assert "once" in answers[4]["error"]
    assert readmore("-", stdin=lines[0].encode()).returncode == 0
    assert readmore("-").stdout == b""
