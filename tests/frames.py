"""Articles and page frames to set them in: what a site shows around a text, and in it, that is none of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, kw_only=True)
class Content:
    """An article as its author wrote it."""

    lang: str
    headline: str
    date: str
    """As a reader sees it; the day is 15 June 2022."""
    tags: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    """Kind (`p`, `lead`, `h`, `li`, `quote`, `cell`, `caption`, `video`) and text."""

    @property
    def body(self) -> str:
        """The text that is read: not the caption of a picture, not what stands in a video's place."""
        return " ".join(text for kind, text in self.parts if kind not in ("caption", "video"))


EN = Content(
    lang="en",
    headline="Railway Workers Mend the Bridge Over the Gorge",
    date="15 June 2022",
    tags=("Railway", "Gorge Region", "2022"),
    parts=(
        (
            "lead",
            "The bridge over the gorge, closed since the flood of 2019, will carry trains again before winter comes.",
        ),
        (
            "p",
            "On June 13 the minister of transport met the head of the region to speak of “the shortest way to the sea”.",
        ),
        ("caption", "The bridge in spring. Photo by the railway's own archive."),
        (
            "p",
            "“We counted 3,400 sleepers and replaced 1,200 of them,” the chief engineer said; the rest will follow in May.",
        ),
        ("h", "What the plan says"),
        ("p", "Three things are to be done before the first train runs:"),
        ("li", "the western arch is strengthened,"),
        ("li", "the signals of both stations are replaced,"),
        ("li", "a road for lorries is opened."),
        ("video", "Your browser does not support the video element."),
        ("quote", "Nobody here remembers when the last train came. My father does, and he is waiting at the station."),
        ("cell", "Year"),
        ("cell", "Trains"),
        ("cell", "2018"),
        ("cell", "212"),
        (
            "p",
            "The ministry will publish the next report in autumn, as it has done every year since the line was opened.",
        ),
        ("p", "No date was given."),
    ),
)
KA = Content(
    lang="ka",
    headline="რკინიგზის მუშებმა ხეობის ხიდი შეაკეთეს",
    date="15 ივნისი, 2022",
    tags=("რკინიგზა", "ხეობის რეგიონი"),
    parts=(
        ("lead", "ხეობის ხიდზე, რომელიც 2019 წლის წყალდიდობის შემდეგ დაკეტილია, მატარებლები ზამთრამდე ისევ ივლიან."),
        ("p", "13 ივნისს ტრანსპორტის მინისტრი რეგიონის ხელმძღვანელს შეხვდა და „ზღვისკენ უმოკლეს გზაზე“ ისაუბრა."),
        ("h", "რა წერია გეგმაში"),
        ("p", "პირველი მატარებლის გასვლამდე სამი რამ უნდა გაკეთდეს:"),
        ("li", "დასავლეთის თაღი გამაგრდება,"),
        ("li", "ორივე სადგურის სიგნალები შეიცვლება."),
        ("quote", "აქ არავის ახსოვს, ბოლო მატარებელი როდის მოვიდა. მამაჩემს ახსოვს და სადგურზე იცდის."),
        ("p", "სამინისტრო შემდეგ ანგარიშს შემოდგომაზე გამოაქვეყნებს, როგორც ყოველ წელს, ხაზის გახსნის დღიდან."),
    ),
)
RU = Content(
    lang="ru",
    headline="Железнодорожники чинят мост через ущелье",
    date="15 июня 2022 г.",
    tags=("Железная дорога", "Ущелье"),
    parts=(
        ("p", "По мосту через ущелье, закрытому после наводнения 2019 года, поезда пойдут снова ещё до начала зимы."),
        ("p", "13 июня министр транспорта встретился с главой района и говорил о «самом коротком пути к морю»."),
        ("h", "Что сказано в плане"),
        ("li", "западную арку укрепят,"),
        ("li", "сигналы обеих станций заменят."),
        ("quote", "Никто здесь не помнит, когда пришёл последний поезд. Мой отец помнит и ждёт на станции."),
        ("p", "Следующий отчёт министерство опубликует осенью, как делало каждый год с тех пор, как открыли линию."),
    ),
)
EN_SHORT = Content(
    lang="en",
    headline="Talks on the Gorge Road Go On",
    date="2022 / 06 / 15",
    tags=("Roads",),
    parts=(
        (
            "p",
            "Both sides met for the third time this year and spoke about the road through the gorge, the press office said.",
        ),
        ("p", "No date was given."),
    ),
)
KA_SHORT = Content(
    lang="ka",
    headline="მოლაპარაკება ხეობის გზაზე გრძელდება",
    date="15.06.2022",
    tags=("გზები",),
    parts=(("p", "მხარეები ამ წელს მესამედ შეხვდნენ ერთმანეთს და ხეობის გზაზე ისაუბრეს, თარიღი არ დასახელებულა."),),
)
RU_SHORT = Content(
    lang="ru",
    headline="Переговоры о дороге через ущелье продолжаются",
    date="Опубликовано: 15.06.2022, 10:20",
    tags=("Дороги",),
    parts=(
        (
            "p",
            "Стороны встретились в третий раз за год и говорили о дороге через ущелье, сообщила пресс-служба района.",
        ),
        ("p", "Дату не назвали."),
    ),
)
CONTENTS: Mapping[str, Content] = {
    "en": EN,
    "ka": KA,
    "ru": RU,
    "en short": EN_SHORT,
    "ka short": KA_SHORT,
    "ru short": RU_SHORT,
}

