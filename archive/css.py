"""What a style sheet refers to (CSS Syntax 3, CSS Values 4, CSS Cascade 4, CSS Images 4)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tinycss2.ast import Node

#: Characters of one style sheet that are read: the largest frameworks have a quarter of it.
MAX_SHEET = 2 * 2**20
#: Nothing without one of these refers to anything; an escape may hide them.
_MAY_REFER = re.compile(r"url|@import|image-set|src\(|\\", re.IGNORECASE)
#: Larger ones are read anew each time: what is remembered shall stay within 20 MB.
_MAX_REMEMBERED = 2**16
#: Blocks and functions within each other that are read.
_MAX_NESTING = 64
#: Functions whose strings are addresses.
_URL_FUNCTIONS = {"url": "url()", "src": "src()", "image-set": "image-set()", "-webkit-image-set": "image-set()"}
#: Functions within those whose strings are none: `image-set("a.avif" type("image/avif"))`.
_NOT_URLS = frozenset({"type", "format", "tech"})


class Reference(NamedTuple):
    """One address in a style sheet, as it stands there, unescaped."""

    url: str
    form: str
    """`url()`, `src()`, `image-set()` or `@import`."""


def references(sheet: str) -> tuple[Reference, ...]:
    """The addresses in a style sheet, or in the value of a `style` attribute, in their order.

    Any text will do: what is no CSS refers to nothing.

    >>> references('@import "a.css"; p { background: url(b.png) } /* url(c.png) */')
    (Reference(url='a.css', form='@import'), Reference(url='b.png', form='url()'))
    """
    sheet = sheet[:MAX_SHEET]
    if not _MAY_REFER.search(sheet):
        return ()
    return _remembered(sheet) if len(sheet) <= _MAX_REMEMBERED else tuple(_read(sheet))


@lru_cache(maxsize=256)  # inline styles repeat within a page and from page to page
def _remembered(sheet: str) -> tuple[Reference, ...]:
    return tuple(_read(sheet))


def _read(sheet: str) -> Iterator[Reference]:
    return _of(tinycss2.parse_component_value_list(sheet, skip_comments=True), None, 0)


def _of(nodes: Iterable[Node], strings: str | None, nesting: int) -> Iterator[Reference]:
    """The addresses among the nodes; `strings` is the form of bare strings where these are addresses."""
    importing = False
    for node in nodes:
        if node.type == "whitespace":
            continue
        if node.type == "url":
            yield Reference(node.value, "@import" if importing else "url()")
        elif node.type == "string" and (importing or strings):
            yield Reference(node.value, "@import" if importing else str(strings))
        elif node.type == "function" and nesting < _MAX_NESTING:
            inner = "@import" if importing and node.lower_name == "url" else _inner(node.lower_name, strings)
            yield from _of(node.arguments, inner, nesting + 1)
        elif node.type.endswith(" block") and nesting < _MAX_NESTING:
            yield from _of(node.content, None, nesting + 1)
        importing = node.type == "at-keyword" and node.lower_value == "import"


def _inner(function: str, strings: str | None) -> str | None:
    """What bare strings within a function are."""
    return None if function in _NOT_URLS else _URL_FUNCTIONS.get(function, strings)
