"""The language that a page's content is in, whatever its labels, its address or its markup claim."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import pycld2

from pipelines.normalise.languages import bcp47, primary
from spiders.alphabets import can_be, is_georgian_in_latin, language_by_letters
from spiders.reading import Found

if TYPE_CHECKING:
    from spiders.page import Page
    from spiders.profile import Profile

#: Scripts that (nearly) one language of the press is written in.
SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ka", re.compile("[ა-ჿᲐ-Ჿⴀ-⴯]")),
    ("hy", re.compile("[Ա-֏]")),
    ("el", re.compile("[Ͱ-Ͽἀ-῿]")),
    ("he", re.compile("[א-ת]")),
    ("ko", re.compile("[가-힯]")),
    ("th", re.compile("[ก-๛]")),
    ("am", re.compile("[ሀ-፿]")),
    ("ja", re.compile("[ぁ-ヿ]")),
)
#: Letters that only some of the languages of a script have; each is a hint where a text is short.
LETTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("uk", re.compile("[іїєґ]", re.IGNORECASE)),
    ("os", re.compile("[ӕæ]", re.IGNORECASE)),
    ("ab", re.compile("[ҧԥҟҭҵҷҽҿәӡҩ]", re.IGNORECASE)),
    ("kk", re.compile("[ұқңғһ]", re.IGNORECASE)),
    ("be", re.compile("[ў]", re.IGNORECASE)),
    ("ru", re.compile("[ыэъё]", re.IGNORECASE)),
    ("az", re.compile("[ə]", re.IGNORECASE)),
)
#: Scripts that many languages are written in (ISO 15924).
_SCRIPTS_OF_MANY = (("Cyrl", re.compile("[Ѐ-ԯ]")), ("Latn", re.compile("[A-Za-zÀ-ɏ]")))
_OTHER_SCRIPTS = re.compile("[" + "".join(script.pattern.strip("[]") for _, script in SCRIPTS) + "]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
#: What pycld2 calls otherwise than BCP 47; nothing where it is wrong on the web (Latin is filler text).
_CLD2 = {
    "iw": "he",
    "jw": "jv",
    "in": "id",
    "mo": "ro",
    "nb": "no",
    "zh-Hant": "zh-Hant",
    "tlh": "",
    "zzp": "",
    "un": "",
    "la": "",
}
#: Fewer letters than this are too few for statistics.
_ENOUGH = 20
#: Fewer letters than this can be a word of nearly any language of their script.
_FEW = 6
_SAMPLE = 2000
#: A text's beginning is enough for statistics where it leaves no doubt: so many characters, so much of them (%).
_BEGINNING, _NO_DOUBT = 600, 90


def content_language(page: Page, profile: Profile, text: str) -> Found | None:
    """The language of a page's own text: by script, by statistics, and where both fail, by what the page claims.

    `text` is the article's headline and body, or a listing's titles: never labels or menus. A claim of the
    page (`<html lang>`) counts only where the text cannot tell. None where nothing tells.
    """
    claim = claimed_language(page)
    sample = text[:_SAMPLE]
    counts = _letters_by_script(sample)
    letters = counts.total()
    if letters:
        if lang := _language_of_script(counts, letters):
            return _found(lang, "script", sample)
        if known := _by_letters(sample, counts, letters):
            return known
        likely = _plausible(counts, profile)
        # Without quotations in another script: statistics count bytes, and those letters have two or three.
        own = sample if sample.isascii() else _OTHER_SCRIPTS.sub(" ", sample)
        if detected := _detected(own, likely, letters):
            lang, sure = detected
            return _found(lang, "statistics", sample, 1.0 if sure and letters >= _ENOUGH else 0.6)
        if letters >= 3 and len(likely) == 1:
            return _found(likely[0], "script", sample, 0.6)
    if claim and (not letters or _fits(claim, counts)):
        return Found(
            value=claim, method="html-lang", place="/html/@lang", raw=page.tree.get("lang") or "", confidence=0.4
        )
    if counts["Cyrl"] > max(letters / 2, _FEW) and can_be("ru", sample, letters):
        return _found("ru", "script", sample, 0.5)  # what nothing speaks against, and most such texts are
    return None


def _language_of_script(counts: Counter[str], letters: int) -> str | None:
    """The language whose own script a text is mostly in; a quotation in another script does not make it the other's."""
    for lang, _ in SCRIPTS:
        if lang == "ja" and counts[lang] > letters * 0.15:
            return lang
        if counts[lang] > letters * 0.4 and counts[lang] >= max(counts["Latn"], counts["Cyrl"]):
            return lang
    return None