# How a text is written


def _joined(parts: Sequence[tuple[str, str]], forms: Mapping[str, str]) -> list[str]:
    """The parts in a form each; entries of one list and cells of one row stay together."""
    out: list[str] = []
    last = ""
    for kind, text in parts:
        html = forms[kind].format(escape(text, quote=False))
        if kind in ("li", "cell") and last == kind and "{wrap}" not in html:
            out[-1] += html
        else:
            out.append(html)
        last = kind
    return [
        f"<ul>{h}</ul>" if h.startswith("<li") else f"<table><tr>{h}</tr></table>" if h.startswith("<td") else h
        for h in out
    ]


_PICTURE = '<figure><img src="/p.jpg" alt=""><figcaption>{}</figcaption></figure>'
_FORMS = {
    "p": "<p>{}</p>",
    "lead": "<p><strong>{}</strong></p>",
    "h": "<h3>{}</h3>",
    "li": "<li>{}</li>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "cell": "<td>{}</td>",
    "caption": _PICTURE,
    "video": '<video controls src="/v.mp4">{}</video>',
}


def paragraphs(content: Content) -> list[str]:
    return _joined(content.parts, _FORMS)


def divisions(content: Content) -> list[str]:
    return _joined(
        content.parts,
        _FORMS | {"p": "<div>{}</div>", "lead": "<div><b>{}</b></div>", "h": "<div><b>{}</b></div>",
                  "quote": "<div><i>{}</i></div>", "cell": "<td><span>{}</span></td>"},
    )  # fmt: skip


def line_breaks(content: Content) -> list[str]:
    """Lines between line breaks, in no element of their own."""
    forms = _FORMS | {"p": "{}<br><br>", "lead": "<b>{}</b><br><br>", "h": "<b>{}</b><br><br>", "quote": "{}<br><br>"}
    return _joined(content.parts, forms | {"li": "{}<br>", "cell": "{}<br>"})


def pasted(content: Content) -> list[str]:
    """As out of a word processor."""
    span = '<p class="MsoNormal" style="margin:0"><span lang="X" style="font-size:12.0pt">{}<o:p></o:p></span></p>'
    return _joined(content.parts, _FORMS | {"p": span, "lead": span, "h": f"<b>{span}</b>", "quote": span, "li": span})


WRITINGS: Mapping[str, Callable[[Content], list[str]]] = {
    "paragraphs": paragraphs,
    "divisions": divisions,
    "line breaks": line_breaks,
    "pasted": pasted,
}


# Where it stands


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a page shows besides, by where it stands."""

    top: str = ""
    """Before everything."""
    before: str = ""
    """Right above the headline, in its element."""
    under: str = ""
    """Between headline and date."""
    beside: str = ""
    """In the date's line."""
    above: str = ""
    """Between date and text."""
    between: str = ""
    """After the text's second paragraph."""
    within: str = ""
    """After its last one, in the same element."""
    below: str = ""
    """After the element of the text."""
    side: str = ""
    """In a column of its own."""
    bottom: str = ""
    tags: bool = True
    """Whether the page shows the tags."""
    head: str = ""
    title: str = "{} — The Gorge"
    """Of the document; every page's can be the same."""
    attributes: str = field(default="")
    """Of the element around the article."""


