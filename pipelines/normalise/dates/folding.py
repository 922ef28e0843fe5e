"""A text as its reader sees it (composed letters, single spaces, nothing invisible), and where its characters stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from pipelines.normalise.text import INVISIBLE

_INVISIBLE = INVISIBLE.pattern.strip("[]")
_MARKS = "\u0300-\u036f"
_MARK = re.compile(f"[{_MARKS}]")
_ODD = re.compile(
    rf"(?P<space>[\s{_INVISIBLE}]*\s[\s{_INVISIBLE}]+|[{_INVISIBLE}]+\s[\s{_INVISIBLE}]*)"
    rf"|(?P<none>[{_INVISIBLE}]+)|(?P<letter>[^\W\d_][{_MARKS}]+)|(?P<mark>[{_MARKS}])|(?P<wide>[０-９＇])"
)
#: The same where there are no marks and no wide figures, as in nearly every text.
_SPACING = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|[{_INVISIBLE}]")
_PRINTABLE_ODD = re.compile(f"[{_MARKS}０-９＇]")
#: Stands for the end of a paragraph.
PARAGRAPH = "¶"


@dataclass(frozen=True, kw_only=True)
class Folded:
    """A folded text, with the way back."""

    given: str
    """The text as given."""
    text: str
    """The text, folded."""
    offsets: tuple[int, ...]
    """Where, in the folded text, a stretch begins that was moved."""
    shifts: tuple[int, ...]
    """For each stretch, what must be added to come to the place in the text as given."""

    def start(self, at: int) -> int:
        """The place in the text as given of the character at this place."""
        return at + self.shifts[bisect_right(self.offsets, at) - 1]

    def end(self, at: int) -> int:
        """The place in the text as given after the character before this place."""
        end = self.start(at - 1) + 1
        while _MARK.match(self.given, end):
            end += 1
        return end


def fold(text: str) -> Folded:
    """Fold a text; most need none.

    >>> fold("Sep\\u00adtember  24").text
    'September 24'
    """
    # The cheap questions first: every space but U+0020, and what is invisible, is unprintable to Python.
    odd = _SPACING if text.isascii() or not _PRINTABLE_ODD.search(text) else _ODD
    if odd is _SPACING and text.isprintable() and "  " not in text:
        return Folded(given=text, text=text, offsets=(0,), shifts=(0,))
    parts: list[str] = []
    offsets, shifts = [0], [0]
    at = length = 0
    for match in odd.finditer(text):
        new = _replacement(match)
        parts += text[at : match.start()], new
        length += match.start() - at + len(new)
        at = match.end()
        offsets.append(length)
        shifts.append(at - length)
    parts.append(text[at:])
    return Folded(given=text, text="".join(parts), offsets=tuple(offsets), shifts=tuple(shifts))


def _replacement(match: re.Match[str]) -> str:
    found, kind = match[0], match.lastgroup
    is_space = any(map(str.isspace, found)) if kind is None else kind == "space"
    if is_space:
        return PARAGRAPH if found.count("\n") > 1 else " "
    if kind in (None, "none"):
        return " " if "\u200b" in found and _between_letter_and_digit(match) else ""
    if kind == "mark":
        return ""
    return unicodedata.normalize("NFKC", found)[0]


def _between_letter_and_digit(match: re.Match[str]) -> bool:
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return (before.isalpha() and after.isdigit()) or (before.isdigit() and after.isalpha())
