"""Georgian and Cyrillic in Latin letters, for comparing names that stand in several alphabets."""

from __future__ import annotations

import unicodedata

#: The national system of Georgia (2002), without the apostrophes of ejectives, which most writers leave out.
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
#: As newspapers in English write Russian names (close to BGN/PCGN 1947), and the letters of its neighbours.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқҳҷәӕҧԥҭӡҩ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya"
        " i i e g u k h j a ae p p t dz o".split(),
        strict=True,
    )
)
_TABLE = str.maketrans({**_GEORGIAN, **_CYRILLIC, "'": "", "ъ": "", "ь": ""})


def latin(text: str) -> str:
    """A text in lower-case Latin letters, without accents; what is neither Georgian nor Cyrillic stays.

    >>> latin("ცხინვალი"), latin("Цхинвали"), latin("Şəki")
    ('tskhinvali', 'tskhinvali', 'səki')
    """
    written = unicodedata.normalize("NFC", text).casefold().translate(_TABLE)
    return "".join(c for c in unicodedata.normalize("NFD", written) if not unicodedata.combining(c))
