"""Articles, ways of writing their paragraphs, and page frames to set them in."""

from __future__ import annotations

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
            "On June 13 the minister of transport met the head of the region to speak of “the shortest way”.",
        ),
        ("caption", "The bridge in spring. Photo by the railway's own archive."),
        (
            "p",
            "“We counted 3,400 sleepers and replaced 1,200 of them,” the engineer said; the rest will follow in May.",
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
            "Both sides met for the third time this year and spoke about the road through the gorge, an office said.",
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
        f'<!doctype html><html lang="{content.lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{frame.head}</head><body>{inside}</body></html>"
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
        f"<h2>{escape(content.headline)}</h2>{frame.under}<div><time>{content.date}</time> {frame.beside}</div>"
        f"</header>{frame.above}<section>{_text(content, frame, writing)}</section>{frame.below}"
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
        f"<tr><td>{frame.below}{tag_line(content) if frame.tags else ''}</td></tr></table></td></tr>"
        f"</table>{frame.bottom}",
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
