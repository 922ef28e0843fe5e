"""What letters and small words say of a text's language, where statistics are wrong or have nothing to go by."""

from __future__ import annotations

import re

#: Languages that are known by a letter alone, with the share of a text's letters that it has at the least: Ossetian's
#: most frequent letter, often typed as its Latin look-alike, is in no other Cyrillic alphabet of the press.
_BY_LETTER = (("os", re.compile("[ӕæ]", re.IGNORECASE), 0.04),)

#: Letters that a text of some length in a language has. (ISO 9 and the languages' own orthographies.)
_HAS = {
    "ab": "ҧԥҟҭҵҷҽҿәӡҩқҳ",
    "be": "іў",
    "kk": "әғқңөұүһі",
    "ky": "ңөү",
    "mk": "јљњѓќѕџ",
    "mn": "өү",
    "os": "ӕæ",
    "sr": "јљњђћџ",
    "tg": "ғӣқӯҳҷ",
    "tt": "әөүҗңһ",
    "uk": "іїєґ",
}
#: Letters that a language does not have.
_LACKS = {
    "be": "ищъ",
    "bg": "ыэёіїєґў",
    "mk": "йщъыьэюяёіїє",
    "ru": "іїєґўјљњђћџәғқңөұүһҧԥҟҭҵҷҽҿӡҩ",
    "sr": "йщъыьэюяёіїє",
    "uk": "ыэёъў",
}
#: Fewer letters than this need not have any in particular.
_SOME_LENGTH = 10
#: A larger share of foreign letters than this is no quotation, and no name.
_FOREIGN = 0.02

#: Small words of Georgian as it is written in Latin letters, in the spellings of keyboards and of road signs.
_GEORGIAN_WORDS = frozenset(
    "da rom ar aris es is ra rac rats ki tu magram rogorc rogorts romelic romelits romelsac romelmac romelmats iyo unda"
    " shemdeg mier shoris yvela kvela qvela dges dghes mat mas misi tavis gamo xolo kholo aseve erti sxva skhva ufro"
    " aqvs akvs iqneba ikneba mxolod mkholod ver arc arts man chven tqven tkven amis im am ikn iqo".split()
)
_GEORGIAN_ENDINGS = re.compile(
    r"\w{2,}(?:ebi|ebis|ebs|ebma|ebas|eba|shi|idan|amde|isa|uli|eli|uri|oba|obis|obas|avs|ma|ze)"
)
_LATIN_WORD = re.compile(r"[a-z']+")
#: So much of a text's words these small words and endings are at the least; and so many words are enough to tell.
_SMALL_WORDS, _ENDINGS, _ENOUGH_WORDS = 0.06, 0.25, 8


def language_by_letters(text: str, letters: int) -> str | None:
    """The language that a text of so many letters has the letters of; None where none stands out."""
    found = ((lang, len(own.findall(text)), share) for lang, own, share in _BY_LETTER)
    return next((lang for lang, count, share in found if count and count >= letters * share), None)


def can_be(lang: str, text: str, letters: int) -> bool:
    """Whether a text of so many letters can be in a language, by what its alphabet has and has not.

    >>> can_be("sr", "Новая школа", 10), can_be("ru", "Новая школа", 10), can_be("ab", "Леонид Тибилов", 13)
    (False, True, False)
    """
    lower = text.lower()
    if sum(lower.count(letter) for letter in _LACKS.get(lang, "")) > letters * _FOREIGN:
        return False
    own = _HAS.get(lang)
    return own is None or letters < _SOME_LENGTH or any(letter in lower for letter in own)


def is_georgian_in_latin(text: str) -> bool:
    """Whether a text is Georgian in Latin letters, which statistics take for Basque or English."""
    words = _LATIN_WORD.findall(text.lower())
    if len(words) < _ENOUGH_WORDS:
        return False
    if sum(word in _GEORGIAN_WORDS for word in words) < len(words) * _SMALL_WORDS:
        return False
    endings = sum(_GEORGIAN_ENDINGS.fullmatch(word) is not None for word in words)
    return endings >= len(words) * _ENDINGS
