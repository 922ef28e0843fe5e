"""Notices: “Article is available in Georgian.” where a text should stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.normalise.languages import language_names, named_language
from pipelines.normalise.text import clean

#: A notice is short; anything longer is a text that mentions availability.
MAX_LENGTH = 320
#: More words than this are not mistyped in one notice.
_MISTYPED = 3

#: Words that a notice is made of, by what they do in it; `*` stands for any ending.
#: `offer` and `only` make a sentence a notice, `deny`
#: turns it round, `also` says that the text is here too, `filler` may stand in it.
WORDS: dict[str, str] = {
    "offer": "available accessible readable disponible disponibles disponibile disponível disponíveis verfügbar"
    " erhältlich ხელმისაწვდომ* ხელმისაწვდომია ხელმისაწვდომი доступ* доступна доступен доступно"
    " mevcut mevcuttur mövcuddur beschikbaar dostępny dostępna dostępne написан* написано"
    " იკითხება წაიკითხეთ იხილეთ читайте опубликован* გამოქვეყნებულია published",
    "only": "only exclusively nur ausschließlich seulement uniquement solamente sólo solo apenas somente soltanto"
    " მხოლოდ только лише тільки исключительно sadece yalnızca yalnız alleen tylko",
    "deny": "not no isn't unavailable nicht pas no non não нет не недоступ* არ არა ვერ ნათარგმნი missing without"
    " yok değil niet nie kein keine",
    "also": "also too additionally ასევე აგრეთვე также тоже також auch ebenfalls aussi également también também anche",
    "filler": "a an the this that these it its is are was be been being has have in into on at of for to and"
    " or but by as please sorry unfortunately currently now yet still just full original whole"
    " complete our article articles artical text texts entry entries post posts page pages content"
    " publication material item news story review interview blog analysis version versions edition"
    " editions language languages translation translated read see find view following sake viewer"
    " convenience shown below alternative you may click here link switch active go სტატია სტატიის"
    " სტატიები ტექსტი ტექსტის მასალა მასალის პუბლიკაცია ინფორმაცია გვერდი გვერდის ჩანაწერი სიახლე"
    " პოსტი ენაზე ენა ენების ენებზე და ან ეს აღნიშნული მოცემული ამ არის ვერსია ვერსიით სრული სრულად"
    " ორიგინალი გთხოვთ ბოდიში სამწუხაროდ იხილოთ თარგმანი статья статьи статьей текст тексты материал"
    " материалы публикация запись записи страница новость этот эта это эти данная данный данное на в"
    " и или также язык языке языках языка версия версии полный полностью извините сожалению к пока"
    " ещё еще перевод оригинал по стаття матеріал ця цей мовою мові мова вибачте сторінка та і й der"
    " die das dieser diese dieses artikel beitrag eintrag seite inhalt ist sind auf und oder leider"
    " derzeit sprache cet cette ce entrée texte contenu est sont en et ou désolé malheureusement"
    " langue este esta artículo entrada texto contenido página está están y o lo siento"
    " lamentablemente idioma desculpe conteúdo artigo só em e ci spiace questo articolo contenuto è"
    " pagina lingua bu makale yazı içerik dilinde maalesef üzgünüz məqalə dilindədir dilində deze dit"
    " bericht het ten tylko w języku artykuł jest",
}

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ‘][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_ROLES = {
    word: role
    for role in ("filler", "deny", "also", "only", "offer")
    for word in WORDS[role].split()
    if word[-1] != "*"
}
_STEMS = {w[:-1]: role for role, words in WORDS.items() for w in words.split() if w[-1] == "*"}
#: Small words that are also a language's name or abbreviation somewhere (“solo”, “in”).
_NEVER_A_LANGUAGE = frozenset(w for w in _ROLES if len(w) < 5)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a notice says."""

    available: tuple[str, ...] = ()
    """Languages (BCP 47) that the text is said to exist in."""
    missing: tuple[str, ...] = ()
    """Languages that it is said not to exist in."""
    besides: bool = False
    """Whether it exists in these languages *too*: the text itself is here."""


