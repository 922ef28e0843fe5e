"""Requests for consent to cookies, which stand in a page's flow as often as over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import XPath

from pipelines.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from spiders.article.blocks import Block

_COOKIE = re.compile(r"cookie|(?<![^\W\d_])куки|ქუქი|ქუქ-", re.IGNORECASE)
#: What a request says besides “cookie”, in any markup.
_CONSENT = (
    "website", "web site", "site", "consent", "preferences", "browser", "advertis", "privacy", "experience", "we use",
    "сайт", "соглас", "браузер", "мы использ", "საიტ", "თანხმ", "ბრაუზერ", "ვიყენებთ",
)  # fmt: skip
#: How a request speaks of itself and to its reader, which a text about cookies does not.
_ASKS = re.compile(
    r"\bwe (?:also )?use\b|\b(?:this|our) (?:web ?)?site\b|by (?:continuing|using|going|clicking)"
    r"|you (?:agree|accept|consent)|your (?:consent|privacy|experience|browser)|мы (?:также )?использ|сайт использует"
    r"|(?:этот|этом|нашем|наш) сайт|продолжая|вы соглаш|ვიყენებთ|საიტი იყენებს|(?:ეს|ამ|ჩვენი|ჩვენს) (?:ვებ-?)?საიტ"
    r"|თანხმდებით|ეთანხმებით",
    re.IGNORECASE,
)
#: What its buttons say.
_ACCEPT = frozenset(
    "accept|accept all|accept all cookies|accept cookies|accept and close|accept & close|i accept|agree|i agree"
    "|agree and close|allow|allow all|allow cookies|ok|okay|got it|got it!|understood|i understand|reject|reject all"
    "|decline|deny|dismiss|close|x|×|✕|cookie settings|settings|manage preferences"
    "|თანხმობა|ვეთანხმები|თანახმა ვარ|მიღება|ვიღებ|გასაგებია|კარგი|დახურვა|უარყოფა"
    "|принять|принять все|принимаю|согласен|согласна|я согласен|соглашаюсь|понятно|хорошо|ок|закрыть|отклонить"
    "|akzeptieren|alle akzeptieren|zustimmen|accepter|tout accepter|aceptar|accetta|aceitar|akceptuję|kabul et".split(
        "|"
    )
)
_BUTTONS = XPath(
    "descendant-or-self::*[self::button or self::a or @role='button'"
    " or self::input[@type='button' or @type='submit' or @type='checkbox']]"
)
_LONGEST_BUTTON = 30
#: Characters of a request, with its buttons and links.
_LONGEST = 900
#: Elements around its sentence, and after it, in which its button is looked for.
_OUTER, _NEXT = 3, 2


def is_consent(text: str) -> bool:
    """Whether a line speaks of cookies as a site does that asks to be allowed them."""
    if not _COOKIE.search(text):
        return False
    text = text.casefold()
    return any(word in text for word in _CONSENT)


def consents(blocks: Sequence[Block]) -> Iterator[int]:
    """Indices of the lines of requests for consent: a sentence on cookies at a button that accepts them.

    The whole element goes that holds sentence and button, where it holds little else.
    """
    for i, block in enumerate(blocks):
        if len(block.text) <= _LONGEST and is_consent(block.text) and _ASKS.search(block.text):
            yield from _request(blocks, i)


def _request(blocks: Sequence[Block], i: int) -> Iterator[int]:
    part = blocks[i].part
    if any(map(_accepts, _following(part.element))):
        yield i
    for _ in range(_OUTER):
        if part.parent is None or sum(len(block.text) for block in blocks[part.start : part.end]) > _LONGEST:
            return
        if _accepts(part.element):
            yield from _lines_of_request(blocks, part.start, part.end)
            return
        part = part.parent


def _lines_of_request(blocks: Sequence[Block], start: int, end: int) -> Iterator[int]:
    """The lines of an element from its sentence on cookies on, and those above that are no prose of another thing."""
    lines = blocks[start:end]
    about = sum(len(block.text) for block in lines if is_consent(block.text))
    if about * 2 >= sum(len(block.text) - block.linked for block in lines):
        yield from range(start, end)


def _following(element: HtmlElement) -> Iterator[HtmlElement]:
    for _ in range(_NEXT):
        following = element.getnext()
        if following is None:
            return
        element = following
        if isinstance(element.tag, str):
            yield element


def _accepts(element: HtmlElement) -> bool:
    """Whether an element has a button that accepts something."""
    return any(_label(button).casefold() in _ACCEPT for button in _BUTTONS(element)[:_LONGEST_BUTTON])


def _label(button: HtmlElement) -> str:
    return clean(button.text_content() or button.get("value") or button.get("aria-label") or "")