_TAG_LABEL = {"en": "Tags", "ka": "ტეგები", "ru": "Теги"}


def tag_line(content: Content) -> str:
    links = ", ".join(f'<a href="/news/tag/{tag.replace(" ", "_")}">{tag}</a>' for tag in content.tags)
    return f"<div>{_TAG_LABEL[content.lang]}: {links}</div>"


def _text(content: Content, frame: Frame, writing: Callable[[Content], list[str]]) -> str:
    pieces = writing(content)
    return "".join([*pieces[:2], frame.between, *pieces[2:], frame.within])


def _document(content: Content, frame: Frame, inside: str) -> str:
    title = frame.title.format(escape(content.headline))
    return (
        f'<!doctype html><html lang="{content.lang}"><head><meta charset="utf-8"><title>{title}</title>{frame.head}</head>'
        f"<body>{inside}</body></html>"
    )


def divs(content: Content, frame: Frame, writing: Callable[[Content], list[str]]) -> str:
    """Nothing but `<div>`."""
    return _document(
        content,
        frame,
        f'{frame.top}<div class="wrap"><div {frame.attributes}>{frame.before}<div>{escape(content.headline)}</div>'
        f"{frame.under}<div>{content.date} {frame.beside}</div>{frame.above}"
        f"<div>{_text(content, frame, writing)}</div>{frame.below}{tag_line(content) if frame.tags else ''}</div>"
        f"<div>{frame.side}</div></div>{frame.bottom}",
    )


def headed(content: Content, frame: Frame, writing: Callable[[Content], list[str]]) -> str:
    """A heading, the date in a span, the text in the same element."""
    return _document(
        content,
        frame,
        f"{frame.top}<div {frame.attributes}>{frame.before}<h1>{escape(content.headline)}</h1>{frame.under}"
        f"<p><span>{content.date}</span> {frame.beside}</p>{frame.above}{_text(content, frame, writing)}{frame.below}"
        f"{tag_line(content) if frame.tags else ''}</div><div>{frame.side}</div>{frame.bottom}",
    )


def semantic(content: Content, frame: Frame, writing: Callable[[Content], list[str]]) -> str:
    """The elements of HTML5."""
    return _document(
        content,
        frame,
        f"<header>{frame.top}</header><main><article {frame.attributes}><header>{frame.before}"
        f"<h2>{escape(content.headline)}</h2>{frame.under}<div><time>{content.date}</time> {frame.beside}</div></header>"
        f"{frame.above}<section>{_text(content, frame, writing)}</section>{frame.below}"
        f"{tag_line(content) if frame.tags else ''}</article></main><aside>{frame.side}</aside>"
        f"<footer>{frame.bottom}</footer>",
    )


def table(content: Content, frame: Frame, writing: Callable[[Content], list[str]]) -> str:
    """A layout of tables, the side column first."""
    return _document(
        content,
        frame,
        f"<table><tr><td colspan=2>{frame.top}</td></tr><tr><td>{frame.side}</td><td><table {frame.attributes}>"
        f"<tr><td>{frame.before}<b>{escape(content.headline)}</b></td></tr><tr><td>{frame.under}<i>{content.date}</i>"
        f" {frame.beside}</td></tr><tr><td>{frame.above}</td></tr><tr><td>{_text(content, frame, writing)}</td></tr>"
        f"<tr><td>{frame.below}{tag_line(content) if frame.tags else ''}</td></tr></table></td></tr></table>{frame.bottom}",
    )


SHELLS: Mapping[str, Callable[[Content, Frame, Callable[[Content], list[str]]], str]] = {
    "divs": divs,
    "headed": headed,
    "semantic": semantic,
    "table": table,
}


# What a page says besides

MENU = (
    '<ul><li><a href="/news">News</a></li><li><a href="/review">Monthly Review</a></li>'
    '<li><a href="/about">About the project</a></li><li><a href="/contact">Contact</a></li></ul>'
)
FOOT = "<div>© 2019–2026 The Gorge. All rights reserved. 1 Example Street, 0108, a town in the mountains</div>"
BARE = Frame(top=MENU, bottom=FOOT)

