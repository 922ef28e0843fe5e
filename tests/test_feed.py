"""Feeds and sitemaps: of every dialect, badly written, and hostile."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.feed import MAX_ITEMS, read_feed, read_sitemap
from spiders.page import MAX_PARSED, Page
from spiders.reading import Item

URL = "http://example.org/news/rss"


def feed(source: str | bytes, **fields: object) -> tuple[Item, ...] | None:
    content = source if isinstance(source, bytes) else source.encode()
    return read_feed(Page(url=URL, content=content, **fields))


def only(source: str | bytes) -> Item:
    items = feed(source)
    assert items is not None
    assert len(items) == 1
    return items[0]


def rss(*items: str, version: str = "2.0", extra: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="{version}"><channel>{extra}{inner}</channel></rss>'


RSS_2 = rss("<title>A</title><link>http://example.org/a</link><pubDate>Fri, 24 Mar 2017 0:00:00 GMT</pubDate>")
RSS_091 = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    + rss("<title>A</title><link>http://example.org/a</link>", version="0.91")
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{ns}"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://example.org/"><title>C</title></channel>'
    '<item rdf:about="http://example.org/a"><title>A</title><link>http://example.org/a</link>'
    "<dc:date>2017-03-24T05:00:00+04:00</dc:date></item></rdf:RDF>"
)
RSS_1 = RDF.format(ns="http://purl.org/rss/1.0/")
RSS_090 = RDF.format(ns="http://my.netscape.com/rdf/simple/0.9/")
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title><id>tag:example.org,1</id>'
    '<link rel="self" href="/self"/><link href="http://example.org/a"/><published>2017-03-24T00:00:00Z</published>'
    "<updated>2018-01-01T00:00:00Z</updated></entry></feed>"
)
ATOM_03 = ATOM.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#").replace("published", "issued")
DIALECTS = {"2.0": RSS_2, "0.91": RSS_091, "1.0": RSS_1, "0.90": RSS_090, "Atom": ATOM, "Atom 0.3": ATOM_03}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_title_address_and_date(dialect: str) -> None:
    item = only(DIALECTS[dialect])
    assert (item.title, item.url) == ("A", "http://example.org/a")
    if dialect != "0.91":
        assert item.date
        assert (item.date.value, item.date.method) == ("2017-03-24", "feed")


def test_the_date_keeps_its_words_and_its_place() -> None:
    items = feed(rss("<title>no link</title>", "<link>/a</link><pubDate>Fri, 24 Mar 2017 0:00:00 GMT</pubDate>"))
    assert items
    assert items[0].date
    assert items[0].date.raw == "Fri, 24 Mar 2017 0:00:00 GMT"
    assert items[0].date.place == "//item[2]/pubDate"


def test_a_change_is_a_weaker_date_than_a_publication() -> None:
    changed = only(ATOM.replace("<published>2017-03-24T00:00:00Z</published>", ""))
    assert changed.date
    assert changed.date.value == "2018-01-01"
    published = only(ATOM).date
    assert published
    assert changed.date.confidence < published.confidence


@pytest.mark.parametrize("mime", ["text/html; charset=utf-8", "text/plain", "application/octet-stream", ""])
def test_the_content_decides_and_not_the_media_type(mime: str) -> None:
    assert feed(RSS_2, headers={"content-type": mime})


@pytest.mark.parametrize(
    "source",
    [
        "",
        "   ",
        "<html><body><rss><channel><item><link>/a</link></item></channel></rss></body></html>",
        "<!DOCTYPE html><p>&lt;rss&gt;",
        "<p>plain <feedback>text</feedback></p>",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
        "rss",
        "{}",
    ],
)
def test_what_is_no_feed_is_none(source: str) -> None:
    assert feed(source) is None


def test_an_empty_feed_is_a_feed() -> None:
    assert feed(rss()) == ()


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[Roads & <b>Bridges</b>]]>", "Roads & Bridges"),
        ("Roads &amp; Bridges", "Roads & Bridges"),
        ("Roads &amp;amp; Bridges", "Roads & Bridges"),
        ("&lt;i&gt;Un&lt;/i&gt;broken", "Unbroken"),
        ("a &lt; b", "a < b"),
        ("caf&eacute;&nbsp;&mdash; &#8220;x&#8221;", "café — “x”"),
        ("<![CDATA[R&D, &unknown; & more]]>", "R&D, &unknown; & more"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("ქართული „სათაური“", "ქართული „სათაური“"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;safe", "safe"),
    ],
)
def test_titles_are_text(written: str, title: str) -> None:
    assert only(rss(f"<title>{written}</title><link>/a</link>")).title == title


def test_html_in_a_description_becomes_text_with_its_blocks_apart() -> None:
    html = "<p>One</p><p>Two<br>three</p><ul><li>four</li></ul><img src='x' onerror='y'>"
    item = only(rss(f"<link>/a</link><description><![CDATA[{html}]]></description>"))
    assert item.excerpt == "One Two three four"


def test_a_summary_is_preferred_to_the_whole_text() -> None:
    content = '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">Long text</c:encoded>'
    assert only(rss(f"<link>/a</link>{content}<description>Short</description>")).excerpt == "Short"
    assert only(rss(f"<link>/a</link>{content}")).excerpt == "Long text"


def test_atom_texts_of_every_type() -> None:
    entry = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>'
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">In <em>words</em></div></title>'
        '<summary type="text">1 &lt;b&gt; 2</summary></entry></feed>'
    )
    item = only(entry)
    assert (item.title, item.excerpt) == ("In words", "1 <b> 2")
    assert only(entry.replace('type="text"', 'type="html"')).excerpt == "1 2"


def test_relative_links_and_bases() -> None:
    for written in ("../b?x=1&amp;y=2", "../b?x=1&y=2", "<![CDATA[ ../b?x=1&y=2 ]]>"):
        assert only(rss(f"<link>{written}</link>")).url == "http://example.org/b?x=1&y=2"
    based = ATOM.replace("<feed ", '<feed xml:base="http://other.org/d/" ').replace("<entry>", '<entry xml:base="e/">')
    assert only(based.replace("http://example.org/a", "f.html")).url == "http://other.org/d/e/f.html"


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        ("<guid>http://example.org/g</guid>", "http://example.org/g"),
        ('<guid isPermaLink="true">http://example.org/g</guid>', "http://example.org/g"),
        ('<guid isPermaLink="false">http://example.org/g</guid>', None),
        ("<guid>8f14e45f</guid>", None),
        ("<guid>http://example.org/g</guid><link>/l</link>", "http://example.org/l"),
        ("<guid>http://example.org/g</guid><link>javascript:alert(1)</link>", "http://example.org/g"),
    ],
)
def test_an_identifier_is_an_address_only_where_it_says_so(guid: str, url: str | None) -> None:
    assert [item.url for item in feed(rss(guid)) or ()] == ([url] if url else [])


def test_the_first_of_two_entries_with_one_address_is_kept() -> None:
    items = feed(rss("<title>A</title><link>/a</link>", "<title>B</title><link>/a</link>"))
    assert [item.title for item in items or ()] == ["A"]


def test_a_notice_is_known_as_one() -> None:
    item = only(rss("<link>/a</link><description>Article is available in Georgian.</description>"))
    assert item.notice == "ka"


def test_the_feed_s_language_reads_its_dates() -> None:
    item = only(rss("<link>/a</link><pubDate>15 ივნისი 2022</pubDate>", extra="<language>ka</language>"))
    assert item.date
    assert item.date.value == "2022-06-15"


def test_the_encoding_that_the_declaration_names() -> None:
    source = '<?xml version="1.0" encoding="windows-1251"?>' + rss("<title>Дороги</title><link>/a</link>")[21:]
    assert only(source.encode("cp1251")).title == "Дороги"


# Broken


@pytest.mark.parametrize("end", range(60, len(RSS_2), 7))
def test_a_feed_cut_anywhere_never_fails(end: int) -> None:
    assert feed(RSS_2[:end]) is not None


def test_what_is_broken_is_read_as_far_as_it_goes() -> None:
    broken = rss("<title>A & B</title><link>/a</link>", "<title>C<br>D</title><link>/c</link>", "<link>/e</link>")
    assert {item.url for item in feed(broken) or ()} >= {"http://example.org/a"}
    warned = "\n<b>Warning</b>: date() in <b>/x.php</b><br />\n" + RSS_2
    assert only(warned).title == "A"
    undeclared = only(rss("<link>/a</link><dc:date>2020-01-02</dc:date>"))
    assert undeclared.date
    assert (undeclared.date.value, undeclared.date.place) == ("2020-01-02", "//item[1]/dc:date")


@given(st.binary(max_size=200), st.sampled_from([b"<rss>", b"<feed>", b'<rdf:RDF xmlns:rdf="x">', b"<urlset>"]))
def test_any_bytes_give_an_answer(tail: bytes, root: bytes) -> None:
    page = Page(url=URL, content=root + b"<item><link>/a</link><title>" + tail)
    assert all(item.url.startswith("http") for item in read_feed(page) or ())
    assert all(url.startswith("http") for url, _ in read_sitemap(page) or ())


# Hostile


def test_no_entity_is_resolved(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'
    item = only(doctype + rss("<title>[&x;]</title><link>/a</link>").partition("?>")[2])
    assert "secret" not in item.title


def test_laughs_stay_few() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    source = doctype + rss("<title>&l11;</title><link>/a</link>").partition("?>")[2]
    tracemalloc.start()
    item = only(source)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(item.title) < 20
    assert peak < 2**20


def test_a_flood_of_entries_is_bounded() -> None:
    source = rss(*(f"<link>/{n}</link>" for n in range(MAX_ITEMS + 50)))
    assert len(feed(source) or ()) == MAX_ITEMS


def test_deep_nesting_ends() -> None:
    assert feed("<rss><item><link>/a</link><title>" + "<b>" * 50_000) is not None


# Sitemaps

SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
    "<url><loc> http://example.org/a?x=1&amp;y=2 </loc><lastmod>2020-01-02T03:04:05+04:00</lastmod>"
    "<image:image><image:loc>http://example.org/i.png</image:loc></image:image></url>"
    "<url><loc>/b</loc></url><url><loc>mailto:x@example.org</loc></url><url/></urlset>"
)
EXPECTED = (("http://example.org/a?x=1&y=2", "2020-01-02T03:04:05+04:00"), ("http://example.org/b", None))


@pytest.mark.parametrize("content", [SITEMAP.encode(), gzip.compress(SITEMAP.encode())], ids=["plain", "gzip"])
def test_a_sitemap_lists_addresses(content: bytes) -> None:
    assert read_sitemap(Page(url="http://example.org/sitemap.xml", content=content)) == EXPECTED


def test_an_index_lists_sitemaps() -> None:
    index = SITEMAP.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    assert read_sitemap(Page(url="http://example.org/sitemap.xml", content=index.encode())) == EXPECTED


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", RSS_2.encode(), b"\x1f\x8bgarbage"])
def test_what_is_no_sitemap_is_none(content: bytes) -> None:
    assert read_sitemap(Page(url=URL, content=content)) is None


def test_a_gzip_bomb_is_read_only_so_far() -> None:
    bomb = gzip.compress(SITEMAP[:-9].encode() + b" " * (8 * MAX_PARSED), 9)
    tracemalloc.start()
    assert read_sitemap(Page(url=URL, content=bomb)) == EXPECTED
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MAX_PARSED


def test_half_a_character_costs_no_entry() -> None:
    for reference in ("&#xD800;", "&#57343;", "&#xdc00;"):
        page = Page(url="http://x.org/rss", content=FEED_OF_ONE.format(reference).encode())
        items = read_feed(page)
        assert items is not None
        assert [(item.title, item.excerpt) for item in items] == [("One", "a \ufffd b")]


FEED_OF_ONE = """<rss version="2.0"><channel><item><title>One</title><link>http://x.org/1</link>
<description>a {} b</description></item></channel></rss>"""
