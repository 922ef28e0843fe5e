"""Whether words that can be a date are one: bare years, months that are names or verbs, seasons, decades."""

from __future__ import annotations

import re

from pipelines.normalise.dates.chains import Chain
from pipelines.normalise.dates.codes import is_adverb
from pipelines.normalise.dates.items import Item
from pipelines.normalise.dates.pieces import Pieces

#: “to the present”, after a date.
TO_NOW = re.compile("(?:-|[lup])H?@")

#: How far back the words before a date are looked at.
_BACK = 8
_PAD = r"(?:y?k,?)?(?:H?M-?V?)*(?:~\.?)?H?$"
#: Words before a number of four digits that make it a year, and those that do so unless a thing follows.
_MAKES_YEAR = re.compile(rf"(?:[iSVEGuNw]|[yi]M|M2|h-?|\((?=$)){_PAD}|(?:^|[!.,(])(?:H?M-?V?)+H?$|(?:^|[^x])M-$")
_MAY_MAKE_YEAR = re.compile(rf"(?:[lfOpJ~]|~\.|_2){_PAD}")
_MAKES_MONTH = re.compile(r"(?:[ifSuVEGlNM~pOL]|J?l|y(?=H?M)|M-)(?:H?M-?V?)*H?$")
_MAKES_SEASON = re.compile(r"[iSuEGp](?:H?M-?V?)*H?$")
_WAR = re.compile(r"\s?(?:wars?$|ომ(?:ი|ის|ს|ში)?$|войн)", re.IGNORECASE)
_IS = ("is", "was", "saw")
_DATIVE = re.compile("(?<!ი)ს$|ში$")
_CIRCA = re.compile(r"\s?c(?:a|irca)?", re.IGNORECASE)
_GENITIVE_PLURAL = re.compile(r"\s?[а-яё]+(?:ов|ев|ей|ых|их)")
_EVENT = re.compile("[KxL]?h")
#: “Meetings in Geneva: 2024”, “Tbilisi, 2019”, with which a title or signature ends.
_BEFORE_LAST, _TITLE_END = re.compile("[^#C0donY!][:,-]$"), re.compile(r"\.?\*?(?:$|!)")
#: Years of which a text can speak without saying that they are years.
_MODERN, _LATEST, _EARLY = 1900, 2099, 1500


def stands(pieces: Pieces, chain: Chain) -> bool:
    """Whether a chain's words state dates."""
    if _names_a_place(pieces, chain):
        return False
    if all(item.kind == "year" for item in chain.items):
        return _are_years(pieces, chain)
    return all(_stands(pieces, chain, item) for item in chain.items)


def _before(pieces: Pieces, item: Item) -> str:
    return pieces.codes[max(0, item.first - _BACK) : item.first]


def _after(pieces: Pieces, last: int) -> str:
    return pieces.codes[last + 1 : last + 3]


def _names_a_place(pieces: Pieces, chain: Chain) -> bool:
    """“26 May Street”, “October Revolution”, “the August war”, the village of Maisi."""
    if any(item.year for item in chain.items):
        return False
    if chain.items[-1].kind == "month" and _WAR.match("".join(pieces.texts[chain.last + 1 : chain.last + 2])):
        return True
    return _before(pieces, chain.items[0])[-1:] == "^" or (
        _after(pieces, chain.last)[:1] == "X" and _is_in_name(pieces, chain.last)
    )


def _is_in_name(pieces: Pieces, last: int) -> bool:
    """Whether a month belongs to the street or square after it: not “on 26 May street protests”, 26 მაისს მოედანზე."""
    month, name = (piece.strip() for piece in pieces.texts[last : last + 2])
    return name[0].isupper() if name.isascii() else not _DATIVE.search(month)


def _are_years(pieces: Pieces, chain: Chain) -> bool:
    if any(item.marked for item in chain.items):
        return not _is_marked_count(pieces, chain)
    years = [item.year or 0 for item in chain.items]
    if TO_NOW.match(pieces.codes, chain.last + 1) and _MODERN <= years[0] <= _LATEST:
        return True
    if len(years) > 2 and years == sorted(years) and years[0] >= _MODERN and years[-1] <= _LATEST:
        return _after(pieces, chain.last)[:1] != "C"
    if "-" in chain.links and _MODERN <= years[0] < years[-1] <= _LATEST:
        return _after(pieces, chain.last)[:1] != "C"
    return _is_year(pieces, chain, years[0])


def _is_marked_count(pieces: Pieces, chain: Chain) -> bool:
    """“2000-მდე ადამიანი” (up to 2000 people), “2000 წლის წინ” (2000 years ago)."""
    after = _after(pieces, chain.last)[:1]
    if pieces.codes[chain.last] == "U":
        return after in tuple("xC")
    return after == "1" and pieces.codes[chain.last] == "w" and len(chain.items) == 1


