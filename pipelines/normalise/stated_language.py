"""A language as somebody states it: a code that BCP 47 has, or an error that says what to write (RFC 5646)."""

from __future__ import annotations

import re

from pipelines.normalise.countries import language_of_country
from pipelines.normalise.iso639 import is_language_code, two_letter_code
from pipelines.normalise.languages import NAMES, bcp47, canonical_subtags, primary

_TAG = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)")


def stated_language(code: str) -> str:
    """The code of a language in canonical case. `ValueError` says what else it is, and what to write.

    A country is no language, and a language with a code of two letters is not written with three: what a page may
    call `ge` or `geo` is `ka`.

    >>> stated_language("ka"), stated_language("zh-hant-TW"), stated_language("xmf")
    ('ka', 'zh-Hant-TW', 'xmf')
    """
    match = _TAG.fullmatch(code)
    if match and is_language_code(match[1].lower()):
        return match[1].lower() + canonical_subtags(match[2])
    raise ValueError(f"“{code}” {_what_it_is(match[1].lower() if match else code)}; {_what_to_write(code, match)}")


def _what_it_is(code: str) -> str:
    if two_letter_code(code):
        return "has a shorter code"
    if len(code) == 2 and language_of_country(code):
        return "is a country"
    return "is no code of a language"


def _what_to_write(code: str, match: re.Match[str] | None) -> str:
    meant = (_meant(match[1].lower(), match[2]) if match else None) or bcp47(code)
    if meant is None:
        return "write one as `ka` or `zh-Hant` (BCP 47)"
    names = NAMES.get(primary(meant))
    return f"{names.split()[0].title()} is `{meant}`" if names else f"write `{meant}`"


def _meant(code: str, subtags: str) -> str | None:
    """The tag of what a country or a longer code means."""
    lang = two_letter_code(code) or language_of_country(code)
    return lang + canonical_subtags(subtags) if lang else None
