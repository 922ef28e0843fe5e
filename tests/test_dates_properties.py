"""What holds of the dates in any text."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.normalise.dates import find_dates

#: EDTF as find_dates may write it (ISO 8601-2: levels 0 to 2).
_PART = r"(?:[12]\d{3}|XXXX)(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-2[1-4])?~?|[12]\d\dX|[12]\dXX"
_EDTF = re.compile(rf"(?:{_PART})(?:/(?:{_PART}|\.\.))?|\.\./(?:{_PART})")

WORDS = (
    "on in of the from to until since before after between and about will be held was said that that’s at by for"
    " September Sept. May may March march August summer spring Monday 1990s 90s 24th 78th session Resolution people"
    " February 29 3 24 31 45 100 1244 2024 2025 2,024 24.09.2024 2024-09-24 2019/20 18:05 N22 $ %"
    " წლის წელს წლიდან წლამდე წლებში სექტემბერს სექტემბრის სექტემბრამდე მარტიდან მაისი და შემდეგ"
    " გაიმართება საუკუნეში XIX last next same year would agreed meet გასული прошлого следующего решили “ ”"
    " 17-დან 19-მდე 1990-იან с по до от года году годах сентября мая марте летом 90-е 26-го состоится и что"
    " - – — , . ; : ( ) / ! \n \n\n \u00a0 \u200b \u00ad \u0301"
).split(" ")
soup = st.lists(st.sampled_from(WORDS), max_size=25).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda space: space.join(words))
)
texts = st.one_of(soup, st.text(max_size=120), st.text(alphabet="0123456789-–./, მაი мая May\ud800\u0301", max_size=80))
anchors = st.one_of(st.none(), st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.dates())
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(texts, st.sampled_from([None, "en", "ka", "ru", "xx", ""]), anchors)
@example("May 5", None, date(1, 1, 1))
@example("until February 29", None, date(9999, 12, 31))
@example("\ud800 5 May", None, None)
def test_no_text_raises_and_spans_are_in_order(text: str, lang: str | None, anchor: date | None) -> None:
    found = find_dates(text, lang, anchor)
    assert found == find_dates(text, lang, anchor)
    at = 0
    for each in found:
        assert at <= each.start < each.end <= len(text)
        assert each.text == text[each.start : each.end]
        at = each.end
        assert _EDTF.fullmatch(each.edtf), each
        for bound in (each.earliest, each.latest):
            assert bound is None or date.fromisoformat(bound)
        assert each.earliest is None or each.latest is None or each.earliest <= each.latest
        assert (each.basis == "unknown") == ("XXXX" in each.edtf)


@given(soup, anchors, st.sampled_from(["It was quiet there. ", "Тихо здесь. ", "აქ სიწყნარეა. ", "\n\n", "«"]))
def test_other_words_around_a_text_move_its_dates_only(text: str, anchor: date | None, words: str) -> None:
    """A sentence of its own, or a paragraph, before a text takes nothing and adds nothing."""
    text = "Then it came. " + text
    plain = [(e.start + len(words), e.edtf, e.text) for e in find_dates(text, None, anchor)]
    assert [(e.start, e.edtf, e.text) for e in find_dates(words + text, None, anchor)] == plain


@given(soup, anchors)
def test_composed_and_decomposed_letters_are_one(text: str, anchor: date | None) -> None:
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    one, other = ([(e.edtf, e.basis) for e in find_dates(form, None, anchor)] for form in forms)
    assert one == other


EN = "January February March April May June July August September October November December".split()
KA = "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი".split()
KA_GENITIVE = "იანვრ თებერვლ მარტ აპრილ მაის ივნის ივლის აგვისტო სექტემბრ ოქტომბრ ნოემბრ დეკემბრ".split()
RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
#: `{e}`, `{k}`, `{g}`, `{r}`: the month in English, in Georgian with and without its last vowel, in Russian.
TEMPLATES = (
    "It was signed on {e} {d}, {y}.",
    "It was signed on {d} {e} {y}.",
    "It was signed on the {d}th of {e}, {y}.",
    "Published {d:02d}.{m:02d}.{y} at 10:30",
    "Published {y}-{m:02d}-{d:02d}, read 2,024 times",
    "{y} წლის {d} {k} გზა დაიკეტა.",
    "{d} {k}, {y} წელი",
    "{y} წლის {d} {g}-ის შეხვედრა",
    "Встреча прошла {d} {r} {y} года в Москве.",
    "Закон от {d} {r} {y} г. принят.",
)


@given(days, st.sampled_from(TEMPLATES), anchors)
def test_every_day_comes_back_from_every_sentence(day: date, template: str, anchor: date | None) -> None:
    n = day.month - 1
    genitive = template.replace("{g}-ის", "{g}ს" if n == 7 else "{g}ის")
    text = genitive.format(d=day.day, m=day.month, y=day.year, e=EN[n], k=KA[n], g=KA_GENITIVE[n], r=RU[n])
    assert [found.edtf for found in find_dates(text, None, anchor)] == [day.isoformat()]


@given(days, st.integers(1, 400), st.sampled_from(["from {} to {}", "{} – {}", "between {} and {}"]))
def test_every_range_of_days_comes_back(day: date, length: int, template: str) -> None:
    end = date.fromordinal(min(day.toordinal() + length, date(2099, 12, 31).toordinal()))
    if end <= day:
        return
    words = [f"{EN[each.month - 1]} {each.day}, {each.year}" for each in (day, end)]
    assert [f.edtf for f in find_dates(template.format(*words))] == [f"{day.isoformat()}/{end.isoformat()}"]


@given(days, st.sampled_from(["{d} {r} прошла встреча.", "On {e} {d} the sides met.", "{d} {k} შეხვდნენ."]))
def test_a_day_without_a_year_is_the_latest_not_after_the_anchor(anchor: date, template: str) -> None:
    for month in (1, 6, 12):
        text = template.format(d=15, e=EN[month - 1], k=KA[month - 1], r=RU[month - 1])
        (found,) = find_dates(text, None, anchor)
        year = anchor.year - ((month, 15) > (anchor.month, anchor.day))
        assert (found.edtf, found.basis) == (f"{year:04d}-{month:02d}-15", "anchor")


@given(st.integers(1000, 2999), st.integers(1, 12), st.integers(29, 31), st.sampled_from(TEMPLATES))
def test_impossible_days_are_no_dates(year: int, month: int, day: int, template: str) -> None:
    if day <= monthrange(year, month)[1]:
        return
    n = month - 1
    genitive = template.replace("{g}-ის", "{g}ს" if n == 7 else "{g}ის")
    text = genitive.format(d=day, m=month, y=year, e=EN[n], k=KA[n], g=KA_GENITIVE[n], r=RU[n])
    assert find_dates(text) == ()