def _by_letters(sample: str, counts: Counter[str], letters: int) -> Found | None:
    """A language that statistics do not know, by its letters or its small words."""
    if counts["Cyrl"] > letters / 2 and (lang := language_by_letters(sample, letters)):
        return _found(lang, "letters", sample)
    if counts["Latn"] > letters * 0.9 and is_georgian_in_latin(sample):
        return _found("ka", "words", sample, 0.7)
    return None


def _letters_by_script(text: str) -> Counter[str]:
    """How many letters of each script a text has: by the language of `SCRIPTS`, `Cyrl`, `Latn`, else `Zzzz`."""
    if text.isascii():
        return Counter(Latn=len(text.encode("ascii").translate(None, _NO_LETTERS)))
    found: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if script := _script(character):
            found[script] += count
    return found


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    """The script of a letter; None for any other character."""
    if not character.isalpha():
        return None
    return next((name for name, letters in (*SCRIPTS, *_SCRIPTS_OF_MANY) if letters.match(character)), "Zzzz")


def claimed_language(page: Page) -> str | None:
    """The language that the page claims in its markup."""
    html = page.tree
    for raw in (html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang")):
        if raw and (lang := bcp47(raw)):
            return primary(lang)
    for element in html.iter("meta"):
        name = (element.get("http-equiv") or element.get("property") or element.get("name") or "").lower()
        if name in ("content-language", "og:locale", "language") and (lang := bcp47(element.get("content") or "")):
            return primary(lang)
    return None


def _plausible(counts: Counter[str], profile: Profile) -> list[str]:
    """The profile's languages whose script the text is written in."""
    stated = dict.fromkeys(primary(lang) for lang in profile.languages)
    return [lang for lang in stated if _fits(lang, counts)]


def _fits(lang: str, counts: Counter[str]) -> bool:
    """Whether a language is written in the script that most of a text (its letters by script) is in."""
    if lang in _OWN_SCRIPT:
        return counts[lang] > 0
    cyrillic, latin = counts["Cyrl"], counts["Latn"]
    if lang in _IN_CYRILLIC:
        return cyrillic > latin
    return lang in _IN_BOTH or (latin >= cyrillic and latin > 0)


_OWN_SCRIPT = frozenset(lang for lang, _ in SCRIPTS)
_IN_CYRILLIC = frozenset("ru uk be bg mk kk ky tg tt mn ab os ce".split())
_IN_BOTH = frozenset("sr uz az tk zh ar fa ur hi bn ta ps ckb".split())


def _detected(sample: str, likely: list[str], letters: int) -> tuple[str, bool] | None:
    """What the statistics of letters say, and whether they are sure; for a short text only what is to be expected."""
    hint = likely[0] if likely and len(likely[0]) == 2 else None
    reliable, share, lang = _statistics(sample[:_BEGINNING], hint, letters)
    if len(sample) > _BEGINNING and not (reliable and share >= _NO_DOUBT):
        reliable, _, lang = _statistics(sample, hint, letters)
    if not lang or not can_be(lang, sample, letters):
        return None
    if lang not in likely and letters < 60:
        rare = next((code for code, letter in LETTERS if letter.search(sample)), None)
        if likely and (len(likely) == 1 or letters < _ENOUGH) and (rare is None or rare in likely):
            return rare or likely[0], False
    return (lang, reliable) if reliable or letters >= _ENOUGH or lang in likely else None


def _statistics(text: str, hint: str | None, letters: int) -> tuple[bool, int, str]:
    """Whether the statistics are sure, of how much of the text (%), and the language; empty where they know none."""
    try:
        reliable, _, guesses = pycld2.detect(
            text.encode("utf-8", "ignore"), isPlainText=True, bestEffort=letters < 200, hintLanguage=hint
        )
    except pycld2.error:
        return False, 0, ""
    _, code, share, _ = guesses[0]
    return reliable, share, str(_CLD2.get(code, code)).replace("-Hans", "")


def _found(lang: str, method: str, sample: str, confidence: float = 1.0) -> Found:
    return Found(value=lang, method=method, place="content", raw=sample[:80], confidence=confidence)
