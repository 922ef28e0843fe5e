"""The other editions of a page: the same work in another language, as the page itself points to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pipelines.normalise.countries import language_of_country
from pipelines.normalise.languages import bcp47, primary
from pipelines.normalise.text import clean
from pipelines.normalise.urls import absolute, url_key
from spiders.article.blocks import read_blocks
from spiders.article.body import find_body, find_notice, notices
from spiders.language import claimed_language
from spiders.notice import Notice, read_notice
from spiders.reading import Edition
from spiders.url_language import language_of_url, names_language, parameter_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Found

_TOKEN_IN_SEGMENT = re.compile(r"(?<=[-_.])([a-z]{2,3})(?=\.\w{2,5}$|$)|^([a-z]{2,3})(?=[-_.])")
_NUMBER = re.compile(r"\d{3,}")
_INDEX = re.compile(r"^(?:index|default|home|main)\.\w{2,5}$")
#: The longest label of a language switch.
_LABEL = 24
#: A slug of so many characters names one article.
_SLUG = 12


def find_editions(page: Page, profile: Profile, language: Found | None) -> tuple[Edition, ...]:
    """The other editions that a page points to, each language once.

    `language` is what the content is in, if known. `exists` is True or False only where the page says so: a
    notice names the languages of a text, and an edition that says it is only available in others does not
    exist. An address whose content is in another language than it claims is no edition either.
    """
    links = [*_alternates(page), *_switches(page)]
    here = url_key(page.url)
    own = _own_language(page, links, language)
    notice = _page_notice(page)
    found: dict[str, Edition] = {}
    for edition in [*links, *_by_profile(page, profile)]:
        if primary(edition.lang) != own and url_key(edition.url) != here:
            found.setdefault(edition.lang, edition)
    return tuple(_with_evidence(page, found, own, notice, language))


def _with_evidence(
    page: Page, found: dict[str, Edition], own: str | None, notice: Notice | None, language: Found | None
) -> Iterator[Edition]:
    """The editions, with what a notice or the content proves of them; and the page's own, where it is disproved."""
    said = {primary(lang) for lang in notice.available} if notice else set()
    denied = {primary(lang) for lang in notice.missing} if notice else set()
    for edition in found.values():
        lang = primary(edition.lang)
        exists = True if lang in said else (False if lang in denied else None)
        yield Edition(lang=edition.lang, url=edition.url, method=edition.method, exists=exists)
    if own is None:
        return
    elsewhere = notice and own not in said and not notice.besides and (said or not denied)
    if own in denied or elsewhere:
        yield Edition(lang=own, url=page.url, method="notice", exists=False)
    elif language and primary(language.value) != own and language.method in ("script", "statistics"):
        yield Edition(lang=own, url=page.url, method="content", exists=False)


def _alternates(page: Page) -> Iterator[Edition]:
    """`<link rel=alternate hreflang>`; a page that leads every language to its home page leads nowhere."""
    for link in page.tree.iter("link"):
        code = link.get("hreflang")
        if not code or "alternate" not in (link.get("rel") or "").lower():
            continue
        lang, url = bcp47(code), absolute(page.base, link.get("href") or "")
        if lang and url and not _is_step_up(page.url, url):
            yield Edition(lang=lang, url=url, method="hreflang")


def _switches(page: Page) -> Iterator[Edition]:
    """Links that a language names: its name, its code, its flag; and that lead to the same work."""
    for link in page.tree.iter("a", "option"):
        href = link.get("href") if link.tag == "a" else link.get("value")
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            continue
        lang = _label_language(link)
        if lang and (url := absolute(page.base, href)) and same_work(page.url, url):
            yield Edition(lang=lang, url=url)


def _label_language(link: HtmlElement) -> str | None:
    """The language that a link is labelled with: by its text, its attributes, or the picture in it."""
    if (code := link.get("hreflang")) and (lang := bcp47(code)):
        return lang
    text = "".join(link.itertext())
    if len(text) > 3 * _LABEL:
        return None
    text = clean(text)
    if text:
        return bcp47(text) or _invited(text) if len(text) <= _LABEL else None
    for label in (link.get("title"), link.get("aria-label"), link.get("lang")):
        if label and (lang := _label(label)):
            return lang
    return next((lang for image in link.iter("img") if (lang := _image_language(image))), None)


