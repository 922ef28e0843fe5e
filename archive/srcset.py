"""The candidates of a `srcset` attribute (HTML Standard, “Parse a srcset attribute”)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: An address, after any number of commas and ASCII whitespace.
_ADDRESS = re.compile(r"[ \t\n\f\r,]*([^ \t\n\f\r]+)")
#: What follows it up to the next comma that stands in no brackets.
_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")


def candidates(value: str) -> Iterator[str]:
    """The addresses, as they stand there; commas within them, as in a `data:` URL, are theirs.

    >>> list(candidates("a,b.png 1x, data:image/gif;base64,R0 2x,c.png,"))
    ['a,b.png', 'data:image/gif;base64,R0', 'c.png']
    """
    at = 0
    while match := _ADDRESS.match(value, at):
        at = match.end()
        address = match[1].rstrip(",")
        if address:
            yield address
        if address == match[1] and (descriptors := _DESCRIPTORS.match(value, at)):
            at = descriptors.end()