def notice_language(text: str) -> str | None:
    """The language (BCP 47) that a notice says the text is available in instead; None where it is no notice.

    >>> notice_language("Article is available in Georgia."), notice_language("სტატია ხელმისაწვდომია ინგლისურად")
    ('ka', 'en')
    """
    notice = read_notice(text)
    return notice.available[0] if notice and notice.available and not notice.besides else None


def read_notice(text: str) -> Notice | None:
    """A text as a notice: every sentence of it is made of a notice's words and the names of languages.

    Typing errors are let pass. None where a text says anything else.
    """
    return _read_notice(text) if 8 <= len(text) <= MAX_LENGTH else None


@lru_cache(maxsize=2048)  # a site's menus are on each of its pages
def _read_notice(text: str) -> Notice | None:
    text = clean(text).casefold()
    if not _resembles(text):
        return None
    sentences = [_WORD.findall(sentence) for sentence in _SENTENCE.split(text)]
    available: list[str] = []
    missing: list[str] = []
    triggered = besides = False
    for sentence in sentences:
        words: list[tuple[str, str]] = []
        for word in sentence:
            role = _known(word) or _mistyped(word)
            if role is None:
                return None
            words.append(role)
        triggered |= any(role in ("offer", "only") for role, _ in words)
        besides |= any(role == "also" for role, _ in words)
        _sort_languages(words, available, missing)
    if not triggered or not (available or missing):
        return None
    return Notice(available=tuple(dict.fromkeys(available)), missing=tuple(dict.fromkeys(missing)), besides=besides)


def _resembles(text: str) -> bool:
    """Whether most words are a notice's as they stand: looking for typing errors in any other text is a waste."""
    count = unknown = 0
    for match in _WORD.finditer(text):
        count += 1
        unknown += _known(match[0]) is None
        if unknown > _MISTYPED:
            return False
    return count > 1 and unknown <= count * 0.6


def _sort_languages(words: list[tuple[str, str]], available: list[str], missing: list[str]) -> None:
    """Puts a sentence's languages on the side that it says they are on.

    “Not available in English, only in Georgian”: what `only` follows up is available; a Georgian or
    Russian sentence can deny after it has named the language.
    """
    denied = any(role == "deny" for role, _ in words)
    for role, value in words:
        if role == "only":
            denied = False
        elif role == "language":
            (missing if denied else available).append(value)


@lru_cache(maxsize=4096)
def _known(word: str) -> tuple[str, str] | None:
    """What a word does in a notice: a role of `WORDS`, or `language` with its tag; None for any other word."""
    word = word.replace("’", "'")
    if word not in _NEVER_A_LANGUAGE and (tag := named_language(word)):
        return "language", tag
    role = _ROLES.get(word) or next((r for stem, r in _STEMS.items() if word.startswith(stem)), None)
    if role is None and len(word) < 3:
        role = "filler"
    return (role, "") if role else None


@lru_cache(maxsize=1024)
def _mistyped(word: str) -> tuple[str, str] | None:
    """What a word would do in a notice but for a typing error; a language's country is one: “in Georgia”."""
    if len(word) < 4:
        return None
    if tag := _nearest(word, language_names()):
        return "language", tag
    role = _nearest(word, _ROLES)
    return (role, "") if role else None


def _nearest(word: str, table: dict[str, str]) -> str | None:
    """The entry whose key is at most one typing error away, two for long words; the nearest one."""
    best: tuple[int, str] | None = None
    for key, value in table.items():
        allowed = 1 if max(len(word), len(key)) < 9 else 2
        if len(key) < 5 or abs(len(key) - len(word)) > allowed or (key[0] != word[0] and key[1] != word[1]):
            continue
        distance = _typing_errors(word, key, allowed)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, value)
    return best[1] if best else None


def _typing_errors(a: str, b: str, limit: int) -> int:
    """How many letters were missed, added, mistaken or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
