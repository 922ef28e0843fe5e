"""Any bytes that a server can send are read without an exception, into records that can be stored."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.address import Address
from archive.http import Message
from crawler.demo.markups import MARKUPS
from crawler.demo.site import Site
from pipelines.items import CaptureRow
from pipelines.store import Store
from spiders import profile as profiles
from spiders.page import Page
from spiders.profile import Profile
from spiders.read import read
from spiders.statements import statements

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8000"
DEMO = profiles.find("demo").at(ORIGIN)
TARGETS = [
    "/news",
    "/news/view/tags-School",
    "/news/display/1101",
    "/ge/news/display/1101",
    "/news/rss",
    "/about-project",
]
#: What pages are made of, so that random ones come near to something.
PIECES = [
    "<html lang=ka>",
    "<head>",
    "<title>A title</title>",
    "<base href='//['>",
    "<base href=x:y>",
    "<body>",
    "</body>",
    "<div class='tags share'>",
    "</div>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table><tr><td>",
    "<p>",
    "<h1>",
    "</h1>",
    "<br>",
    "<a href='/news/display/7'>",
    "<a href='http://[::1'>",
    "<a href='//'>",
    "<a href='javascript:x'>",
    "</a>",
    "Read more",
    "<a href='?page=2'>Next</a>",
    "<time datetime='2024-13-45'>",
    "<time datetime='0000-00-00T99:99Z'>",
    "May 32, 2024",
    "<meta property=og:type content=article>",
    "<meta property='article:published_time' content='99999-01-01'>",
    "<meta charset=utf-7>",
    "<meta http-equiv=content-type content='text/html; charset=no-such'>",
    "<link rel=canonical>",
    "<link rel=alternate hreflang=zz href='http://:99999/'>",
    "<link rel=next href='http://x:port/'>",
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 7, "datePublished": [1], "author": [[]],',
    '"articleBody": {"a": null}, "keywords": {"@list": 3}}</script>',
    '<script type="application/ld+json">[[[[',
    "</script>",
    '<script type="application/ld+json">{"@graph": [null, 1, {"@type": ["Article", null]}]}</script>',
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version='1.0' encoding='x'?>",
    "<rss><channel><item><title>",
    "</title><link>http://[</link>",
    "<pubDate>never</pubDate></item>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
    "<svg><a xlink:href=x>",
    "\x00",
    "The council met on September 24-26 and spoke of the bridge for a long time, as it had done every year before. ",
    "ხელმისაწვდომია ინგლისურად",
    "Article is available in Georgia.",
    "с 24 по 26 сентября 2024 года",
    "\u202e\u200b\ud7ff",
    "&#xD800;",
    "&#1114112;",
    "&nbsp;",
    "<template>",
    "<noscript>",
    "<iframe srcdoc='<p>'>",
    "<frameset>",
    "<plaintext>",
    "<p hidden style='display:none'>",
]
TYPES = [
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=windows-1251",
    "text/html; charset=utf-16",
    "text/plain",
    "text/html; charset=\x00",
    "application/rss+xml",
    "application/xml; charset=utf-7",
    "application/json",
    "image/png",
    "",
    "x",
]
URLS = [f"{ORIGIN}{target}" for target in TARGETS] + [
    "http://x.example/",
    "http://x.example/2024/05/a-long-slug-of-words",
]


def markup() -> st.SearchStrategy[bytes]:
    """Documents of pieces, of noise, and of both."""
    pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=60).map("".join)
    encodings = st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1251", "latin-1"])
    return st.builds(lambda text, coding: text.encode(coding, "replace"), pieces, encodings) | st.binary(max_size=300)


def pages() -> st.SearchStrategy[bytes]:
    """The built-in site's pages, cut anywhere, with bytes changed."""

    def broken(page: bytes, start: int, end: int, noise: bytes) -> bytes:
        start, end = sorted((start % (len(page) + 1), end % (len(page) + 1)))
        return page[:start] + noise + page[end:]

    site = [Site(m).answer(target, ORIGIN).content for m in MARKUPS[:4] for target in TARGETS]
    place = st.integers(0, 2**20)
    return st.builds(broken, st.sampled_from(site), place, place, st.binary(max_size=40) | markup())


def answered(
    content: bytes, url: str, kind: str, profile: Profile = DEMO, fields: bytes = b"", status: int = 200
) -> None:
    """Read what a server sent, twice, as the crawl does."""
    head = b"HTTP/1.1 %d OK\r\nContent-Type: %b\r\n%b\r\n" % (status, kind.encode(), fields)
    message = Message.parse(head + content)
    page = Page.of(url, message, NOW)
    address = Address(warc_file="a.warc.gz", warc_offset=0, warc_length=1, record_id="<urn:x>", payload_digest="sha1:X")
    row = CaptureRow.of(url=url, method="GET", head=message.head, fetched_at=NOW, truncated=None, address=address)
    said = statements(page, profile, row)
    again = Page.of(url, message, NOW)
    assert statements(again, profile, row) == said, "the same page says the same"
    for claim in said[0].claims:
        assert claim.value
        (claim.value + claim.raw + claim.place).encode("utf-8")
    if said[0].content:
        said[0].content.body.encode("utf-8")


