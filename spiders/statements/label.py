"""The language of a few words: a tag's label, an item's title."""

from __future__ import annotations

import re

_SCRIPTS = (("ka", re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]")), ("ru", re.compile("[\u0400-\u04ff]")))
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "ab", "os"}


def label_language(label: str, page_language: str) -> str:
    """The language of a few words: the page's, unless they are in another script than it is written in."""
    counts = {lang: len(script.findall(label)) for lang, script in _SCRIPTS} | {"en": len(_LATIN.findall(label))}
    best = max(counts, key=lambda lang: counts[lang])
    if not counts[best]:
        return page_language
    if best == "ru":
        return page_language if page_language in _CYRILLIC else "ru"
    if best == "en":
        return "en" if page_language in _CYRILLIC | {"ka"} else page_language
    return best
