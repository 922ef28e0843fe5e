"""Visible text, cleaned without changing what it says."""

from __future__ import annotations

import re
import unicodedata

#: Characters that a reader does not see and that split or disguise words: soft hyphen, zero-width
#: space and (non-)joiners, directional marks and isolates, word joiner, byte order mark, NUL.
INVISIBLE = re.compile("[\x00\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """One line of text: NFC, no invisible characters, every run of white space one space.

    Quotation marks, dashes and letters stay as they were written.

    >>> clean("  Tskhinvali\\u00a0Region\\n\\u200b ")
    'Tskhinvali Region'
    """
    # The cheap questions first: most text holds nothing odd, and every space but U+0020 is unprintable to Python.
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
        if not text.isprintable():
            text = " ".join(INVISIBLE.sub("", _SURROGATE.sub("\ufffd", text)).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def undouble(text: str) -> str:
    """The text once, where a page says it twice in a row (one copy for each screen width).

    >>> undouble("Read moreRead more"), undouble("Read more Read more"), undouble("bonbon")
    ('Read more', 'Read more', 'bonbon')
    """
    text = clean(text)
    half, odd = divmod(len(text), 2)
    middle = text[half] if odd else ""
    first, second = text[:half], text[half + odd :]
    return first if first == second and middle in ("", " ") and len(first) > 3 else text
