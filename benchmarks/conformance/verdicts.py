"""The 40 checks for one writer: by the comparison with the wire where files alone cannot show it, else by `verify`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.conformance.measure import Measured, Pair, head_of, moment
from benchmarks.conformance.served import CHUNKED, CODED, CUTS, EMPTY, INTERIM

HOLDS = "holds"
FAILS = "fails"
#: Nothing in these files is of the kind that the check is about.
NONE = "–"
#: The check whose findings are about parts of a package.
_PACKAGES = 40
#: Characters of a reason.
_LONGEST = 110
#: Where the wire decides alone: what the server itself sent against the rules is no fault of who keeps it.
_WIRE_DECIDES = {11, 12, 13}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One check of one writer."""

    says: str
    """`HOLDS`, `FAILS` or `NONE`."""
    why: str = ""

    def __str__(self) -> str:
        return f"{self.says}: {self.why}" if self.why else self.says


def verdict(check: int, measured: Measured) -> Verdict:
    """How a writer does on a check."""
    by_wire = _BY_WIRE.get(check, lambda _: None)(measured)
    found = measured.findings[str(check)]
    if by_wire and (by_wire.says != HOLDS or check in _WIRE_DECIDES):
        return by_wire
    if found:
        part = found[0].file.rpartition("!/")[2]
        what = f"{part}: {found[0].message}" if check == _PACKAGES else found[0].message
        errors = sum(finding.level == "error" for finding in found)
        return Verdict(says=FAILS, why=_words(what) + (f" ({errors} findings)" if errors > 1 else ""))
    return by_wire or Verdict(says=HOLDS)


def _words(message: str) -> str:
    """A finding in a table's cell."""
    text = message.partition(" (so in ")[0].replace("|", "\\|")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"


def _share(pairs: list[Pair], right: Callable[[Pair], bool], what: str) -> Verdict:
    """Whether something is true of all exchanges, and else of how many."""
    good = sum(map(right, pairs))
    wrong = list(dict.fromkeys(pair.turn.script for pair in pairs if not right(pair)))
    if not wrong:
        return Verdict(says=HOLDS)
    some = ", ".join(wrong[:3]) + (" …" if len(wrong) > 3 else "")
    return Verdict(says=FAILS, why=f"{good} of {len(pairs)} {what}; not {some}")


def _dates(measured: Measured) -> Verdict:
    """Not later than the request's arrival at the server, and finer than a second."""
    late = [p for p in measured.pairs if p.answer and moment(p.answer).timestamp() > p.turn.received_at]
    if late:
        return Verdict(says=FAILS, why=f"{len(late)} of {len(measured.pairs)} later than the request's arrival")
    coarse = [r for r in measured.records if "." not in r.fields.get("warc-date", "")]
    return Verdict(says=FAILS, why="whole seconds") if coarse else Verdict(says=HOLDS)


def _requests(measured: Measured) -> Verdict:
    kept = [pair for pair in measured.pairs if pair.request]
    return _share(kept, lambda pair: pair.is_request_exact, "request records as sent")


def _heads(measured: Measured) -> Verdict:
    def is_exact(pair: Pair) -> bool:
        return pair.answer is not None and pair.answer.head == head_of(bytes(pair.turn.sent))

    kept = [pair for pair in measured.pairs if pair.answer and pair.turn.script not in (*CUTS, *INTERIM)]
    return _share(kept, is_exact, "heads as received")


def _exact(*scripts: str) -> Callable[[Measured], Verdict]:
    def exact(measured: Measured) -> Verdict:
        return _share(measured.of(*scripts), lambda pair: pair.is_answer_exact, "as received")

    return exact


def _cut(measured: Measured) -> Verdict:
    def is_marked(pair: Pair) -> bool:
        return pair.is_answer_exact and pair.answer is not None and "warc-truncated" in pair.answer.fields

    return _share(measured.of(*CUTS), is_marked, "kept and marked")


def _present(kind: str, absent: Verdict) -> Callable[[Measured], Verdict | None]:
    """For checks about a kind of record: what to say where there is none."""
    return lambda measured: None if measured.kinds()[kind] else absent


def _not_modified(measured: Measured) -> Verdict | None:
    profiles = [record.fields.get("warc-profile", "") for record in measured.records if record.kind == "revisit"]
    return None if any("not-modified" in profile for profile in profiles) else Verdict(says=NONE)


def _interim(measured: Measured) -> Verdict:
    if measured.findings["15"]:
        return Verdict(says=FAILS, why=_words(measured.findings["15"][0].message))
    return _share(measured.of(*INTERIM), lambda pair: pair.is_answer_exact, "as received, without the 1xx head")


def _package(measured: Measured) -> Verdict | None:
    return None if measured.packages else Verdict(says=NONE, why="writes neither CDXJ nor WACZ")


def _h2(_: Measured) -> Verdict:
    """The server speaks HTTP/1 only."""
    return Verdict(says=NONE)


def _identified(measured: Measured) -> Verdict | None:
    named = any("warc-identified-payload-type" in record.fields for record in measured.records)
    return None if named else Verdict(says=HOLDS, why="never stated")


_NO_REVISIT = Verdict(says=NONE, why="writes no revisits")

_BY_WIRE: dict[int, Callable[[Measured], Verdict | None]] = {
    7: _dates,
    10: _requests,
    11: _heads,
    12: _exact(*CHUNKED),
    13: _exact(*CODED),
    15: _interim,
    16: _h2,
    25: _identified,
    26: _cut,
    27: _exact(*EMPTY),
    28: _present("revisit", _NO_REVISIT),
    29: _not_modified,
    30: _present("revisit", _NO_REVISIT),
    34: _present("conversion", Verdict(says=FAILS, why="writes none")),
    38: lambda _: Verdict(says=NONE, why="not measured here"),
    40: _package,
}
