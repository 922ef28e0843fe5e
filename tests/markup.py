"""Random markup: one list of entries as a whole page, in a structure that a seed decides.

No two seeds need to have anything in common but what a reader sees: the entries in order, and around them
what surrounds every list (menu, language switch, breadcrumbs, label, sidebar, slider, page numbers, footer).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HOST = "http://news.example"
WORDS = {
    "en": {
        "menu": ["Home", "News", "Monthly review", "About the project", "Contact", "Publications and analysis"],
        "label": "Tag",
        "back": "Back to full list",
        "more": ["Read more", "Read More »", "Continue reading", "More…", "Full story", "Details"],
        "next": ["Next", "Next »", "Next page", "›", "→", "Older posts"],
        "prev": ["Previous", "«", "Newer posts"],
        "latest": "Latest news",
        "popular": "Most read",
        "foot": "All rights reserved. The opinions in these texts are those of their authors and of nobody else.",
    },
    "ka": {
        "menu": [
            "მთავარი",
            "სიახლეები",
            "ყოველთვიური მიმოხილვა",
            "პროექტის შესახებ",
            "კონტაქტი",
            "პუბლიკაციები და ანალიზი",
        ],
        "label": "ტეგი",
        "back": "სრულ სიაში დაბრუნება",
        "more": ["სრულად", "ვრცლად", "წაიკითხე მეტი", "მეტი", "დაწვრილებით"],
        "next": ["შემდეგი", "შემდეგი გვერდი", "»", "მომდევნო"],
        "prev": ["წინა", "«"],
        "latest": "ბოლო სიახლეები",
        "popular": "ყველაზე კითხვადი",
        "foot": "ყველა უფლება დაცულია. ტექსტებში გამოთქმული მოსაზრებები ეკუთვნით მათ ავტორებს.",
    },
    "ru": {
        "menu": ["Главная", "Новости", "Ежемесячный обзор", "О проекте", "Контакты", "Публикации и анализ"],
        "label": "Тег",
        "back": "Назад к полному списку",
        "more": ["Читать далее", "Подробнее", "Читать дальше →", "Далее…"],
        "next": ["Следующая", "Вперёд", "Следующая страница", "»"],
        "prev": ["Предыдущая", "«"],
        "latest": "Последние новости",
        "popular": "Самое читаемое",
        "foot": "Все права защищены. Мнения, высказанные в текстах, принадлежат их авторам.",
    },
}
ENTRY_TAGS = ("div", "li", "article", "section", "td", "tr", "news-card", "blockquote")
LISTS = {"li": ("ul", "ol"), "td": ("table",), "tr": ("table",)}


@dataclass(frozen=True)
class Entry:
    """What a reader sees of one entry, and where it leads."""

    title: str
    excerpt: str
    url: str


@dataclass
class Markup:
    """One way to write a page, decided by a seed."""

    seed: int
    rng: Random = field(init=False)
    choices: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        r = self.rng
        self.lang = self.pick("lang", ["en", "ka", "ru"])
        self.words = WORDS[self.lang]
        self.naming = self.pick("naming", ["none", "plain", "random", "numbered"])
        self.names: dict[str, str] = {}
        self.count = 0
        self.title_tag = self.pick("title", ["h2", "h3", "h4", "h5", "h1", "div", "p", "b", "strong", "span"])
        self.excerpt_tag = self.pick("excerpt", ["p", "div", "span", "text", "p-in-div"])
        self.more = self.pick("more", ["link", "two spans", "two links", "button", "paragraph"])
        self.more_text = r.choice(self.words["more"])
        self.linked = self.pick("linked", ["title and more", "more", "title", "card", "image, title and more"])
        self.flow = self.pick("flow", ["block", "block", "block", "flat", "dl", "rows", "grid", "pairs", "br"])
        self.image = self.pick("image", ["none", "first", "after title", "linked"])
        self.depth = int(str(self.pick("depth", [0, 0, 1, 2])))
        self.entry_tag = str(self.pick("entry", list(ENTRY_TAGS)))
        self.odd = self.pick("odd", ["alike", "alike", "first", "last", "odd"])
        self.between = self.pick("between", ["nothing", "nothing", "hr", "ad", "br"])
        self.indent = self.pick("indent", ["", "\n", "\n    "])

    def pick(self, name: str, values: Sequence[object]) -> object:
        value = self.rng.choice(list(values))
        self.choices[name] = value
        return value

    def attribute(self, role: str) -> str:
        """A class attribute for a role, as the page's author names things."""
        self.count += 1
        if self.naming == "none":
            return ""
        if self.naming == "plain":
            return f' class="{role}"'
        if role not in self.names:
            self.names[role] = "".join(self.rng.choice("abcdefghkmnprstuvw") for _ in range(6))
        name = self.names[role]
        return f' class="{name} {name}-{self.count}"' if self.naming == "numbered" else f' class="{name}"'

    def tag(self, name: str, content: str, role: str = "", extra: str = "") -> str:
        return f"{self.indent}<{name}{self.attribute(role) if role else ''}{extra}>{content}</{name}>"

    def link(self, url: str, content: str, role: str = "lnk") -> str:
        return f'<a{self.attribute(role)} href="{escape(url)}">{content}</a>'

    # One entry.

    def read_more(self, url: str) -> str:
        text = escape(self.more_text)
        if self.more == "two spans":
            return self.link(url, f"<span>{text}</span><span>{text}</span>", "more")
        if self.more == "two links":
            return self.link(url, text, "more-wide") + self.link(url, text, "more-small")
        if self.more == "button":
            return self.link(url, f"<button>{text}</button>", "more")
        if self.more == "paragraph":
            return self.tag("p", self.link(url, text, "more"))
        return self.link(url, text, "more")

    def parts(self, entry: Entry) -> dict[str, str]:
        """Title, excerpt, link and picture of an entry, as HTML."""
        linked = str(self.linked)
        title = escape(entry.title)
        if "title" in linked:
            title = self.link(entry.url, title, "headline")
        tag = str(self.title_tag)
        inline = tag in ("b", "strong", "span")
        parts = {"title": self.tag(tag, title, "name")}
        text = escape(entry.excerpt)
        if self.excerpt_tag == "text":
            parts["excerpt"] = ("<br>" if inline else "") + text
        elif self.excerpt_tag == "p-in-div":
            parts["excerpt"] = self.tag("div", self.tag("p", text), "body")
        elif self.excerpt_tag == "span":
            parts["excerpt"] = ("<br>" if inline else "") + self.tag("span", text, "body")
        else:
            parts["excerpt"] = self.tag(str(self.excerpt_tag), text, "body")
        parts["more"] = self.read_more(entry.url) if "more" in linked else ""
        if parts["more"] and self.excerpt_tag in ("text", "span") and self.more != "paragraph":
            parts["more"] = "<br>" + parts["more"]
        picture = '<img src="/i/1.jpg" alt="">'
        if self.image == "linked" or "image" in linked:
            picture = self.link(entry.url, picture, "pic")
        parts["image"] = "" if self.image == "none" and "image" not in linked else picture
        return parts

    def card(self, entry: Entry) -> str:
        """A card that is one link."""
        text = escape(self.more_text)
        tag = "span" if self.rng.random() < 0.3 else "div"
        title_tag = str(self.title_tag) if self.title_tag != "p" else "h3"
        inner = '<img src="/i/1.jpg" alt="">' if self.image != "none" else ""
        inner += self.tag(title_tag, escape(entry.title), "name") + self.tag(tag, escape(entry.excerpt), "body")
        if self.more != "link":
            inner += self.tag("span", text, "more")
        return self.link(entry.url, inner, "card")

    def inner(self, entry: Entry) -> str:
        if self.linked == "card":
            return self.card(entry)
        parts = self.parts(entry)
        order = (
            ["title", "image", "excerpt", "more"]
            if self.image == "after title"
            else ["image", "title", "excerpt", "more"]
        )
        content = "".join(parts[name] for name in order)
        for level in range(self.depth):
            content = self.tag("div", content, f"wrap{level}")
        return content

    def entry(self, entry: Entry, n: int, total: int) -> str:
        tag = self.entry_tag
        role = "item"
        if (self.odd == "first" and n == 0) or (self.odd == "last" and n == total - 1) or (self.odd == "odd" and n % 2):
            role = "item-" + str(self.odd)
        content = self.inner(entry)
        if tag == "tr":
            return f"<tr><td>{n + 1}.</td>{self.tag('td', content, role)}</tr>"
        if self.odd in ("first", "last") and role != "item" and tag not in ("li", "td"):
            content = self.tag("div", content, "featured")
        return self.tag(tag, content, role)

    # The list.

    def entries(self, entries: Sequence[Entry]) -> str:
        """All entries as one list."""
        flows: dict[object, Callable[[Sequence[Entry]], str]] = {
            "flat": self.flat,
            "dl": self.definitions,
            "rows": self.rows,
            "grid": self.grid,
            "pairs": self.pairs,
            "br": self.broken,
        }
        if self.linked == "card" and self.flow in ("flat", "dl", "rows", "br", "pairs"):
            return self.block(entries)
        return flows.get(self.flow, self.block)(entries)

    def block(self, entries: Sequence[Entry]) -> str:
        blocks = [self.entry(e, n, len(entries)) for n, e in enumerate(entries)]
        tag = self.entry_tag
        if tag == "td":
            blocks = [f"<tr>{b}</tr>" for b in blocks]
        joined = (
            self.joined(blocks) if tag in ("div", "article", "section", "news-card", "blockquote") else "".join(blocks)
        )
        outer = self.rng.choice(LISTS.get(tag, ("div", "section", "main")))
        return self.tag(outer, joined, "list")

    def joined(self, blocks: Sequence[str]) -> str:
        if self.between == "ad":
            ad = self.tag("div", '<a href="http://ads.example/x">Buy a new kettle today</a>', "promo")
            return "".join(b + (ad if n in (2, 6) else "") for n, b in enumerate(blocks))
        glue = {"hr": "<hr>", "br": "<br>"}.get(str(self.between), "")
        return glue.join(blocks)

    def flat(self, entries: Sequence[Entry]) -> str:
        content = []
        for entry in entries:
            parts = self.parts(entry)
            content.append("".join(parts[k] for k in ("image", "title", "excerpt", "more")) + "<br>")
        return self.tag("div", ("<hr>" if self.between == "hr" else "").join(content), "list")

    def broken(self, entries: Sequence[Entry]) -> str:
        """Text and line breaks, and nothing else."""
        content = []
        for entry in entries:
            title, excerpt = escape(entry.title), escape(entry.excerpt)
            if "title" in str(self.linked):
                title = self.link(entry.url, title)
            if self.title_tag in ("b", "strong", "h3"):
                title = f"<b>{title}</b>"
            more = self.link(entry.url, escape(self.more_text)) if "more" in str(self.linked) else ""
            content.append(f"{title}<br>{excerpt}<br>{more}")
        return self.tag("div", "<br><br>".join(content), "list")

    def definitions(self, entries: Sequence[Entry]) -> str:
        content = []
        for entry in entries:
            parts = self.parts(entry)
            content.append(f"<dt>{parts['title']}</dt><dd>{parts['excerpt']}{parts['more']}</dd>")
        return self.tag("dl", "".join(content), "list")

    def rows(self, entries: Sequence[Entry]) -> str:
        """A table in which an entry takes several rows."""
        content = []
        for entry in entries:
            parts = self.parts(entry)
            cells = [parts["title"], parts["excerpt"]] + ([parts["more"].removeprefix("<br>")] if parts["more"] else [])
            content.append("".join(f"<tr><td>{cell}</td></tr>" for cell in cells))
        return self.tag("table", "".join(content), "list")

    def grid(self, entries: Sequence[Entry]) -> str:
        width = self.rng.choice([2, 3])
        cells = [self.tag("div", self.inner(e), "cell") for e in entries]
        rows = [self.tag("div", "".join(cells[n : n + width]), "row") for n in range(0, len(cells), width)]
        return self.tag("div", "".join(rows), "grid")

    def pairs(self, entries: Sequence[Entry]) -> str:
        """Head and body of an entry as two blocks side by side."""
        content = []
        for entry in entries:
            parts = self.parts(entry)
            head = self.tag("div", parts["image"] + parts["title"], "head")
            content.append(head + self.tag("div", parts["excerpt"] + parts["more"], "rest"))
        return self.tag("div", "".join(content), "list")

    # The page around it.

    def menu(self) -> str:
        links = [
            self.link(f"/{p}", escape(t))
            for p, t in zip(
                ("", "news", "monthly-review", "about-project", "contact", "publications"),
                self.words["menu"],
                strict=True,
            )
        ]
        style = self.pick("menu", ["nav", "ul", "div", "table", "inline"])
        if style == "nav":
            return self.tag("nav", "".join(links), "navigation")
        if style == "ul":
            return self.tag("ul", "".join(f"<li>{x}</li>" for x in links), "topmenu")
        if style == "table":
            return f"<table><tr>{''.join(f'<td>{x}</td>' for x in links)}</tr></table>"
        return self.tag("div", (" | " if style == "inline" else "").join(links), "top")

    def before(self, tag: str, entries: Sequence[Entry]) -> str:
        logo = self.link("/", '<img src="/logo.png" alt="Roadmap">')
        switch = self.link("/ge" + self.path, "GEO") + " " + self.link(self.path, "ENG")
        crumbs = " / ".join(
            [self.link("/", self.words["menu"][0]), self.link("/news", self.words["menu"][1]), escape(tag)]
        )
        heading = self.tag(str(self.pick("heading", ["h1", "h2", "div"])), self.words["menu"][1], "section")
        label = self.tag(
            str(self.pick("label", ["h1", "h2", "h3", "p", "div", "span"])),
            f"{self.words['label']}: {escape(tag)}",
            "lab",
        )
        back = self.tag(str(self.pick("back", ["p", "div", "span"])), self.link("/news", self.words["back"]), "bck")
        parts = [self.tag("div", logo + switch, "hd"), self.menu()]
        if self.rng.random() < 0.5:
            parts.append(self.tag("div", crumbs, "crumbs"))
        if self.rng.random() < 0.3:
            parts.append(self.slider(entries[:4]))
        return "".join([*parts, heading, label, back])

    def slider(self, entries: Sequence[Entry]) -> str:
        """Entries shown once more, as pictures with titles."""
        slides = [
            self.tag(
                "div", self.link(e.url, f'<img src="/i/2.jpg" alt="">{self.tag("span", escape(e.title))}'), "slide"
            )
            for e in entries
        ]
        return self.tag("div", "".join(slides), "slides")

    def after(self, next_url: str | None) -> str:
        pages = ""
        style = self.pick("pages", ["numbers", "word", "both"])
        if next_url:
            numbers = "<b>1</b> " + " ".join(self.link(next_url[:-1] + str(n), str(n)) for n in (2, 3))
            word = self.link(next_url, escape(self.rng.choice(self.words["next"])))
            pages = self.tag("div", {"numbers": numbers, "word": word}.get(str(style), numbers + " " + word), "pgs")
        return pages

    def sidebar(self, entries: Sequence[Entry]) -> str:
        if self.rng.random() < 0.4:
            return ""
        latest = "".join(f"<li>{self.link(e.url, escape(e.title))}</li>" for e in entries[:5])
        tags = " ".join(
            self.link(f"/news/view/tags-{t}", t) for t in ("Abkhazia", "2019", "Russia", "Economy", "Borders")
        )
        return self.tag(
            str(self.pick("sidebar", ["aside", "div", "section"])),
            self.tag("h4", self.words["latest"]) + f"<ul>{latest}</ul>" + self.tag("p", tags, "cloud"),
            "rail",
        )

    def page(
        self,
        entries: Sequence[Entry],
        *,
        tag: str = "Tskhinvali Region",
        path: str = "/news/view/tags-Tskhinvali_Region",
        next_url: str | None = None,
        highlights: Sequence[Entry] = (),
    ) -> bytes:
        """The whole page; `highlights` are other articles, which every page of the site shows."""
        self.path = path
        before = self.before(tag, entries)
        main, after, side = self.entries(entries), self.after(next_url), self.sidebar(entries)
        footer = self.tag(
            "footer" if self.rng.random() < 0.5 else "div",
            self.tag("p", self.words["foot"]) + self.link("/about-project", self.words["menu"][3]),
            "ft",
        )
        if highlights:
            slider = self.tag("h4", self.words["popular"]) + self.slider(highlights)
            where = self.pick("highlights", ["above", "beside", "below"])
            before = slider + before if where == "above" else before
            side = side + slider if where == "beside" else side
            footer = slider + footer if where == "below" else footer
        shape = self.pick("page", ["plain", "columns", "one div", "table", "side first"])
        if shape == "columns":
            body = before + self.tag("div", self.tag("div", main + after, "left") + side, "cols") + footer
        elif shape == "one div":
            body = self.tag("div", before + main + after + side + footer, "all")
        elif shape == "table":
            body = f"{before}<table><tr><td>{main}{after}</td><td>{side}</td></tr></table>{footer}"
        elif shape == "side first":
            body = before + side + main + after + footer
        else:
            body = before + main + after + side + footer
        head = '<meta charset="utf-8"><title>Roadmap</title><style>a{color:red}</style>'
        return f"<!DOCTYPE html><html><head>{head}</head><body>{body}<script>var a=1;</script></body></html>".encode()