_OTHERS = (
    ("/news/display/21", "Snow closes the northern pass for the third time since autumn began", "12 June 2022"),
    ("/news/display/22", "A school in the upper village gets its first teacher of mathematics", "11 June 2022"),
    ("/news/display/23", "ზემო სოფლის სკოლას მათემატიკის პირველი მასწავლებელი ჰყავს", "2022 / 06 / 10"),
    ("/news/display/24", "Снег в третий раз с начала осени закрыл северный перевал", "9 июня 2022"),
)
_TEASER = "The road was closed at noon, and nobody could say when it would be opened again to lorries and to buses."
_LINKED = "".join(f'<li><a href="{url}">{title}</a></li>' for url, title, _ in _OTHERS)
_DATED = "".join(f'<li><a href="{url}">{title}</a> <span>{day}</span></li>' for url, title, day in _OTHERS)
_CARDS = "".join(
    f'<div><a href="{url}"><img src="/t.jpg" alt=""></a><h4><a href="{url}">{title}</a></h4><p>{_TEASER}</p>'
    f'<span>{day}</span> <a href="{url}">Read more</a></div>'
    for url, title, day in _OTHERS
)
_RANKED = "".join(
    f'<div><span>{n}</span> <a href="{url}">{title}</a> <em>{n}{n}4</em></div>'
    for n, (url, title, _) in enumerate(_OTHERS, 1)
)

#: Lines of counters, labels and links that stand at an article, one a line.
LINES = """
Views: 123
123 views
1,234 views
Views 1 024
1.2K views
👁 1,234
👁 12
Views
Seen 123 times
Read 1234 times
Hits: 1234
Viewed: 12
3 Comments
4 Comments
No Comments
0 comments
Comments (3)
Comments: 3
💬 3
Leave a comment (3)
12 shares
1.5K Shares
Shares: 12
Share 12
Likes: 5
5 likes
Like 5
❤ 15
Rating: 4.5/5 (12 votes)
5 min read
5 minute read
Reading time: 5 minutes
4 mins read
Updated 2 hours ago
Last updated: 3 days ago
Updated: 24 November 2026
2 hours ago
A A A
A+ A-
Font size: A A A
Text size
Print
Print | E-mail | PDF
E-mail to a friend
Listen to this article
Advertisement
- Advertisement -
Sponsored
ნახვა: 12
12 ნახვა
ნახვები: 1 024
ნანახია: 12
ნანახია 12-ჯერ
წაკითხულია: 12
3 კომენტარი
კომენტარი: 3
კომენტარები (3)
5 გაზიარება
მოწონება: 5
წაკითხვის დრო: 5 წუთი
5 წუთის საკითხავი
განახლდა 2 საათის წინ
ბეჭდვა
შრიფტის ზომა: ა ა ა
რეკლამა
Просмотров: 5
5 просмотров
Просмотры 1 024
Просмотры: 5
1 просмотр
Прочитано 5 раз
Прочитали: 512
3 комментария
Комментариев: 3
Комментарии (3)
Нет комментариев
Поделились: 5
Нравится 5
5 лайков
Время чтения: 5 минут
5 мин. чтения
Обновлено 2 часа назад
Версия для печати
Размер шрифта: А А А
Реклама
""".strip().splitlines()

