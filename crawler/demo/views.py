"""What a page of the site shows, as plain values: the markups render these, whatever they are about."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The words of the site's own furniture in one language."""

    read_more: str
    go_back: str
    full_list: str
    tag: str
    tags: str
    previous: str
    next: str
    highlights: str
    """Heading of the slider."""
    languages: str
    imprint: str


LABELS = {
    "en": Labels(
        read_more="Read more",
        go_back="Go Back",
        full_list="Back to full list",
        tag="ტეგი",  # the first source leaves this label Georgian on its English pages, and so do we
        tags="Tags",
        previous="Newer",
        next="Older",
        highlights="Highlights",
        languages="Language",
        imprint="An invented region. Texts and markup are part of readmore.",
    ),
    "ka": Labels(
        read_more="სრულად",
        go_back="უკან",
        full_list="სრული სია",
        tag="ტეგი",
        tags="ტეგები",
        previous="უფრო ახალი",
        next="უფრო ძველი",
        highlights="რჩეული",
        languages="ენა",
        imprint="გამოგონილი რეგიონი. ტექსტები და გვერდები readmore-ის ნაწილია.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link of the furniture."""

    text: str
    href: str
    current: bool = False
    """Whether it leads to where one is."""


@dataclass(frozen=True, kw_only=True)
class Teaser:
    """One item of a listing."""

    title: str
    href: str
    excerpt: str = ""
    image: str | None = None
    """Address of a picture; None for an item without one."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What surrounds the content of a page."""

    lang: str = "en"
    site: str = "Tetrimta Chronicle"
    home: str = "/"
    menu: tuple[Link, ...] = (Link(text="News", href="/news"), Link(text="About", href="/about-project"))
    languages: tuple[Link, ...] = (
        Link(text="ქართული", href="/ge"),
        Link(text="English", href="/", current=True),
    )
    crumbs: tuple[Link, ...] = ()
    """From the home page down to this one."""
    slider: tuple[Teaser, ...] = ()
    """Items that are shown again beside the content."""
    tags: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    stylesheet: str = "/style.css"
    feed: str | None = None

    @property
    def labels(self) -> Labels:
        """The words of the page's language; English ones for a language that has none."""
        return LABELS.get(self.lang, LABELS["en"])


@dataclass(frozen=True, kw_only=True)
class ListingView:
    """A page of a listing."""

    items: tuple[Teaser, ...]
    heading: str = "News"
    tag: str | None = None
    """The tag that it is about, as readers see it."""
    full_list: str | None = None
    """Where “Back to full list” leads."""
    pages: tuple[Link, ...] = ()
    """Every page of the listing, in order; none where there is only one."""
    frame: Frame = field(default_factory=Frame)


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """A page about one article."""

    title: str
    date: str
    """As it is shown."""
    paragraphs: tuple[str, ...]
    section: str = "News"
    image: str | None = None
    tags: tuple[Link, ...] = ()
    back: str = "/news"
    frame: Frame = field(default_factory=Frame)


@dataclass(frozen=True, kw_only=True)
class PlainView:
    """A page that is neither: static text, or an error."""

    title: str
    paragraphs: tuple[str, ...]
    frame: Frame = field(default_factory=Frame)