def _is_year(pieces: Pieces, chain: Chain, year: int) -> bool:
    """Whether what stands around an unmarked number makes it a year."""
    before, after = _before(pieces, chain.items[0]), _after(pieces, chain.last)
    if after[:1] == "C" or after == "xC" or before[-2:] == "CV" or year > _LATEST or _is_share(pieces, chain, before):
        return False
    if _MAKES_YEAR.search(before) and year >= _EARLY:
        return not _is_count_in_russian(pieces, chain)
    if year < _MODERN and not (
        year >= _EARLY and _CIRCA.fullmatch(pieces.texts[chain.items[0].first - 1 - before.endswith(".")])
    ):
        return False
    if _MAY_MAKE_YEAR.search(before):
        return after[:1] not in tuple("x#")
    return _is_attribute(pieces, chain, before, after)


def _is_share(pieces: Pieces, chain: Chain, before: str) -> bool:
    """“12 of 2024 applications”."""
    after = chain.last + 1
    return before[-1:] == "V" and pieces.codes[after : after + 1] == "x" and pieces.texts[after].endswith("s")


def _is_count_in_russian(pieces: Pieces, chain: Chain) -> bool:
    """Whether a genitive plural follows, as after a count: “до 2000 участников”."""
    after = pieces.texts[chain.last + 1 : chain.last + 2]
    return bool(after) and bool(_GENITIVE_PLURAL.fullmatch(after[0]))


def _is_attribute(pieces: Pieces, chain: Chain, before: str, after: str) -> bool:
    """“the 2023 campaign”, “2024 elections”, “(2019)”, a title's last word, a text that is a year and nothing else."""
    if _EVENT.match(after) or (before[-1:] == "H" and after[:1] in tuple("xKL#")):
        return True
    if before[-1:] in ("", *"!.") and "".join(pieces.texts[chain.last + 1 : chain.last + 2]).strip() in _IS:
        return True
    if (before[-1:] == "(" and after[:1] in tuple("),")) or (before in ("", "!") and after[:1] == ":"):
        return True
    glued = pieces.glued(chain.items[0].first)  # Sochi-2014
    if not glued and _BEFORE_LAST.search(before) and _TITLE_END.match(pieces.codes, chain.last + 1):
        return True
    return len(pieces.codes) < _BACK and not pieces.codes.strip("!.Y") and len(chain.items) == 1


def _stands(pieces: Pieces, chain: Chain, item: Item) -> bool:
    if item.kind == "month":
        return item.year is not None or _is_month(pieces, chain, item)
    if item.kind == "season":
        return item.year is not None or _is_season(pieces, item)
    if item.kind == "decade":
        return _is_decade(pieces, item)
    if item.kind == "year":
        return item.marked or _MODERN <= (item.year or 0) <= _LATEST
    return item.year is not None or pieces.codes[item.first] != "e"


def _is_month(pieces: Pieces, chain: Chain, item: Item) -> bool:
    """Whether a month's name without day and year is one."""
    before, after, letter = _before(pieces, item), _after(pieces, item.last), pieces.codes[item.first]
    if before[-1:] in tuple("nd0") and item is chain.items[0]:
        return False
    if len(pieces.codes) == 1:
        return True
    if len(chain.items) > 1:
        letters = {pieces.codes[i.first] for i in chain.items}
        return (
            bool(letters & set("mab"))
            or "-" in chain.links
            or bool(_MAKES_MONTH.search(_before(pieces, chain.items[0])))
        )
    if letter in "mab":
        return True
    if letter == "q":
        if before[-1:] in tuple(":-") and _TITLE_END.match(pieces.codes, item.last + 1):
            return True  # “Monthly review: March”
        return bool(_MAKES_MONTH.search(before)) or (before[-1:] == "H" and after[:1] == "h")
    return letter == "j" and pieces.texts[item.first].strip()[:1].isupper() and before[-1:] in tuple("ifSuVEGM")


def _is_season(pieces: Pieces, item: Item) -> bool:
    """Whether a season's name without a year is one: “in the summer”, летом, ზაფხულში; not “summer camp”."""
    before, after = _before(pieces, item), _after(pieces, item.last)
    if before[-1:] == "L":
        return False
    if is_adverb(pieces.texts[item.first]):
        return True
    return (
        bool(_MAKES_SEASON.search(before)) and after[:1] not in tuple("xKVhC-") and pieces.texts[item.first].isascii()
    )


def _is_decade(pieces: Pieces, item: Item) -> bool:
    """Whether “90s” are years: not an age (“in his 20s”)."""
    text = pieces.texts[item.first].strip(" '’")
    if pieces.codes[item.first] != "T" or item.last > item.first or len(text.strip("sS'’")) == 4:
        return True
    words = [word.strip().lower() for word in pieces.texts[max(0, item.first - 4) : item.first]]
    return bool(words) and (words[-1] in ("the", "in") or (words[-1] in ("early", "late", "mid", "-")))