@given(markup() | pages(), st.sampled_from(URLS), st.sampled_from(TYPES), st.sampled_from([200, 200, 301, 404, 500]))
@example(b"<html><h1>A title</h1><p><a href='a://[>tag</a>'>" + b"word " * 60, URLS[2], "text/html", 200)
@settings(max_examples=150)
def test_any_document_is_read(content: bytes, url: str, kind: str, status: int) -> None:
    answered(content, url, kind, DEMO if url.startswith(ORIGIN) else Profile.for_url(url), status=status)


@given(pages(), st.sampled_from(URLS))
@settings(max_examples=80)
def test_any_page_of_the_built_in_site_is_read_however_it_is_broken(content: bytes, url: str) -> None:
    answered(content, url, "text/html; charset=utf-8")


@given(
    content=markup() | pages(),
    coding=st.sampled_from([b"gzip", b"br", b"zstd", b"deflate", b"gzip, br", b"compress", b",,", b"identity"]),
    pack=st.sampled_from([bytes, gzip.compress, brotli.compress, zstd.compress]),
    length=st.none() | st.integers(0, 10**6),
)
@example(content=b"<html><p>x</p></html>", coding=b"br", pack=bytes, length=3)
@settings(max_examples=80)
def test_any_coding_is_read_whatever_is_said_of_it(
    content: bytes, coding: bytes, pack: object, length: int | None
) -> None:
    fields = b"Content-Encoding: %b\r\n" % coding + (b"Content-Length: %d\r\n" % length if length is not None else b"")
    answered(pack(content), URLS[2], "text/html", fields=fields)


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 20_000 + b"deep",
        b"<a href='/news/display/1'>" * 5_000,
        b"<ul><li>" * 5_000 + b"text" + b"</li></ul>" * 5_000,
        b"<b><i>" * 3_000 + b"<p>" * 3_000,
        b"<p title='" + b"x" * 3_000_000 + b"'>text",
        b"<p " + b" ".join(b"a%d=%d" % (n, n) for n in range(5_000)) + b">text",
        b"<p>" + b"word " * 400_000,
        b"<a href='" + b"/x" * 100_000 + b"'>Read more</a>",
        b"<h1>" + b"\xe1\x83\xa2" * 100_000,
        b"&lt;" * 100_000,
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>text",
        b"<script type='application/ld+json'>" + b'{"@graph":' * 5_000 + b"</script>",
        b"<script type='application/ld+json'>" + b'{"datePublished": 1e999, "@type": "Article"}</script>',
        b"<table><tr><td>" * 3_000,
        b"<select><option>" * 10_000,
        b"<!--" + b"-" * 1_000_000,
        b"\xff\xfe" + b"<\x00" * 10_000,
        b"<rss>" + b"<channel><item>" * 5_000,
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;",
    ],
    ids=lambda content: content[:24].decode("latin-1"),
)
@pytest.mark.parametrize("url", [URLS[0], URLS[2], URLS[-1]])
def test_what_is_too_deep_too_long_or_too_much_is_read(content: bytes, url: str) -> None:
    answered(content, url, "text/html", DEMO if url.startswith(ORIGIN) else Profile.for_url(url))


@given(st.lists(pages() | markup(), min_size=1, max_size=3))
@settings(max_examples=15)
def test_what_is_read_can_be_stored(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    folder: Path = tmp_path_factory.mktemp("store")
    store = Store(folder / "readmore.db")
    try:
        for number, content in enumerate(contents):
            page = Page(url=URLS[number], content=content, headers={"content-type": "text/html"}, fetched_at=NOW)
            place = {
                "warc_offset": number,
                "warc_length": 1,
                "record_id": f"<urn:{number}>",
                "payload_digest": str(number),
            }
            address = Address(warc_file="a.warc.gz", **place)
            row = CaptureRow.of(url=page.url, method="GET", head=None, fetched_at=NOW, truncated=None, address=address)
            kept = statements(page, DEMO, row)[0]
            assert not [result for result in store.keep([kept]) if isinstance(result, Exception)]
    finally:
        store.close()


def test_reading_says_why_a_page_is_what_it_is() -> None:
    assert read(Page(url=URLS[-2], content=b""), Profile.for_url(URLS[-2])).reason
