"""Lines that count, time or rate an article: how often it was read, how long that takes, when it was touched."""

from __future__ import annotations

import re

from pipelines.normalise.dates import parse_date

#: What pages count: English, Georgian, Russian; `*` for any ending.
COUNTED = (
    "views view reads read readers hits hit visits comments comment replies reply responses shares share reposts likes"
    " like reactions votes vote claps downloads followers pageviews"
    " ნახვა ნახვები ნანახი წაკითხვა მნახველი კომენტარი კომენტარები გაზიარება გაზიარებები მოწონება მოწონებები ხმა"
    " просмотр* прочтени* комментари* репост* лайк* нравится поделились голос* реакци* отзыв*"
    " скачиваний перегляд* коментар*"
)
#: The same as something done so many times.
_TIMES = (
    "seen viewed read opened shared visited downloaded ნანახია წაკითხულია გაზიარებულია მოიწონა просмотрено прочитано"
    " прочитали посмотрели просмотрели переглянуто"
)
#: Units of the time that a text takes, and words for reading; in any order around a number.
_UNITS = "min mins min. minute minutes წთ წუთი წუთის წუთში мин мин. минута минуты минут хв"
_READING = (
    "read|reading|to read|of reading|reading time|read time|estimated reading time|time to read|საკითხავი|კითხვა"
    "|წაკითხვა|წასაკითხად|წაკითხვის დრო|კითხვის დრო|чтения|чтение|читать|на чтение|время чтения|время на чтение|читання"
)
#: Words that say when a text was touched.
_TOUCHED = (
    "last updated|last update|updated on|updated at|updated|last modified|modified|last edited|edited|განახლდა"
    "|განახლებულია|განახლება|ბოლო განახლება|обновлено|обновлена|обновлён|обновлен|последнее обновление|изменено"
    "|отредактировано|оновлено|დაზუსტდა|შეცვლილია|რედაქტირებულია|განახლების თარიღი|дата обновления|дата изменения"
    "|исправлено|изменена|отредактирована|aktualisiert am|aktualisiert|geändert am|mis à jour le|actualizado"
)
#: Words before a rating, and before what changes the size of letters.
_LABELS = (
    "rating|rate this|font size|text size|რეიტინგი|შეფასება|შრიფტის ზომა|შრიფტი|рейтинг|оценка|размер шрифта|шрифт"
)
_AGO = r"(?:\d{1,3}|an?|one|half an)\s+[^\W\d_]+\s+(?:ago|წინ|назад|тому)|just now|ახლახან|только что"
_NUMBER = r"\d[\d\s.,]*\s*(?:[km]\b|тыс\.?|млн\.?|ათ\.)?"
_LONGEST = 60
_EDGE = re.compile(r"^[^\w(]+|[^\w.)]+$")
#: Arrows, symbols, emoji, letters of icon fonts; and what chooses an emoji's form or joins two (UTS 51).
_PICTURE = re.compile(r"[\u20e3\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ue000-\uf8ff\ufe0e\ufe0f\U0001f000-\U0001faff]")


def _words(table: str) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in sorted(table.split(), key=len, reverse=True))


_COUNT = re.compile(
    rf"{_NUMBER}\s*(?:{_words(COUNTED)})|(?:{_words(COUNTED)})\s*[:：–-]?\s*\(?\s*{_NUMBER}\)?"
    rf"|(?:(?:leave|add|write|post|view|all|оставить|все|смотреть)\s+(?:a\s+)?)?(?:{_words(COUNTED)})\s*\(\d+\)"
    rf"|(?:no|нет|без|არ არის)\s+(?:{_words(COUNTED)})"
    rf"|(?:{_words(_TIMES)})\s*[:：]?\s*{_NUMBER}\s*(?:times?|раза?|-?ჯერ|разів)?",
    re.IGNORECASE,
)
_COUNTS = re.compile(rf"(?:(?:{_COUNT.pattern})[\s,;:|/•·]*){{2,4}}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(?:{_NUMBER}[\s|/•·]*){{1,4}}", re.IGNORECASE)
_DURATION = re.compile(
    rf"(?:{_READING})\s*[:：–-]?\s*[~≈]?\s*\d[\d\s–-]*\s*(?:{_words(_UNITS)})"
    rf"|[~≈]?\s*\d[\d\s–-]*[\s-]*(?:{_words(_UNITS)})\s*[.]?\s*(?:{_READING})",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:{_LABELS})\s*[:：]?[\s\d.,/+()−-]*(?:[aаა]\s*[+−-]?\s*){{0,4}}(?:\(?\d+\s\w+\)?)?", re.IGNORECASE
)
_LETTERS = re.compile(r"(?:[aаა][+−-]?\s*){2,4}|[aаა]\s*[+−-]", re.IGNORECASE)
_TOUCHED_AT = re.compile(rf"(?:{_TOUCHED})\b\s*[:：–-]?\s*(.*)", re.IGNORECASE)
_AGO_LINE = re.compile(_AGO, re.IGNORECASE)


def is_counter(text: str) -> bool:
    """Whether a whole line tells how an article fares rather than what it says.

    >>> [is_counter(line) for line in ("12 ნახვა", "5 min read", "Updated 2 hours ago", "5 views differ")]
    [True, True, True, False]
    """
    if len(text) > _LONGEST:
        return False
    line = _EDGE.sub("", text)
    if any(shape.fullmatch(line) for shape in (_COUNT, _DURATION, _LABELLED, _LETTERS, _AGO_LINE)):
        return True
    return _is_row(text) or _is_touched(line)


def _is_row(text: str) -> bool:
    """Whether a line is pictures with a number or a counter each: “👁 1,204 💬 3”; or counters side by side."""
    parts = [part for part in (_EDGE.sub("", part) for part in _PICTURE.split(text)) if part]
    if not _PICTURE.search(text):
        return _COUNTS.fullmatch(text) is not None
    return all(_NUMBERS.fullmatch(part) or _COUNT.fullmatch(part) for part in parts)


def _is_touched(line: str) -> bool:
    match = _TOUCHED_AT.fullmatch(line)
    if not match:
        return False
    rest = match[1]
    return not rest or _AGO_LINE.fullmatch(rest) is not None or parse_date(rest) is not None
