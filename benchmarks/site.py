"""A news site of any size: the same pages at every start, varied enough that compressing them is real work."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

#: Items on a page of the listing.
ITEMS = 20
#: What an article page weighs, in bytes, more or less.
_TEXT_SIZE = 11_400

#: The commonest words first, as in any text.
_ENGLISH = """
the of and to in a that is was for on with as by it from at be this had not are but which have an were their has
they one his been or who all would there when more said will its after also other two new about only some time could
these may then do first any my now such like our over man me even most made well back through years where much your
way down should because long each just state those people too mr how little good world make very year still see own
work men day get here between both life being under three never know same last another while us off might great go
come since against right came take used himself few house use place during high without again home around small
however found part government minister border village region road bridge river law court police army office report
letter answer question meeting council member party vote election session week month morning evening night winter
spring summer autumn market price money bank school teacher student doctor hospital station train bus water power
line gas field farm bread table door window street square city town capital north south east west country nation
language paper news story editor writer reader speaker chairman president deputy secretary adviser expert group
company union agreement treaty statement visit talks conference decision plan project budget tax trade export import
customs passport permit crossing checkpoint fence soldier officer guard prisoner detained released charged accused
sentenced appealed rejected approved signed opened closed built repaired restored moved arrived returned left met
discussed agreed refused announced confirmed denied warned asked told added noted stressed recalled according
earlier later today yesterday tomorrow recently already almost nearly about
""".split()
_ONSETS = "b br c ch d dr f g gr h j k l m n p pr qu r s st str t tr v w".split()
_VOWELS = "a e i o u ai ea io ou".split()
_CODAS = ["", "n", "r", "s", "t", "l", "nd", "st", "rm"]

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | The Loopback Monitor</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/site.css">
<link rel="alternate" type="application/rss+xml" href="/rss">
</head>
<body>
<header><a class="logo" href="/news"><img src="/assets/logo.svg" alt="The Loopback Monitor"></a>
<nav><ul><li><a href="/news">News</a></li>
<li><a href="/about">About</a></li>
<li><a href="/contact">Contact</a></li></ul></nav>
<form action="/search"><input type="search" name="q" placeholder="Search"><button>Search</button></form></header>
<main>
{main}
</main>
<footer><p>© The Loopback Monitor. All pages are made up.</p>
<ul><li><a href="/terms">Terms of use</a></li><li><a href="/privacy">Privacy</a></li></ul></footer>
</body>
</html>
"""


class Site:
    """Pages by path, gzipped and plain: `/news`, `/news/page/N`, `/news/display/N`, `/robots.txt`."""

    def __init__(self, pages: int) -> None:
        self._words = _vocabulary(random.Random(0))
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self._words))))
        self._titles = {number: self._title(number) for number in range(pages, 0, -1)}
        self.articles = {f"/news/display/{number}" for number in self._titles}
        self.bodies = {path: (text.encode(), gzip.compress(text.encode(), 6, mtime=0)) for path, text in self._paths()}

    def _paths(self) -> Iterator[tuple[str, str]]:
        yield "/robots.txt", "User-agent: *\nDisallow: /search\n"
        numbers = list(self._titles)
        last = -(-len(numbers) // ITEMS)
        for page in range(1, last + 1):
            listing = self._listing(numbers[(page - 1) * ITEMS : page * ITEMS], page, last)
            yield f"/news/page/{page}", listing
            if page == 1:
                yield "/news", listing
        for number in numbers:
            yield f"/news/display/{number}", self._article(number)

    def _listing(self, numbers: list[int], page: int, last: int) -> str:
        items = "\n".join(
            f'<div class="item"><h2><a href="/news/display/{n}">{self._titles[n]}</a></h2>\n'
            f"<p>{self._sentence(random.Random(-n))}</p>\n"
            f'<a class="more" href="/news/display/{n}">Read more</a></div>'
            for n in numbers
        )
        near = range(max(1, page - 2), min(last, page + 2) + 1)
        links = " ".join(f'<a href="/news/page/{n}">{n}</a>' for n in near if n != page)
        if page < last:
            links += f' <a rel="next" href="/news/page/{page + 1}">Next</a>'
        main = f"<h1>News</h1>\n{items}\n<div class='pages'>{links}</div>"
        return _PAGE.format(title=f"News, page {page}", main=main)

    def _article(self, number: int) -> str:
        dice = random.Random(number)
        day = date(2015, 1, 1) + timedelta(days=number % 3650)
        paragraphs: list[str] = []
        size = 0
        while size < _TEXT_SIZE:
            text = " ".join(self._sentence(dice) for _ in range(dice.randint(3, 6)))
            paragraphs.append(f"<p>{text}</p>")
            size += len(text)
        main = (
            f"<article><h1>{self._titles[number]}</h1>\n"
            f'<div class="date">{day:%Y / %m / %d}</div>\n<div class="text">\n' + "\n".join(paragraphs) + "\n</div>\n"
            '<ul class="tags"><li><a href="/news">News</a></li></ul></article>\n<a href="/news">Go Back</a>'
        )
        return _PAGE.format(title=self._titles[number], main=main)

    def _title(self, number: int) -> str:
        dice = random.Random(number + 10**6)
        words = " ".join(dice.choices(self._words, cum_weights=self._weights, k=8))
        return f"{words[0].upper()}{words[1:]} {number}"

    def _sentence(self, dice: random.Random) -> str:
        words = dice.choices(self._words, cum_weights=self._weights, k=dice.randint(8, 24))
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."


def _vocabulary(dice: random.Random) -> list[str]:
    """English words, and behind them 3,000 names of two to four syllables that nobody has."""

    def syllable() -> str:
        return dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS)

    names = {"".join(syllable() for _ in range(dice.choice([2, 2, 3, 4]))).capitalize() for _ in range(3000)}
    return list(dict.fromkeys(_ENGLISH)) + sorted(names)