#: Boxes with texts or links of their own.
BOXES: Mapping[str, str] = {
    "related, a heading and links": f"<div><h4>Related</h4><ul>{_LINKED}</ul></div>",
    "related, no heading": f"<ul>{_LINKED}</ul>",
    "related, with dates": f"<div><h3>Latest news</h3><ul>{_DATED}</ul></div>",
    "related, cards": f"<div><h3>See also</h3>{_CARDS}</div>",
    "related, cards without a heading": f"<div>{_CARDS}</div>",
    "most read, with numbers": f"<div><b>Most read</b>{_RANKED}</div>",
    "ყველაზე კითხვადი": f"<div><h4>ყველაზე კითხვადი</h4>{_RANKED}</div>",
    "Самое читаемое": f"<div><h4>Самое читаемое</h4>{_RANKED}</div>",
    "newsletter": (
        "<div><h4>Sign up for our newsletter</h4><p>Get the best stories of the week in your inbox every Friday"
        ' morning.</p><form><input type="email"><button>Subscribe</button></form></div>'
    ),
    "share": '<div><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Telegram</a> 12</div>',
    "share, in words": '<p>Share this: <a href="#">Facebook</a> | <a href="#">Telegram</a></p>',
    "neighbours": (
        '<div><a href="/news/display/6">« Snow closes the northern pass for the third time</a>'
        ' <a href="/news/display/8">A school in the upper village gets its first teacher »</a></div>'
    ),
    "neighbours, labelled": (
        '<div><span>Previous article</span><a href="/news/display/6">Snow closes the northern pass again</a></div>'
        '<div><span>Next article</span><a href="/news/display/8">A school gets its first teacher</a></div>'
    ),
    "go back": '<div><a href="/news"><span>Go Back</span><span>Go Back</span></a></div>',
    "tag cloud": "<div><h4>Tags</h4>"
    + " ".join(f'<a href="/t/{n}">Word{n} ({n})</a>' for n in range(3, 20))
    + "</div>",
    "comments": (
        "<div><h3>2 Comments</h3><ul><li><b>Nino</b> <span>16 June 2022, 10:00</span><p>I remember the last train, it came on"
        " a Sunday in autumn and nobody got off at our station.</p></li><li><b>Giorgi</b> <span>17 June 2022</span>"
        "<p>And who will pay for it?</p></li></ul></div>"
    ),
    "author": (
        "<div><h4>About the author</h4><p>Jane Doe writes about roads and bridges. She lives in the capital and has worked"
        " for the project since 2018.</p></div>"
    ),
    "login": '<p>Welcome, guest! <a href="/login">Log in</a> or <a href="/join">register</a></p>',
    "languages": '<div><a href="/ka/7">ქართული</a> | <a href="/en/7">English</a> | <a href="/ru/7">Русский</a></div>',
    "search": '<form action="/s"><label>Search</label> <input name="q"><button>Find</button></form>',
    "advert": '<div><small>Advertisement</small><a href="http://ads.example/1"><img src="/ad.png" alt="Buy"></a></div>',
    "script": '<script nonce="a1b2c3">var t = "2026-11-24 The text of a script, which no reader ever sees.";</script>',
}
#: Boxes that only stand around an article, never in it.
AROUND: Mapping[str, str] = {
    "today": "<div>Tuesday, 24 November 2026</div>",
    "today in Georgian": "<div>სამშაბათი, 24 ნოემბერი, 2026</div>",
    "weather and money": "<div>Tbilisi +5 °C</div><div>USD 2.7012</div><div>EUR 2.9213</div><div>12:45</div>",
    "cookies": (
        "<div><p>We use cookies to improve your experience on our website. By going on you accept our privacy policy.</p>"
        "<button>Accept</button></div>"
    ),
    "cookies in Russian": (
        "<div><p>Мы используем файлы cookie, чтобы сайт работал лучше. Продолжая пользоваться сайтом, вы соглашаетесь с"
        " этим.</p><button>Хорошо</button></div>"
    ),
    "cookies in Georgian": (
        "<div><p>ჩვენი საიტი იყენებს cookie ფაილებს, რომ უკეთ იმუშაოს. საიტის გამოყენებით თქვენ ამას ეთანხმებით.</p>"
        "<button>თანხმობა</button></div>"
    ),
    "about": (
        "<div><h4>About us</h4><p>The Gorge is a small magazine about roads, railways and the people who live along them."
        " It appears twice a month in three languages.</p></div>"
    ),
}
#: What stands between two paragraphs and leads to another article.
POINTERS: Mapping[str, str] = {
    "read also": '<p><b>Read also:</b> <a href="/news/display/21">Snow closes the northern pass for the third time</a></p>',
    "read also, a line above": '<div><p>Read also</p><p><a href="/news/display/21">Snow closes the northern pass</a></p></div>',
    "ასევე წაიკითხეთ": '<p>ასევე წაიკითხეთ: <a href="/news/display/23">ზემო სოფლის სკოლას მასწავლებელი ჰყავს</a></p>',
    "Читайте также": '<p>Читайте также: <a href="/news/display/24">Снег закрыл северный перевал</a></p>',
    "a link alone": '<p><a href="/news/display/21">Snow closes the northern pass for the third time since autumn</a></p>',
    "a box": f"<div><h4>More on this</h4><ul>{_LINKED}</ul></div>",
    "a card": (
        '<div><a href="/news/display/21"><img src="/t.jpg" alt=""></a><a href="/news/display/21">Snow closes the northern'
        f" pass for the third time</a><p>{_TEASER}</p></div>"
    ),
    "advert": "<div>Advertisement</div>",
    "newsletter": BOXES["newsletter"],
    "share": BOXES["share"],
}
