"""How fast dates in texts are found: `python -m benchmarks.dates`.

Made-up teasers of about 300 characters in three languages, each different, with one to four dates; and a text of ten
kilobytes without any. Beside it dateparser's `search_dates`, told the language, on fewer texts, where it is installed.
Printed are texts a second of processor time of one core, the best of the rounds, and the ratio.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec

from pipelines.normalise.dates import find_dates

_ANCHOR = "2024-12-20"
#: Sentences by language; `{d}` is a day of the month, `{y}` a year.
_SENTENCES = {
    "en": (
        "On December {d}, the ministers of both sides met and signed a plan of consultations for {y}-2025.",
        "The commission convened on September {d}, and the format of its meetings remained unchanged.",
        "Nobody may cross the line at night, and forces march through the town, residents say.",
        "The 78th session heard 103 speakers, of whom 52 supported Resolution 1244 without debate.",
        "He has supervised both directions since {y}, and leads the working group on missing persons.",
    ),
    "ka": (
        "{d} დეკემბერს ორი მხარის მინისტრები შეხვდნენ და {y}-2025 წლების კონსულტაციების გეგმას მოაწერეს ხელი.",
        "კომისია {d} სექტემბერს შეიკრიბა, მისი სხდომების ფორმატი უცვლელი დარჩა.",
        "ღამით ხაზს ვერავინ კვეთს, ამბობენ ადგილობრივები, გზა კი დაკეტილია.",
        "78-ე სესიაზე 103 მომხსენებელი გამოვიდა, 52-მა რეზოლუციას მხარი დაუჭირა.",
        "ის {y} წლიდან ორივე მიმართულებას კურირებს და სამუშაო ჯგუფს ხელმძღვანელობს.",
    ),
    "ru": (
        "{d} декабря министры двух сторон встретились и подписали план консультаций на {y}–2025 годы.",
        "Комиссия собралась {d} сентября, формат её заседаний не изменился.",
        "Ночью линию никто не пересекает, говорят местные жители, и дорога закрыта.",
        "На 78-й сессии выступили 103 оратора, 52 из них поддержали резолюцию 1244.",
        "С {y} года он курирует оба направления и возглавляет рабочую группу.",
    ),
}


def teasers(lang: str, count: int) -> list[str]:
    """So many different texts of about 300 characters."""
    chance = random.Random(lang)
    out = []
    for _ in range(count):
        sentences = chance.sample(_SENTENCES[lang], 4)
        text = " ".join(sentences).replace("{d}", str(chance.randint(1, 28)), 1)
        out.append(
            text.replace("{d}", str(chance.randint(1, 28))).replace("{y}", str(chance.randint(1995, 2023)))[:320]
        )
    return out


def rate(read: Callable[[str], object], texts: Iterable[str], rounds: int) -> float:
    """Texts a second of processor time, the best of the rounds."""
    texts = list(texts)
    best = min(_cost(read, texts) for _ in range(rounds))
    return len(texts) / best


def _cost(read: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def _dateparser(lang: str) -> Callable[[str], object] | None:
    if find_spec("dateparser") is None:
        return None
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=[lang])


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="How fast dates in texts are found.")
    parser.add_argument("--texts", type=int, default=3000, help="texts a language")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'texts':<24}{'find_dates/s':>14}{'dateparser/s':>14}{'ratio':>8}")
    for lang in _SENTENCES:
        texts = teasers(lang, asked.texts)
        ours = rate(lambda text, lang=lang: find_dates(text, lang, _ANCHOR), texts, asked.rounds)  # type: ignore[misc]
        other = _dateparser(lang)
        theirs = rate(other, texts[: max(1, asked.texts // 50)], 1) if other else None
        beside = f"{theirs:>14.0f}{ours / theirs:>8.0f}" if theirs else f"{'not installed':>14}"
        print(f"{lang + ', 300 characters':<24}{ours:>14.0f}{beside}")
    quiet = "The sides discussed the format of the talks, and nobody was there to see them leave. " * 118
    print(f"{'10 KB without dates':<24}{rate(find_dates, [quiet] * 200, asked.rounds):>14.0f}")


if __name__ == "__main__":
    main()
