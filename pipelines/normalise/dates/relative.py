"""Years that a date states by words: this year's 26 September, 17 мая прошлого года, გასული წლის 26 სექტემბერს."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.normalise.dates import english, georgian, russian
from pipelines.normalise.dates.mentions import Mention
from pipelines.normalise.dates.pieces import Pieces

_FROM_ANCHOR: dict[str, int] = {**english.YEARS_AWAY, **georgian.YEARS_AWAY, **russian.YEARS_AWAY}
_FROM_TEXT: dict[str, int] = {**english.YEARS_LATER, **georgian.YEARS_LATER, **russian.YEARS_LATER}
#: The word year, after a word of the tables (any letter), beside a date: “of the last year”, “last year, on …”.
_AFTER = re.compile(r"[Vi]?H?[LHx2]w")
_BEFORE = re.compile(r"[LHx2%]w,?[iyfuS]?(?:k,?)?(?:H?M-?V?)*H?$")
_NEXT = re.compile("[L%][^!.;L%]*$")
#: How far back the words before a date are looked at.
_BACK = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class YearWords:
    """A year named by words, not by its number."""

    away: int
    """How many years later it is; before, if negative."""
    from_text: bool
    """Whether it is counted from the last year that the text names, not from the day of publication."""


def year_words(pieces: Pieces, mention: Mention) -> YearWords | None:
    """The words beside a date that name its year, if there are any."""
    if match := _AFTER.match(pieces.codes, mention.last + 1):
        return _known(pieces, match.end() - 2)
    start = max(0, mention.first - _BACK)
    if match := _BEFORE.search(pieces.codes[start : mention.first]):
        return _known(pieces, start + match.start())
    return None


def is_next(pieces: Pieces, mention: Mention, within: int = 1) -> bool:
    """Whether one of so many words before a date, in its sentence, says that it is to come: “next March”."""
    words = _NEXT.search(pieces.codes, max(0, mention.first - within), mention.first)
    return bool(words) and _is_to_come(pieces.texts[words.start()])  # type: ignore[union-attr]


def _is_to_come(word: str) -> bool:
    return _FROM_ANCHOR.get(word.strip().lower(), 0) > 0


def _known(pieces: Pieces, at: int) -> YearWords | None:
    word = pieces.texts[at].strip().lower()
    if word in _FROM_TEXT:
        return YearWords(away=_FROM_TEXT[word], from_text=True)
    return YearWords(away=_FROM_ANCHOR[word], from_text=False) if word in _FROM_ANCHOR else None
