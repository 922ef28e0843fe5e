"""Words that say when a text was changed: a date under one of them is none of publication."""

from __future__ import annotations

import re

#: Words for a change, by how they begin: English, Georgian, Russian and Ukrainian, then other languages.
CHANGED = (
    r"updat|modif|(?:last\s+)?edited(?!\s+by)|revised|(?:last\s+)change|amended|corrected"
    r"|განახლ|შეცვლ|რედაქტირებ|ჩასწორ"
    r"|обновл|изменен|отредактирован|исправлен|последн\w+\s+(?:правк|редакц)|оновлен|відредагован|змінен"
    r"|aktualisiert|aktualisierung|geändert|überarbeitet|mis(?:e)?\s+à\s+jour|modifié|actualizad|atualizad|aggiornat"
    r"|modificat|aktualiz|zaktualiz|güncel|yenilən"
)
_CHANGED = re.compile(rf"(?<![^\W\d_])(?:{CHANGED})", re.IGNORECASE)
#: Words for publication: a line that has one before its date dates that, too.
_PUBLISHED = re.compile(
    r"(?<![^\W\d_])(?:publi|posted|გამოქვეყნ|опубликован|размещен|опубліков|veröffentlicht|dodan|yayın)", re.IGNORECASE
)
#: What can stand between such a word and its date: two words such as “on”, “at:”, “თარიღი:”.
_REST = re.compile(r"\w*(?:[\W_]+[^\W\d_]+){0,2}[\W_]*")
_DIGIT = re.compile(r"\d")
#: Words after a date that make it one of a change: “2 January 2025 (updated)”.
_AFTER = re.compile(rf"\d\w{{0,3}}\s*[(\[,;–—-]\s*(?:{CHANGED})\w*\s*[)\]]?\s*$", re.IGNORECASE)
#: What markup calls a date of change, and a date of publication (hAtom, WordPress: `published updated` is both).
_CHANGE_NAMES = re.compile(r"updat|modif|lastmod|edited", re.IGNORECASE)
_PUBLICATION_NAMES = re.compile(r"publi|pub-?date|posted|(?:entry|post)-date|created", re.IGNORECASE)


def dates_a_change(text: str) -> bool:
    """Whether a line's first date is said to be that of a change, before it or behind it.

    >>> dates_a_change("Last updated on: 2 January 2025"), dates_a_change("2025-01-02 (განახლდა)")
    (True, True)
    >>> dates_a_change("15 June 2022, updated 2 January 2025"), dates_a_change("Updated roads: what opens in 2025")
    (False, False)
    """
    digit = _DIGIT.search(text)
    return digit is not None and (labels_a_change(text[: digit.start()]) or _AFTER.search(text) is not None)


def from_publication(text: str) -> str:
    """A line of a date of change from the word on that begins its date of publication; all of it where none does.

    >>> from_publication("Updated: 2 January 2025. Published: 15 June 2022")
    'Published: 15 June 2022'
    """
    match = _PUBLISHED.search(text) if dates_a_change(text) else None
    return text[match.start() :] if match else text


def labels_a_change(text: str) -> bool:
    """Whether a text before a date ends in a label such as “Updated:”.

    >>> labels_a_change("Updated:"), labels_a_change("განახლების თარიღი"), labels_a_change("Published, later updated:")
    (True, True, True)
    """
    words = list(_CHANGED.finditer(text))
    if not words or not _REST.fullmatch(text, words[-1].end()) or _DIGIT.search(text, words[-1].end()):
        return False
    return _PUBLISHED.search(text, words[-1].end()) is None


def names_a_change(names: str) -> bool:
    """Whether the class names or the property of a `<time>` say that it dates a change, and no publication.

    >>> names_a_change("entry-date updated"), names_a_change("published updated"), names_a_change("dateModified")
    (False, False, True)
    """
    return _CHANGE_NAMES.search(names) is not None and not names_publication(names)


def names_publication(names: str) -> bool:
    """Whether class names or a property say that they date a publication."""
    return _PUBLICATION_NAMES.search(names) is not None
