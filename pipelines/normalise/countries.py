"""The language that a country stands for where a site labels its editions with countries and flags."""

from __future__ import annotations

import re

#: Countries (ISO 3166-1) by the one language that their flag stands for; not those that stand for several.
_COUNTRIES: dict[str, str] = {
    "ar": "AE EG IQ JO KW LB QA SA SY",
    "az": "AZ",
    "be": "BY",
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "AT DE",
    "el": "GR",
    "en": "AU GB NZ US",
    "es": "AR CL CO ES MX",
    "et": "EE",
    "fa": "IR",
    "fi": "FI",
    "fr": "FR",
    "he": "IL",
    "hr": "HR",
    "hu": "HU",
    "hy": "AM",
    "id": "ID",
    "is": "IS",
    "it": "IT",
    "ja": "JP",
    "ka": "GE",
    "kk": "KZ",
    "ko": "KR",
    "ky": "KG",
    "lt": "LT",
    "lv": "LV",
    "mk": "MK",
    "mn": "MN",
    "nl": "NL",
    "no": "NO",
    "pl": "PL",
    "pt": "BR PT",
    "ro": "MD RO",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sq": "AL",
    "sr": "RS",
    "sv": "SE",
    "tg": "TJ",
    "th": "TH",
    "tk": "TM",
    "tr": "TR",
    "uk": "UA",
    "uz": "UZ",
    "vi": "VN",
    "zh": "CN TW",
}
_LANGUAGES = {country: lang for lang, countries in _COUNTRIES.items() for country in countries.split()}
#: A flag is two regional indicators (Unicode TR51, annex B), the letters of its country's code.
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_INDICATOR_A = 0x1F1E6


def language_of_country(code: str) -> str | None:
    """The language (BCP 47) that a country's code of two letters, in any case, stands for.

    >>> language_of_country("ge"), language_of_country("GB"), language_of_country("CH")
    ('ka', 'en', None)
    """
    return _LANGUAGES.get(code.upper())


def without_flags(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the flags in it, and the codes of their countries.

    >>> without_flags("\U0001f1ec\U0001f1ea ქართული")
    ('ქართული', ('GE',))
    """
    flags = tuple("".join(chr(ord(c) - _INDICATOR_A + ord("A")) for c in flag) for flag in _FLAG.findall(text))
    return (_FLAG.sub(" ", text).strip(), flags) if flags else (text, ())
