"""Whether a text speaks of what was or of what is to come, where it names a date.

The verbs of the date's own clause decide, those before it first: “the office *said* on Monday that elections *will* be
held on February 15” speaks of two times.
"""

from __future__ import annotations

import re
from enum import Enum

from pipelines.normalise.dates.clauses import clause
from pipelines.normalise.dates.mentions import Mention
from pipelines.normalise.dates.pieces import Pieces
from pipelines.normalise.dates.relative import is_next

#: “scheduled for”, “planned on”, directly before a date.
_PLANNED = re.compile(r"%[xf]?[iylfu]?(?:k,?)?(?:H?M-?V?)*H?$")
_WAS_PLANNED = re.compile(r"<2?`?%[^%]*$")
#: Not the participle of “be held”, “is devoted”.
_CUE = re.compile("[><?%]|(?<![`=])_")
#: “is April 2”, “are on April 2”.
_IS_ON = re.compile("=y?$")
#: A date that need not be that of the verb after it: “after the talks on December 9, a round will follow”, “by a decree
#: of December 9, a round will be held”, 9 დეკემბრის ბრძანებით.
_BELONGS = re.compile("G[^><?%=_]*$|[VO]H?$")
_AFTERWARDS = re.compile("[^><?%=_]*G")
#: Prepositions of a day for which something is set.
_FOR = frozenset(("for", "на"))
#: How many words before a date “next” may stand: “next meeting: 8 December”.
_FEW = 6
#: “stays closed until”: what is so now ends later.
_IS_SO = re.compile("=[^=<>?]*$")


class Tense(Enum):
    """Where a date lies, seen from the day of publication."""

    PAST = "past"
    """What was, or no word tells."""
    AHEAD = "ahead"
    """What is to come."""
    EITHER = "either"
    """A plan of which the text speaks in the past: the nearest such day is meant."""


_MEANS = {">": Tense.AHEAD, "%": Tense.AHEAD, "?": Tense.EITHER, "<": Tense.PAST, "_": Tense.PAST}


def tense(pieces: Pieces, mention: Mention) -> Tense:
    """Whether what happens on a date lies behind or ahead, by the clause in which the date stands."""
    if is_next(pieces, mention):
        return Tense.AHEAD
    told = _told(pieces, mention)
    if told is Tense.PAST and _is_set_for(pieces, mention):
        return Tense.EITHER
    return told or _untold(pieces, mention)


def _untold(pieces: Pieces, mention: Mention) -> Tense:
    """Where a date lies of which no verb tells."""
    if is_next(pieces, mention, within=_FEW):
        return Tense.AHEAD
    before = pieces.codes[max(0, mention.first - 2) : mention.first]
    is_set = mention.bound == "until" or _IS_ON.search(before) or _is_set_for(pieces, mention)
    return Tense.EITHER if is_set else Tense.PAST


def _is_set_for(pieces: Pieces, mention: Mention) -> bool:
    """Whether a day is one for which something was set: “for July 17”, на 17 июля, 17 ივლისისთვის."""
    if mention.start.day is None:
        return False
    first = mention.first - (pieces.codes[mention.first - 1 : mention.first] == "H")
    before = pieces.texts[first - 1].strip().lower() if first else ""
    return before in _FOR or pieces.texts[mention.last].endswith("თვის")


def _told(pieces: Pieces, mention: Mention) -> Tense | None:
    """What the words of its clause before and after a date tell; None if they tell nothing."""
    before, after = clause(pieces, mention)
    if mention.bound == "until" and _IS_SO.search(before):
        return Tense.AHEAD
    if _PLANNED.search(before):
        return Tense.EITHER if _WAS_PLANNED.search(before) or "<" in after else Tense.AHEAD
    outer, _, inner = before.rpartition(",")
    near, _, far = after.partition(",") if not after.startswith(",") else (after, "", "")
    for part, is_before in ((inner, True), (near, False), (outer, True), (far, False)):
        if found := _by_cues(part, is_before=is_before):
            apart = not is_before and found is Tense.AHEAD and _is_apart(pieces, mention, before, after)
            return Tense.EITHER if apart else found
    return None


def _is_apart(pieces: Pieces, mention: Mention, before: str, after: str) -> bool:
    """Whether a date may not be that of the verb after it: it belongs to a noun, or to what went before."""
    is_genitive = pieces.texts[mention.last].endswith("ის")
    return is_genitive or bool(_BELONGS.search(before) or _AFTERWARDS.match(after))


def _by_cues(part: str, *, is_before: bool) -> Tense | None:
    """What the verbs of a part tell, the nearest finite one first; None where it has none."""
    cues = _CUE.findall(part)
    finite = [cue for cue in cues if cue in "<>?"]
    if not is_before:
        return _MEANS[cues[0]] if cues else None
    if finite:
        return _MEANS[finite[-1]]
    if cues:
        return Tense.PAST if "_" in cues else Tense.AHEAD
    return None
