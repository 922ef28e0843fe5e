"""The letters (`codes`) of the clause in which a date stands, its infinitives read as the verbs that they amount to."""

from __future__ import annotations

import re

from pipelines.normalise.dates.mentions import Mention
from pipelines.normalise.dates.pieces import Pieces

#: Clauses are not longer than this, and no text is looked through further.
_REACH = 40
_SENTENCE = re.compile(r"!|[a-zA-Z0-9<>?%=_`\"*](?<![gj])\.")
_BOUNDARY = re.compile(r'[;"]')
#: Infinitives that say what is to come, as the cues that they amount to, in this order.
_INFINITIVES = tuple(
    (re.compile(words), cue)
    for words, cue in (
        (r"(?:\+[^,]{0,5}?|#)l(?=[x`])|\+4", "?"),  # “agreed on Monday to meet”, “a decree to hold”, решили провести
        (r"\+(?=[lpy]?$)|Q(?=[x`])", "?"),  # “extended until”, “postponed to”; “may visit”
        (r"\+", "_"),
        ("<l(?=`)", "<%"),  # “was to be held”
        ("l(?=`)", ">"),  # “is to be held”
        ("=l(?=x)|=`?%", "=>"),  # “is to vote”; “is expected”, “has been planned”
    )
)


def clause(pieces: Pieces, mention: Mention) -> tuple[str, str]:
    """The letters of the clause before and after a date."""
    before = pieces.codes[max(0, mention.first - _REACH) : mention.first]
    after = pieces.codes[mention.last + 1 : mention.last + 1 + _REACH]
    for words, cue in _INFINITIVES:
        before, after = words.sub(cue, before), words.sub(cue, after)
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
