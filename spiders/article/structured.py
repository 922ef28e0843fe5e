"""What a page says of itself to machines: JSON-LD, `<meta>` and microdata."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.normalise.text import clean
from pipelines.normalise.urls import absolute, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from spiders.page import Page

#: schema.org types that are a written work, lower case; every `…article` counts too.
WORKS = frozenset({"blogposting", "liveblogposting", "socialmediaposting", "report", "review", "newsarticle"})
#: Types of the page around the work: believed where no work is described.
AROUND = frozenset({"webpage", "itempage", "aboutpage", "videoobject", "podcastepisode", "creativework"})

_TRAILING_COMMA = re.compile(r",\s*([\]}])")
_WRAPPERS = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*;?\s*$")
_MAX_JSON = 2 * 1024 * 1024
_MAX_NODES = 400


@dataclass(frozen=True, kw_only=True)
class Node:
    """One JSON-LD object and its JSON path."""

    path: str
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Structured:
    """The machine-readable statements of a page."""

    work: Node | None
    """The JSON-LD object of the written work that the page is about."""
    around: tuple[Node, ...] = ()
    """JSON-LD objects of the page itself."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    """`<meta>` contents by `name`, `property` or `itemprop`, in lower case."""

    def first(self, *names: str) -> tuple[str, str] | None:
        """The first non-empty meta content under one of the names: (name, content)."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return name, content
        return None


def structured(page: Page) -> Structured:
    """Everything that the page states to machines; broken JSON is passed over."""
    nodes = list(_nodes(page.tree))
    works = [node for node in nodes if _is_a(node.data, WORKS)]
    around = tuple(node for node in nodes if _is_a(node.data, AROUND))
    return Structured(work=_own(works, page), around=around, meta=_meta(page.tree))


def texts(value: Any) -> list[str]:
    """The texts of a JSON-LD value: strings, the names of objects, lists of these."""
    if isinstance(value, str):
        return [text] if (text := clean(html.unescape(value))) else []
    if isinstance(value, list):
        return [text for entry in value[:100] for text in texts(entry)]
    if isinstance(value, dict):
        return texts(value.get("name") or value.get("@value") or "")
    return []


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            if name := element.get(attribute):
                found.setdefault(name.strip().lower(), []).append(clean(content))
    return found


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    count = 0
    scripts = [s for s in tree.iter("script") if "ld+json" in (s.get("type") or "").lower()]
    for number, script in enumerate(scripts):
        root = "$" if len(scripts) == 1 else f"$[{number}]"
        for node in _objects(_loads(script.text or ""), root, 0):
            count += 1
            if count > _MAX_NODES:
                return
            yield node


def _loads(text: str) -> Any:
    """JSON as pages write it: in CDATA or comments, with raw line ends, trailing commas, escaped as HTML."""
    if not text.strip() or len(text) > _MAX_JSON:
        return None
    text = _WRAPPERS.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, path: str, depth: int) -> Iterator[Node]:
    """The objects that describe the page: top-level ones, those of a graph, and main entities; not lists of others."""
    if depth > 4:
        return
    if isinstance(value, list):
        for i, entry in enumerate(value):
            yield from _objects(entry, f"{path}[{i}]", depth + 1)
    elif isinstance(value, dict):
        yield Node(path=path, data=value)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), dict | list):
                yield from _objects(value[key], f"{path}.{key}" if key[0] != "@" else f"{path}['{key}']", depth + 1)


def _is_a(data: dict[str, Any], kinds: frozenset[str]) -> bool:
    stated = data.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    for name in names:
        kind = str(name or "").rpartition("/")[2].rpartition(":")[2].lower()
        if kind in kinds or (kinds is WORKS and kind.endswith("article")):
            return True
    return False


def _own(works: list[Node], page: Page) -> Node | None:
    """The work that the page is about: the one with the page's address, else the one that says most."""
    if len(works) < 2:
        return works[0] if works else None
    here = url_key(page.url)
    for node in works:
        for key in ("url", "@id", "mainEntityOfPage"):
            value = node.data.get(key)
            address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(address, str) and (full := absolute(page.url, address)) and url_key(full) == here:
                return node
    return max(works, key=lambda node: sum(key in node.data for key in ("headline", "datePublished", "author")))
