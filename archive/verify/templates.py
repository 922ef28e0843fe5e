"""Well-formed headers, read at once: all but a few of a file's headers have one of a handful of structures.

A structure (version, record type, names in their order) becomes one regular expression, with a group a value. What it
matches has no fault but those of its structure and of values that recur; what it does not is read field by field, and
its faults are named there. So half of the time that a header takes is saved, and no check.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from archive.verify.fields import FIELDS, WHOLE_SECOND

if TYPE_CHECKING:
    from archive.verify.fields import Fault

#: A value without space at either end, in ASCII, without control characters; possessive, as are those of `fields`.
_ANY = r"(?:[!-~]++(?:[ \t]++[!-~]++)*+)?+"
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: Combinations of recurring values that are known, so many a structure.
_REMEMBERED = 4096


class Template:
    """Headers of one structure."""

    def __init__(self, lines: list[str], faults: list[Fault]) -> None:
        """`lines` are those of a header that has it, `faults` what is wrong with the structure itself."""
        written = [line.partition(":")[0] for line in lines[1:]]
        kinds = [line.partition(":")[2].strip(" \t") for line in lines[1:] if line.lower().startswith("warc-type:")]
        self.version = lines[0]
        self.names = tuple(map(str.lower, written))
        self._faults = faults
        self._concurrent = [at for at, name in enumerate(self.names) if name == "warc-concurrent-to"]
        self._recurring = [at for at, name in enumerate(self.names) if not _sure(name, self.version)]
        self._pick = itemgetter(*self._recurring)
        self._backwards = self.names[::-1]
        self._known: dict[str | tuple[str, ...], list[Fault]] = {}
        values = [_pattern(name, self.version, kinds) for name in self.names]
        fields = "".join(rf"\r\n{re.escape(name)}: ({value})" for name, value in zip(written, values, strict=True))
        self._match = re.compile(re.escape(self.version) + fields + r"\r\n\r\n", re.ASCII).fullmatch

    def read(self, text: str) -> tuple[dict[str, str], list[str], list[Fault]] | None:
        """Fields (of a repeated one the first), the values of WARC-Concurrent-To, and faults.

        None for a header of another structure, or with a value that must be looked at.
        """
        found = self._match(text)
        if found is None:
            return None
        values = found.groups()
        faults = self._known.get(self._pick(values))
        if faults is None:
            faults = self._judge(values)
        fields = dict(zip(self._backwards, values[::-1], strict=True))
        return fields, [values[at] for at in self._concurrent], faults

    def _judge(self, values: tuple[str, ...]) -> list[Fault]:
        faults: list[Fault] = []
        for at in self._recurring:
            rule = FIELDS[self.names[at]]
            if rule.valid and (problem := rule.valid(values[at])):
                faults.append((rule.check, problem))
        faults += self._faults
        if len(self._known) < _REMEMBERED:
            self._known[self._pick(values)] = faults
        return faults


def can_be_template(lines: list[str]) -> bool:
    """Whether headers like this can be read at once: one names its type, and a space stands behind each colon."""
    if not any(line.lower().startswith("warc-type:") for line in lines):
        return False
    return all(_NAME.fullmatch(line.partition(": ")[0]) and ": " in line for line in lines[1:])


def _pattern(name: str, version: str, kinds: list[str]) -> str:
    return "|".join(map(re.escape, kinds)) if name == "warc-type" else _sure(name, version) or _ANY


def _sure(name: str, version: str) -> str:
    """What values of a field are right beyond doubt; empty where each is to be looked at."""
    if name == "warc-date" and version == "WARC/1.0":
        return WHOLE_SECOND
    rule = FIELDS.get(name)
    return rule.sure if rule else _ANY
