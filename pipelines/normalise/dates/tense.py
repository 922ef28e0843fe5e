"""Whether a text speaks of what was or of what is to come, where it names a date.

The verbs of the date's own clause decide, those before it first: “the office *said* on Monday that elections *will* be
held on February 15” speaks of two times.
"""

from __future__ import annotations

import re
from enum import Enum

from pipelines.normalise.dates.mentions import Mention
from pipelines.normalise.dates.pieces import Pieces

#: Clauses are not longer than this, and no text is looked through further.
_REACH = 40
_SENTENCE = re.compile(r"!|[a-zA-Z0-9<>%=_`\"](?<![gj])\.")
_BOUNDARY = re.compile(r'[;"]')
#: “scheduled for”, “planned on”, directly before a date.
_PLANNED = re.compile(r"%[xf]?[iylfu]?(?:k,?)?(?:H?M-?V?)*H?$")
_WAS_PLANNED = re.compile(r"<2?`?%[^%]*$")
#: Not the participle of “be held”, “is devoted”.
_CUE = re.compile("[><%]|(?<![`=])_")
#: “was to be held” is a plan; “is to be held”, “is to meet”, “agreed to meet” tell what is to come, “agreed” does not.
_TO_BE = (("<l`", "<%"), ("l`", ">`"), ("=lx", "=>x"), ("3lx", ">x"), ("34", ">"), ("3", "_"))


class Tense(Enum):
    """Where a date lies, seen from the day of publication."""

    PAST = "past"
    """What was, or no word tells."""
    AHEAD = "ahead"
    """What is to come."""
    EITHER = "either"
    """A plan of which the text speaks in the past: the nearest such day is meant."""


def tense(pieces: Pieces, mention: Mention) -> Tense:
    """Whether what happens on a date lies behind or ahead, by the clause in which the date stands."""
    before, after = _clause(pieces, mention)
    if _PLANNED.search(before):
        return Tense.EITHER if _WAS_PLANNED.search(before) or "<" in after else Tense.AHEAD
    outer, _, inner = before.rpartition(",")
    near, _, far = after.partition(",") if not after.startswith(",") else (after, "", "")
    for part, is_before in ((inner, True), (near, False), (outer, True), (far, False)):
        if found := _by_cues(part, is_before=is_before):
            return found
    return Tense.EITHER if mention.bound == "until" else Tense.PAST


def _by_cues(part: str, *, is_before: bool) -> Tense | None:
    """What the verbs of a part tell, the nearest finite one first; None where it has none."""
    cues = _CUE.findall(part)
    finite = [cue for cue in cues if cue in "<>"]
    if not is_before:
        return None if not cues else Tense.AHEAD if cues[0] in ">%" else Tense.PAST
    if finite:
        return Tense.AHEAD if finite[-1] == ">" else Tense.PAST
    if cues:
        return Tense.PAST if "_" in cues else Tense.AHEAD
    return None


def _clause(pieces: Pieces, mention: Mention) -> tuple[str, str]:
    """The letters of the clause before and after a date."""
    before = pieces.codes[max(0, mention.first - _REACH) : mention.first]
    after = pieces.codes[mention.last + 1 : mention.last + 1 + _REACH]
    for words, letters in _TO_BE:
        before, after = before.replace(words, letters), after.replace(words, letters)
    before = before[_last_end(_SENTENCE, before) :]
    before = before[_last_end(_BOUNDARY, before) :]
    if match := _SENTENCE.search(after):
        after = after[: match.end()]
    if match := _BOUNDARY.search(after):
        said = match[0] == '"'
        after = after[: match.start()] + ("_" if said else "")
    return before, after


def _last_end(shape: re.Pattern[str], codes: str) -> int:
    """Where the last match ends; 0 without any."""
    end = 0
    for match in shape.finditer(codes):
        end = match.end()
    return end