#: Ways to write one entry, each seen on one kind of site or another: what opens the list, an entry, what closes it.
TEMPLATES = {
    "table3": (
        "<table>",
        (
            '<tr><td><a href="{u}"><img src=x></a></td><td><a href="{u}">{t}</a><br>{e}</td><td>'
            '<a href="{u}">Read more</a></td></tr>'
        ),
        "</table>",
    ),
    "pbold": (
        "<div>",
        '<p><a href="{u}"><b>{t}</b></a></p><p>{e}</p><a href="{u}"><span>Read more</span><span>Read more</span></a>',
        "</div>",
    ),
    "cardspan": (
        "<div>",
        '<a href="{u}"><img src=x><span>{t}</span><span>{e}</span><span>Read more</span><span>Read more</span></a>',
        "</div>",
    ),
    "figure": (
        "<section>",
        (
            '<figure><a href="{u}"><img src=x></a><figcaption><strong>{t}</strong><p>{e}</p>'
            '<a href="{u}">Read more</a></figcaption></figure>'
        ),
        "</section>",
    ),
    "details": (
        "<div>",
        '<details open><summary>{t}</summary><p>{e}</p><a href="{u}">Read more</a></details>',
        "</div>",
    ),
    "twomore": (
        "<div>",
        '<div><h3>{t}</h3><div>{e}</div><a href="{u}">Read more</a><a href="{u}">Read more</a></div>',
        "</div>",
    ),
    "dl2": ("<dl>", '<dt>{t}</dt><dd>{e}</dd><dd><a href="{u}">Read more</a></dd>', "</dl>"),
    "flatli": ("<ul>", '<li><h4>{t}</h4></li><li>{e}</li><li><a href="{u}">Read more</a></li>', "</ul>"),
    "threelinks": (
        "<div>",
        '<div><a href="{u}">{t}</a><a href="{u}">{e}</a><a href="{u}">Read more</a></div>',
        "</div>",
    ),
    "threelinksp": (
        "<div>",
        '<div><p><a href="{u}">{t}</a></p><p><a href="{u}">{e}</a></p><p><a href="{u}">Read more</a></p></div>',
        "</div>",
    ),
    "nested": (
        "<table><tr><td>",
        (
            "<table><tr><td><table><tr><td><b>{t}</b></td></tr><tr><td>{e}</td></tr><tr><td align=right>"
            '<a href="{u}">Read more</a></td></tr></table></td></tr></table>'
        ),
        "</td></tr></table>",
    ),
    "font": ("<td>", '<font size=4><b>{t}</b></font><br><font>{e}</font> <a href="{u}">Read more</a><hr>', "</td>"),
    "onep": ("<div>", '<p><b>{t}</b><br>{e} <a href="{u}">Read more</a></p>', "</div>"),
    "onep2": ("<div>", '<p><b>{t}</b><br>{e}<br><b><a href="{u}">Read more</a></b></p>', "</div>"),
    "inlineli": ("<ul>", '<li><a href="{u}">{t}</a> {e} <a href="{u}">Read more</a></li>', "</ul>"),
    "moreinp": ("<div>", '<div><h2><a href="{u}">{t}</a></h2><p>{e} <a href="{u}">Read more</a></p></div>', "</div>"),
    "cols": (
        "<div>",
        (
            '<div><div><a href="{u}"><img src=x></a></div><div><h3><a href="{u}">{t}</a></h3><p>{e}</p><div>'
            '<a href="{u}">Read more</a></div></div></div>'
        ),
        "</div>",
    ),
    "emt": (
        "<div>",
        (
            '<div><h3><a href="{u}"><em>{t}</em></a></h3><div><div><p>{e}</p></div></div><footer>'
            '<a href="{u}">Read more</a></footer></div>'
        ),
        "</div>",
    ),
    "hgroup": (
        "<main>",
        (
            "<article><header><h2>{t}</h2></header><p>{e}</p><footer>"
            '<a href="{u}">Read more<span>Read more</span></a></footer></article>'
        ),
        "</main>",
    ),
    "divsonly": (
        "<div>",
        (
            '<div><div><div>{t}</div></div><div><div>{e}</div></div><div><div><a href="{u}">Read more</a></div>'
            "</div></div>"
        ),
        "</div>",
    ),
    "divflat": ("<div>", '<div>{t}</div><div>{e}</div><div><a href="{u}">Read more</a></div>', "</div>"),
    "divflatlink": ("<div>", '<div><a href="{u}">{t}</a></div><div>{e}</div>', "</div>"),
    "spanflat": (
        "<div>",
        '<span>{t}</span><br><span>{e}</span><br><span><a href="{u}">Read more</a></span><br>',
        "</div>",
    ),
    "h3cardonly": ("<ul>", '<li><a href="{u}"><h3>{t}</h3><p>{e}</p></a></li>', "</ul>"),
    "cardmoresep": ("<ul>", '<li><a href="{u}"><h3>{t}</h3><p>{e}</p></a><a href="{u}">Read more</a></li>', "</ul>"),
    "overlay": ("<div>", '<div><a href="{u}"></a><h3>{t}</h3><p>{e}</p><span>Read more</span></div>', "</div>"),
    "overlay2": ("<div>", '<div><a href="{u}"><img src=x></a><h3>{t}</h3><p>{e}</p></div>', "</div>"),
    "imgtitlealt": (
        "<div>",
        '<div><a href="{u}" title="{t}"><img src=x alt="{t}"></a><div>{t}</div><div>{e}</div></div>',
        "</div>",
    ),
    "tr2": (
        "<table>",
        (
            '<tr><td rowspan=2><img src=x></td><td><a href="{u}">{t}</a></td></tr><tr><td>{e}<div>'
            '<a href="{u}">Read more</a></div></td></tr>'
        ),
        "</table>",
    ),
    "ol": ("<ol>", '<li><p><strong>{t}</strong></p><p>{e}</p><p><a href="{u}">Read more</a></p></li>', "</ol>"),
    "moreafter": ("<div>", '<h3>{t}</h3><p>{e}</p><p><a href="{u}">Read more</a></p>', "</div>"),
    "bq": (
        "<div>",
        '<h5>{t}</h5><blockquote>{e}</blockquote><a href="{u}">Read more</a><a href="{u}">Read more</a><hr>',
        "</div>",
    ),
    "wbr": (
        "<div>",
        (
            '<div><h3>{t}</h3><div class="text">{e}</div><a href="{u}" class="btn visible-xs">Read more</a>'
            '<a href="{u}" class="btn hidden-xs">Read more</a><div class="clearfix"></div></div>'
        ),
        "</div>",
    ),
    "small": ("<div>", '<div><small>News</small><h3><a href="{u}">{t}</a></h3><p>{e}</p></div>', "</div>"),
    "cat": (
        "<div>",
        (
            '<div><a href="/news/view/tags-Abkhazia">Abkhazia</a><h3><a href="{u}">{t}</a></h3><p>{e}</p>'
            '<a href="{u}">Read more</a></div>'
        ),
        "</div>",
    ),
    "titlelast": ("<div>", '<div><p>{e}</p><h3><a href="{u}">{t}</a></h3></div>', "</div>"),
    "form": (
        "<form>",
        '<div><label>{t}</label><div>{e}</div><a href="{u}"><input type=button value="Read more"></a></div>',
        "</form>",
    ),
    "button": (
        "<div>",
        '<div><div>{t}</div><div>{e}</div><a href="{u}"><button>Read more</button></a></div>',
        "</div>",
    ),
}


def templated(name: str, entries: Sequence[Entry], *, glue: str = "") -> bytes:
    """A whole page whose entries are written by one of `TEMPLATES`, in chrome that is as plain as it can be."""
    opening, entry, closing = TEMPLATES[name]
    shape = entry.replace("><", f">{glue}<")
    listed = "".join(glue + shape.format(u=e.url, t=escape(e.title), e=escape(e.excerpt)) for e in entries)
    menu = "".join(
        f'<li><a href="/{p}">{t}</a></li>' for p, t in (("news", "News"), ("about-project", "About project"))
    )
    return f"""<!DOCTYPE html><meta charset=utf-8><title>Roadmap</title><body>
<div><a href="/"><img src=l></a><a href="/ge/news/view/tags-Tskhinvali_Region">ქარ</a></div><ul>{menu}</ul>
<h1>News</h1><div>ტეგი: Tskhinvali Region</div><a href="/news">Back to full list</a>{opening}{listed}{closing}
<div><p>All rights reserved by the foundation, 2024. Reproduction with a link only, please, and thanks.</p>
<a href="/about-project">About</a> <a href="mailto:x@news.example">x@news.example</a></div>""".encode()
