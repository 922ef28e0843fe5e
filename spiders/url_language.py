"""What names a language in an address: a segment of its path, a parameter, a part of a file's name, a host's label."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from pipelines.normalise.languages import bcp47, primary

#: Query parameters that name a language, whatever their value; and those that do where their value is one.
_PARAMETERS = frozenset("lang language lng locale hl setlang langid lang_id site_lang".split())
_MAY_NAME = frozenset("l sl lg la ln".split())
#: Countries that tell a site's editions in one language apart, and what is short for something else in paths.
_NEVER = frozenset("us gb usa cat sp per".split())
#: Codes that are also words or names of sections; they are a language at the beginning of a path only.
_WORDS = frozenset("am an as be by do go he hi id in io is it la me mo my no or os so to tv".split())
#: A language may be named in so many segments.
_DEPTH = 3
_FILE = re.compile(r"(?P<name>\d+|\w+(?=[^/]*\.\w{2,5}$))[._-](?P<code>[a-z]{2,3})(?P<end>\.\w{2,5})?", re.IGNORECASE)


def names_language(segment: str, position: int) -> bool:
    """Whether a path's segment, counted from 0, is a language's code: `ka`, `eng`, `pt-br`, `ge` for Georgian.

    >>> names_language("ge", 0), names_language("it", 0), names_language("it", 1), names_language("us", 0)
    (True, True, False, False)
    """
    code = segment.lower()
    if position >= _DEPTH or not (2 <= len(code) <= 5 and code.isascii()):
        return False
    if code in _NEVER or (position and code in _WORDS):
        return False
    return bcp47(code) is not None


def parameter_language(name: str, value: str) -> str | None:
    """The language that a query parameter names; `und` where it names one in a way of the site's own."""
    lang = bcp47(value)
    if name.lower() in _PARAMETERS:
        return primary(lang) if lang else "und"
    return primary(lang) if lang and name.lower() in _MAY_NAME else None


def without_language(name: str) -> str:
    """A path's last segment without a language at its end.

    >>> without_language("7.ka.html"), without_language("7-ka"), without_language("how-to-do-it")
    ('7.html', '7', 'how-to-do-it')
    """
    match = _FILE.fullmatch(name)
    if match is None or not names_language(match["code"], 1):  # not where it may be a word: `prices-in.html`
        return name
    return match["name"] + (match["end"] or "")


def language_of_url(url: str) -> str | None:
    """The language that an address names: by a parameter, a segment of its path, or its host's first label."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if (lang := parameter_language(name, value)) and lang != "und":
            return lang
    for position, segment in enumerate(parts.path.split("/")[1:]):
        if names_language(segment, position) and (lang := bcp47(segment)):
            return primary(lang)
    label = parts.netloc.lower().partition(".")[0]
    return primary(lang) if len(label) in (2, 3) and (lang := bcp47(label)) else None
