"""What one page is read as, for people and for programs."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.client import Client, Limits
from archive.errors import ExchangeError
from archive.exchange import Ask
from crawler.agent import user_agent
from crawler.errors import Exit, ReadmoreError
from pipelines.normalise.dates import find_dates
from pipelines.normalise.urls import absolute
from spiders.page import Page
from spiders.profile import Profile
from spiders.read import read
from spiders.robots import Answer, Robots

if TYPE_CHECKING:
    from pipelines.normalise.dates import StatedDate
    from spiders.reading import Found, Reading

_MAX_REDIRECTS = 10


def probe(page: Page, profile: Profile | None = None) -> dict[str, Any]:
    """What is recognised on a page, as plain values."""
    reading = read(page, profile or Profile.for_url(page.url))
    article, listing = reading.article, reading.listing
    return {
        "url": page.url,
        "kind": str(reading.kind),
        "reason": reading.reason,
        "tag": _value(listing.tag if listing else None),
        "language": _value(reading.language),
        "items": [
            {"url": i.url, "title": i.title, "excerpt": i.excerpt, "date": _value(i.date), "notice": i.notice}
            for i in (listing.items if listing else ())
        ],
        "next": _value(listing.next_page if listing else None),
        "listings": list(listing.listings) if listing else [],
        "title": _value(reading.title),
        "date_published": _value(article.date_published if article else None),
        "date_source": article.date_published.method if article and article.date_published else None,
        "dates": [_stated(date) for date in article.dates] if article else [],
        "mentions": [asdict(found) for found in _mentions(reading)],
        "author": _value(article.author if article else None),
        "tags": [tag.value for tag in article.tags] if article else [],
        "body": "\n\n".join(article.body) if article else None,
        "notice": article.notice if article else None,
        "editions": [{"lang": e.lang, "url": e.url, "exists": e.exists} for e in reading.editions],
        "proofs": _proofs(reading),
    }


def batch_line(line: str, profile: Profile | None) -> dict[str, Any]:
    """One answer to one JSON line of `{id, file, url}`; a page that cannot be read says why in `error`."""
    asked: dict[str, Any] = {}
    try:
        asked = json.loads(line)
        return {"id": asked.get("id")} | probe(saved_page(Path(asked["file"]), asked["url"]), profile)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        key = asked.get("id") if isinstance(asked, dict) else None
        return {"id": key, "error": f"{type(error).__name__}: {error}"}


def saved_page(path: Path, url: str) -> Page:
    """A page out of a file, gzip or not."""
    data = path.read_bytes()
    return Page(url=url, content=gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data)


def live_page(url: str) -> Page:
    """A page from the network, asked once and as robots.txt allows; nothing is kept."""
    if absolute(url, url) is None:
        raise ReadmoreError(f"{url} is no http(s) URL", Exit.USAGE)
    try:
        return asyncio.run(_fetch(absolute(url, url) or url))
    except ExchangeError as error:
        raise ReadmoreError(f"{error.url}: {error}", Exit.LOSSES) from error


async def _fetch(url: str) -> Page:
    client = Client(Limits())
    robots = Robots(lambda address, *_: _robots(client, address), user_agent())
    try:
        for _ in range(_MAX_REDIRECTS):
            rules = await robots.rules(url)
            if not rules.allows(url):
                raise ReadmoreError(f"{url}: {rules.trouble or 'robots.txt forbids it'}", Exit.REFUSED)
            page = await _ask(client, url)
            target = page.redirects_to
            if target is None:
                return page
            url = target
    finally:
        await client.close()
    raise ReadmoreError(f"{url} redirects in a circle", Exit.LOSSES)


async def _robots(client: Client, url: str) -> Answer:
    try:
        page = await _ask(client, url)
    except ExchangeError as error:
        return Answer(error=str(error))
    return Answer(status=page.status, body=page.content)


async def _ask(client: Client, url: str) -> Page:
    headers = ((b"User-Agent", user_agent().encode()), (b"Accept-Encoding", b"gzip"))
    exchange = await client.fetch(Ask(url=url, headers=headers))
    return Page.of(url, exchange.message, exchange.started_at or datetime.now(UTC), truncated=exchange.truncated)


def describe(findings: dict[str, Any]) -> str:
    """The same for people."""
    proofs = findings["proofs"]
    lines = [f"{findings['url']}", f"  kind       {findings['kind']} ({findings['reason']})"]
    known = [name for name in ("language", "tag", "title", "date_published", "author", "next") if findings[name]]
    lines += [f"  {name:<14} {findings[name]}{_how(proofs.get(name))}" for name in known]
    if len(findings["dates"]) > 1:
        lines += [f"  date stated    {d['value']}   [{d['method']} at {d['place']}]" for d in findings["dates"]]
    lines += [f"  tag            {tag}" for tag in findings["tags"]]
    lines += [f"  edition        {e['lang']}  {e['url']}" for e in findings["editions"]]
    for number, item in enumerate(findings["items"], 1):
        lines.append(f"  {number:>3}. {item['title']}\n       {item['url']}")
        if item["excerpt"]:
            lines.append(f"       {item['excerpt'][:160]}")
    if findings["body"]:
        body = findings["body"]
        lines.append(f"  body           {len(body):,} characters: {body[:300]} …")
    for date in findings["mentions"]:
        lines.append(f"  date in text   {date['edtf']}   “{' '.join(date['text'].split())}” ({date['basis']})")
    return "\n".join(lines)


def _how(proof: dict[str, Any] | None) -> str:
    return f"   [{proof['method']} at {proof['place']}]" if proof else ""


def _proofs(reading: Reading) -> dict[str, dict[str, Any]]:
    found: dict[str, Found | None] = {"language": reading.language, "title": reading.title}
    if reading.listing:
        found |= {"tag": reading.listing.tag, "next": reading.listing.next_page}
    if reading.article:
        found |= {"date_published": reading.article.date_published, "author": reading.article.author}
    return {
        name: {"method": f.method, "place": f.place, "raw": f.raw[:200], "confidence": f.confidence}
        for name, f in found.items()
        if f
    }


def _stated(found: Found) -> dict[str, Any]:
    return {"value": found.value, "method": found.method, "place": found.place, "raw": found.raw[:200]}


def _mentions(reading: Reading) -> tuple[StatedDate, ...]:
    """The dates of the text, in characters of its paragraphs with an empty line between, as they are stored."""
    if reading.article is None:
        return ()
    date, lang = reading.article.date_published, reading.language
    body = "\n\n".join(reading.article.body)
    return find_dates(body, lang.value if lang else None, date.value if date else None)


def _value(found: Found | None) -> str | None:
    return found.value if found else None
