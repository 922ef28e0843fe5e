"""Tags: one slug for one tag, however it is spelled."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from pipelines.normalise.text import clean

_NOT_IN_SLUG = re.compile(r"[^\w]+|_+")


def slug(text: str) -> str:
    """What the spellings of one tag have in common: case, spaces, underscores and punctuation do not count.

    >>> slug("Tskhinvali_Region"), slug("Tskhinvali Region"), slug("2019"), slug("ცხინვალის რეგიონი")
    ('tskhinvali-region', 'tskhinvali-region', '2019', 'ცხინვალის-რეგიონი')
    """
    folded = unicodedata.normalize("NFC", clean(unquote(text)).casefold())
    return _NOT_IN_SLUG.sub("-", folded).strip("-")


def label_from_url(part: str) -> str:
    """A tag's part of a URL as a reader would write it.

    >>> label_from_url("Tskhinvali_Region")
    'Tskhinvali Region'
    """
    return clean(re.sub(r"[_+]", " ", unquote(part)))
