"""The site's feeds: RSS 2.0 of a section's newest articles."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from crawler.demo import content
from crawler.demo.content import PREFIXES
from crawler.demo.words import texts

_SIZE = 20


def feed(section: str, lang: str, origin: str) -> str:
    """A section's feed; `origin` is what its absolute links begin with."""
    title = escape(f"{texts()['site'][lang]}: {texts()['sections'][section][lang]}")
    shown = [entry for entry in content.entries(section, lang) if entry.article][:_SIZE]
    items = "\n".join(_item(entry, origin) for entry in shown)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{title}</title><link>{escape(origin)}{PREFIXES[lang]}/{section}</link>"
        f"<description>{title}</description><language>{lang}</language>\n{items}\n</channel></rss>\n"
    )


def _item(entry: content.Entry, origin: str) -> str:
    published = entry.article.published if entry.article else content.BUILT
    day = format_datetime(datetime(published.year, published.month, published.day, tzinfo=UTC), usegmt=True)
    url = escape(origin + entry.href)
    # The hour has one digit, as in the feeds of the first source's sister sites.
    return (
        f"<item><title>{escape(entry.title)}</title><link>{url}</link><guid>{url}</guid>"
        f"<description><![CDATA[<p>{escape(entry.excerpt)}</p>]]></description>"
        f"<pubDate>{day.replace(' 00:', ' 0:', 1)}</pubDate></item>"
    )
