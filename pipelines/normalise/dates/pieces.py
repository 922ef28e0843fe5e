"""A text cut into words, numbers and marks, with the letter of each (`codes`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from pipelines.normalise.dates import georgian, russian
from pipelines.normalise.dates.codes import code_of
from pipelines.normalise.dates.folding import Folded, fold

#: Longer than any word of a date.
_LONGEST = 40
#: A date that can only begin with its day, as those beside it then do.
_DAY_FIRST = re.compile(r"(?<![0-9/])(?:1[3-9]|2[0-9]|3[01])\s?/\s?[0-9]{1,2}\s?/\s?[0-9]{4}")
_SUFFIX = "|".join((*georgian.SUFFIXES, *russian.SUFFIXES, "იან[ა-ჰ]{0,8}"))
#: Every character of a text is in one piece. Words come first, being the most frequent.
_PIECE = re.compile(
    rf"""\s?(?:
      (?!(?:https?:|www\.))[^\W\d_]++(?:['’][^\W\d_]++)*+(?![0-9_])        # a word
    | (?:https?:|www\.)[^\s]++ | [^\W\d]++[0-9]\w*+                        # addresses, N22
    | [$€£¥₾₽]\s?[0-9]++(?:[.,][0-9]++)*+ | \+[0-9][0-9 ()-]{{5,20}}[0-9]  # money, telephones
    | (?<![0-9]-)(?:[12][0-9]{{3}}-[0-9]{{1,2}}-[0-9]{{1,2}}(?:T[0-9:.,]{{2,16}}(?:Z|[+-][0-9:]{{2,6}})?)?
        | [12][0-9]{{3}}-(?:0[1-9]|1[0-2]) | [0-9]{{1,2}}-[0-9]{{1,2}}-[12][0-9]{{3}})(?![0-9]|-[0-9]|\.[0-9])
    | [0-9]{{1,4}}\s/\s[0-9]{{1,2}}\s/\s[0-9]{{1,4}}(?![0-9]) | [12][0-9]{{7}}T[0-9]{{4,6}}Z?
    | [0-9]{{1,2}}\.\s[0-9]{{1,2}}\.\s[12][0-9]{{3}}(?![0-9])
    | ['’]?(?:[12][0-9])?[0-9]0['’]?[sS](?!\w) | [0-9]{{1,2}}(?i:st|nd|rd|th)(?!\w)
    | [0-9]++(?:[.:/][0-9]++|,[0-9]{{3}}(?![0-9]))*+(?:\s?[%‰$€£₾₽°])?+
    | (?<=[0-9])[-–—‑‐](?:{_SUFFIX})(?!\w) | (?<=[0-9])['’]s(?!\w)
    | .)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """A text as pieces and as letters, one for each."""

    folded: Folded
    """The text that was cut, and the way back to the one given."""
    texts: list[str]
    """The pieces in order, each with the space before it; together they are the text."""
    codes: str
    """What each piece is; as long as there are pieces."""
    ends: list[int]
    """Where each piece ends in the folded text."""
    month_first: bool = False
    """Whether 03/04 begins with the month."""

    def begin(self, piece: int) -> int:
        """Where a piece begins in the folded text, its space not counted."""
        text = self.texts[piece]
        return self.ends[piece] - len(text.lstrip())

    def glued(self, piece: int) -> bool:
        """Whether nothing, not even a space, stands before a piece."""
        return piece > 0 and not self.texts[piece][:1].isspace()

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Begin and end of some pieces in the text as given."""
        return self.folded.start(self.begin(first)), self.folded.end(self.ends[last])


def cut(text: str, month_first: bool = False) -> Pieces:
    """Cut a text into pieces; takes time in proportion to its length."""
    folded = fold(text)
    texts = _PIECE.findall(folded.text)
    codes = "".join([code_of(piece) if len(piece) < _LONGEST else "x" for piece in texts])
    month_first = month_first and not ("D" in codes and _DAY_FIRST.search(folded.text))
    return Pieces(
        folded=folded, texts=texts, codes=codes, ends=list(accumulate(map(len, texts))), month_first=month_first
    )
