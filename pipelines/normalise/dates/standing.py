"""Whether words that can be a date are one: bare years, months that are names or verbs, seasons, decades."""

from __future__ import annotations

import re

from pipelines.normalise.dates.chains import Chain
from pipelines.normalise.dates.codes import is_adverb
from pipelines.normalise.dates.items import Item
from pipelines.normalise.dates.pieces import Pieces

#: How far back the words before a date are looked at.
_BACK = 8
_PAD = r"(?:y?k,?)?(?:H?M-?V?)*(?:~\.?)?H?$"
#: Words before a number of four digits that make it a year, and those that do so unless a thing follows.
_MAKES_YEAR = re.compile(rf"(?:[iSVEGuNw]|[yi]M|h-?|\((?=$)){_PAD}|(?:^|[!.,(])(?:H?M-?V?)+H?$|(?:^|[^x])M-$")
_MAY_MAKE_YEAR = re.compile(rf"(?:[lfOpJ~]|~\.){_PAD}")
_MAKES_MONTH = re.compile(r"(?:[ifSuVEGlNM~pO]|J?l|y(?=H?M)|M-)(?:H?M-?V?)*H?$")
_MAKES_SEASON = re.compile(r"[iSuEG](?:H?M-?V?)*H?$")
_EVENT = re.compile("[KxL]?h")
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
    """“26 May Street”, “October Revolution”, the village of Maisi."""
    if any(item.year for item in chain.items):
        return False
    return "X" in (_after(pieces, chain.last)[:1], _before(pieces, chain.items[0])[-1:])


def _are_years(pieces: Pieces, chain: Chain) -> bool:
    if any(item.marked for item in chain.items):
        return True
    years = [item.year or 0 for item in chain.items]
    if "-" in chain.links and _MODERN <= years[0] < years[-1] <= _LATEST:
        return _after(pieces, chain.last)[:1] != "C"
    return _is_year(pieces, chain, years[0])


def _is_year(pieces: Pieces, chain: Chain, year: int) -> bool:
    """Whether what stands around an unmarked number makes it a year."""
    before, after = _before(pieces, chain.items[0]), _after(pieces, chain.last)
    if after[:1] == "C" or after == "xC" or year > _LATEST:
        return False
    if _MAKES_YEAR.search(before) and year >= _EARLY:
        return not (pieces.texts[chain.items[0].first - 1].strip().lower() in _RUSSIAN_MAKERS and after[:1] == "x")
    if year < _MODERN:
        return False
    if _MAY_MAKE_YEAR.search(before):
        return after[:1] != "x"
    return _is_attribute(pieces, chain, before, after)


#: Prepositions that also go with counts: “до 2000 участников”.
_RUSSIAN_MAKERS = frozenset("в во с со до к за после".split())


def _is_attribute(pieces: Pieces, chain: Chain, before: str, after: str) -> bool:
    """“the 2023 campaign”, “2024 elections”, “(2019)”, a text that is a year and nothing else."""
    if _EVENT.match(after) or (before[-1:] == "H" and after[:1] in tuple("xKL")):
        return True
    if (before[-1:] == "(" and after[:1] in tuple("),")) or (before in ("", "!") and after[:1] == ":"):
        return True
    return not pieces.codes.strip("!.Y") and len(chain.items) == 1


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
    if len(chain.items) > 1:
        return letter != "Q" or any(pieces.codes[i.first] in "mabq" for i in chain.items)
    if letter in "mab":
        return True
    if letter == "q":
        return bool(_MAKES_MONTH.search(before)) or (before[-1:] == "H" and after[:1] == "h")
    return letter == "j" and pieces.texts[item.first].strip()[:1].isupper() and before[-1:] in tuple("ifSuVEGM")


def _is_season(pieces: Pieces, item: Item) -> bool:
    """Whether a season's name without a year is one: “in the summer”, летом, ზაფხულში; not “summer camp”."""
    before, after = _before(pieces, item), _after(pieces, item.last)
    if before[-1:] == "L":
        return False
    if is_adverb(pieces.texts[item.first]):
        return True
    return bool(_MAKES_SEASON.search(before)) and after[:1] not in tuple("xKVhC-") and pieces.texts[item.first].isascii()


def _is_decade(pieces: Pieces, item: Item) -> bool:
    """Whether “90s” are years: not an age (“in his 20s”)."""
    text = pieces.texts[item.first].strip(" '’")
    if pieces.codes[item.first] != "T" or len(text.strip("sS'’")) == 4:
        return True
    words = [word.strip().lower() for word in pieces.texts[max(0, item.first - 4) : item.first]]
    return bool(words) and (words[-1] in ("the", "in") or (words[-1] in ("early", "late", "mid", "-")))