def _invited(text: str) -> str | None:
    """The one language that a label asks to read a text in: “Read in Georgian”."""
    notice = read_notice(text)
    return notice.available[0] if notice and notice.invites and len(notice.available) == 1 else None


def _image_language(image: HtmlElement) -> str | None:
    """The language that a picture stands for, by what it is called; where it is a flag, by its country."""
    source = (image.get("src") or "").lower()
    name = source.rpartition("/")[2].partition(".")[0]
    for label in (image.get("alt"), image.get("title"), name):
        if label and (lang := ("flag" in source and language_of_country(label)) or _label(label)):
            return lang
    return None


def _label(label: str) -> str | None:
    """“Русский (ru)” as well as “ru”."""
    head = label.partition("(")[0]
    return bcp47(label) or (bcp47(head) if len(head) <= _LABEL else None)


def same_work(here: str, there: str) -> bool:
    """Whether two addresses can be two editions of one work: equal but for the language that they name.

    Also where the article's number is the same, or where both end in a long slug at the same depth. A home
    page or a list is not the edition of an article.
    """
    first, second = urlsplit(here), urlsplit(there)
    if _host(first.netloc) != _host(second.netloc):
        return False
    a, b = _neutral(here), _neutral(there)
    if a == b:
        return True
    path_a, path_b = a[0], b[0]
    if not path_a or not path_b or len(path_a) != len(path_b) or a[1] != b[1]:
        return False
    numbers_a, numbers_b = _NUMBER.findall(path_a[-1]), _NUMBER.findall(path_b[-1])
    if numbers_a or numbers_b:
        return numbers_a == numbers_b
    named = language_of_url(there) is not None
    return named and len(path_a) > 1 and min(len(path_a[-1]), len(path_b[-1])) >= _SLUG


def _neutral(url: str) -> tuple[list[str], str]:
    """An address without the language it names: path segments, and parameters."""
    parts = urlsplit(url)
    segments = [s for s in unquote(parts.path).lower().split("/") if s and not _INDEX.match(s)]
    segments = [s for i, s in enumerate(segments) if not names_language(s, i)]
    if segments:
        segments[-1] = _TOKEN_IN_SEGMENT.sub(lambda m: "" if bcp47(m[0]) else m[0], segments[-1])
    query = sorted((k, v) for k, v in parse_qsl(parts.query) if not parameter_language(k, v))
    return segments, urlencode(query)


def _host(netloc: str) -> str:
    """A host without `www.` and without a label that names a language."""
    host = netloc.lower().removeprefix("www.")
    label, _, rest = host.partition(".")
    return rest if "." in rest and len(label) in (2, 3) and bcp47(label) else host


def _is_step_up(here: str, there: str) -> bool:
    """Whether an address is a home page while the page is not."""
    return not _neutral(there)[0] and not _neutral(there)[1] and bool(_neutral(here)[0])


def _own_language(page: Page, links: list[Edition], language: Found | None) -> str | None:
    """The language that this address is the edition of: what it says of itself, else what it is."""
    here = url_key(page.url)
    for edition in links:
        if url_key(edition.url) == here:
            return primary(edition.lang)
    if named := language_of_url(page.url):
        return named
    return primary(language.value) if language else claimed_language(page)


def _page_notice(page: Page) -> Notice | None:
    blocks = read_blocks(page.tree, hidden=False)
    if not notices(blocks):
        return None  # what the text is need not be asked
    at = find_notice(blocks, find_body(blocks))
    return read_notice(blocks[at].text) if at is not None else None


def _by_profile(page: Page, profile: Profile) -> Iterator[Edition]:
    """Where the profile says that other editions are; whether they are is not known."""
    place = profile.place(page.url)
    if place is None or place.kind in ("feed", "skip"):
        return
    for lang in profile.urls.prefix:
        if lang != place.lang and (url := profile.in_language(page.url, lang)):
            yield Edition(lang=lang, url=url, method="profile")
