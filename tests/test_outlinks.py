"""What a document names: every kind of page requisite, links, and what must not be taken for either."""

from __future__ import annotations

import doctest

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import css, srcset
from archive.outlinks import MAX_OUTLINKS, Outlink, outlinks, tree_outlinks
from archive.urls import absolute as make_absolute

PAGE = "https://site.example/section/page.html"
HTML = "text/html; charset=utf-8"

#: Kind, markup, what it needs, and where that stands. All of it together is one test page.
KINDS = [
    ("img", '<img src="img.png">', "img.png", "img/@src"),
    ("img srcset", '<img srcset="set-1.png 1x, set,2.png 2x">', "set,2.png", "img/@srcset"),
    ("picture source srcset", '<picture><source srcset="wide.avif 800w"></picture>', "wide.avif", "source/@srcset"),
    ("video", '<video src="film.mp4"></video>', "film.mp4", "video/@src"),
    ("audio", '<audio src="sound.ogg"></audio>', "sound.ogg", "audio/@src"),
    ("source", '<video><source src="film.webm"></video>', "film.webm", "source/@src"),
    ("poster", '<video poster="poster.jpg"></video>', "poster.jpg", "video/@poster"),
    ("track", '<video><track src="words.vtt"></video>', "words.vtt", "track/@src"),
    ("stylesheet", '<link rel=stylesheet href="main.css">', "main.css", "link/@href"),
    ("other stylesheet", '<link rel="alternate stylesheet" href="dark.css">', "dark.css", "link/@href"),
    ("script", '<script src="app.js"></script>', "app.js", "script/@src"),
    ("icon", '<link rel="shortcut icon" href="icon.ico">', "icon.ico", "link/@href"),
    ("touch icon", '<link rel="apple-touch-icon" href="touch.png">', "touch.png", "link/@href"),
    ("mask icon", '<link rel="mask-icon" href="mask.svg">', "mask.svg", "link/@href"),
    ("preload", '<link rel=preload as=font href="font.woff2">', "font.woff2", "link/@href"),
    ("modulepreload", '<link rel=modulepreload href="module.mjs">', "module.mjs", "link/@href"),
    ("imagesrcset", '<link rel=preload as=image imagesrcset="hero.png 2x">', "hero.png", "link/@imagesrcset"),
    ("manifest", '<link rel=manifest href="app.webmanifest">', "app.webmanifest", "link/@href"),
    ("SVG image", '<svg><image href="in-svg.png"/></svg>', "in-svg.png", "image/@href"),
    ("SVG image, old", '<svg><image xlink:href="old-svg.png"/></svg>', "old-svg.png", "image/@xlink:href"),
    ("SVG use", '<svg><use href="sprite.svg#arrow"/></svg>', "sprite.svg", "use/@href"),
    ("SVG use, old", '<svg><use xlink:href="old.svg#arrow"/></svg>', "old.svg", "use/@xlink:href"),
    ("input image", '<input type=image src="button.png">', "button.png", "input/@src"),
    ("iframe", '<iframe src="frame.html"></iframe>', "frame.html", "iframe/@src"),
    ("embed", '<embed src="embedded.swf">', "embedded.swf", "embed/@src"),
    ("object", '<object data="object.pdf"></object>', "object.pdf", "object/@data"),
    ("background", '<table background="paper.gif"><tr><td>x</table>', "paper.gif", "table/@background"),
    ("cell background", '<table><tr><td background="cell.gif">x</table>', "cell.gif", "td/@background"),
    ("style attribute", "<p style=\"background: url('inline.png')\">", "inline.png", "p/@style"),
    ("style", "<style>b { background: url(sheet.png) }</style>", "sheet.png", "style/url()"),
    ("@import", '<style>@import "imported.css" screen;</style>', "imported.css", "style/@import"),
    ("@import url()", "<style>@import url(by-url.css);</style>", "by-url.css", "style/@import"),
    ("image-set", '<style>i { background: image-set("set.avif" 1x) }</style>', "set.avif", "style/image-set()"),
    ("font", "<style>@font-face { src: url(f.woff) format('woff') }</style>", "f.woff", "style/url()"),
    ("data-src", '<img data-src="lazy.png">', "lazy.png", "img/@data-src"),
    ("data-srcset", '<img data-srcset="lazy-2.png 2x">', "lazy-2.png", "img/@data-srcset"),
    ("data-bg", '<div data-bg="lazy-bg.png"></div>', "lazy-bg.png", "div/@data-bg"),
    ("data-bg url()", '<div data-bg="url(bg-2.png)"></div>', "bg-2.png", "div/@data-bg"),
    ("data-background", '<div data-background="bg-3.png"></div>', "bg-3.png", "div/@data-background"),
    ("data-lazy-src", '<img data-lazy-src="lazy-3.png">', "lazy-3.png", "img/@data-lazy-src"),
    ("data-lazy-srcset", '<img data-lazy-srcset="lazy-4.png 2x">', "lazy-4.png", "img/@data-lazy-srcset"),
    ("data-original", '<img data-original="lazy-5.png">', "lazy-5.png", "img/@data-original"),
    ("og:image", '<meta property="og:image" content="/og.png">', "/og.png", "meta/@content"),
    ("twitter:image", '<meta name="twitter:image" content="/card.png">', "/card.png", "meta/@content"),
    ("noscript", '<noscript><img src="no-script.png"></noscript>', "no-script.png", "img/@src"),
    ("amp-img", '<amp-img src="amp.png"></amp-img>', "amp.png", "amp-img/@src"),
    ("template", '<template><img src="template.png"></template>', "template.png", "img/@src"),
]


def absolute(path: str) -> str:
    return "https://site.example" + (path if path.startswith("/") else f"/section/{path}")


def found(markup: str, url: str = PAGE, mime: str = HTML) -> list[str]:
    return list(map(str, outlinks(markup.encode(), url, mime)))


@pytest.mark.parametrize(("markup", "path", "place"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_each_kind_is_found_where_it_stands(markup: str, path: str, place: str) -> None:
    whole = "<!doctype html><html><head><title>x</title></head><body>" + "".join(kind[1] for kind in KINDS)
    expected = f"{absolute(path)} E {place}"
    assert expected in found(markup)
    assert expected in found(whole)


def test_the_order_is_the_documents_and_each_address_comes_once() -> None:
    page = '<a href=b.png><img src=b.png></a><img src="/section/b.png"><img src=a.png><p style="background:url(c.png)">'
    assert found(page) == [
        f"{absolute('b.png')} L a/@href",
        f"{absolute('b.png')} E img/@src",
        f"{absolute('a.png')} E img/@src",
        f"{absolute('c.png')} E p/@style",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        '<img srcset="data:image/png;base64,iVBOR,w0KGgo= 2x">',
        '<a href="javascript:void(0)">',
        '<a href="JavaScript:void(0)">',
        '<a href="mailto:a@b.example">',
        '<a href="tel:1">',
        '<a href="#top">',
        '<svg><use href="#icon"/></svg>',
        '<p style="fill: url(#gradient)">',
        '<a href="">',
        '<a href="http://[broken/">',
        '<img src="blob:https://site.example/1">',
        '<link rel=preconnect href="https://cdn.example/">',
        '<link rel="dns-prefetch" href="//cdn.example/">',
        '<img data-src="{{ image.url }}">',
        "<img data-src='{\"a\": 1}'>",
        '<meta name=description content="words">',
        '<style>a::before { content: "url(words.png)" } /* url(comment.png) */</style>',
        "<!-- <img src=comment.png> -->",
        '<script>var a = "<img src=script.png>"</script>',
    ],
)
def test_what_is_no_address_of_a_document(markup: str) -> None:
    assert found(f"<p>x</p>{markup}") == []


@pytest.mark.parametrize("rel", ["next", "canonical", "alternate", "prefetch", "author"])
def test_other_link_types_are_links(rel: str) -> None:
    assert found(f'<link rel={rel} href="x">') == [f"{absolute('x')} L link/@href"]


def test_a_refresh_leads_on() -> None:
    assert found("<meta http-equiv=refresh content=\"5; URL='next.html'\">") == [
        f"{absolute('next.html')} L meta/@content"
    ]


def test_the_base_counts_and_a_wrong_one_does_not() -> None:
    assert found('<base href="//cdn.example/x/"><img src=a.png>') == ["https://cdn.example/x/a.png E img/@src"]
    assert found('<base href="javascript:1"><img src=a.png>') == [f"{absolute('a.png')} E img/@src"]
    relative = found('<base target=_top><base href="/deep/er/"><base href="/no/"><a href="../x">')
    assert relative == ["https://site.example/deep/x L a/@href"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        ("a.png,b.png 2x", ["a.png,b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("w_1,h_2/a.png 100w,\n\t w_2,h_4/a.png 200w", ["w_1,h_2/a.png", "w_2,h_4/a.png"]),
        ("data:image/png;base64,AA==, b.png 2x", ["data:image/png;base64,AA==", "b.png"]),
        ("a.png future(1x, 2x) 3x, b.png", ["a.png", "b.png"]),
        ("a.png future(1x, 2x, b.png", ["a.png"]),
        (" , ,, a.png ,,", ["a.png"]),
        ("", []),
        (",", []),
        ("a\u00a0b.png 1x", ["a\u00a0b.png"]),
    ],
)
def test_srcset_as_the_standard_reads_it(value: str, expected: list[str]) -> None:
    assert list(srcset.candidates(value)) == expected


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ('@import "a.css"; @import url(b.css) screen;', [("a.css", "@import"), ("b.css", "@import")]),
        ("@IMPORT 'a.css' layer(x) supports(display: grid);", [("a.css", "@import")]),
        ("@media print { p { background: URL( 'a b.png' ) } }", [("a b.png", "url()")]),
        (r"p { background: u\72l(a\).png) }", [("a).png", "url()")]),
        ("p { background: -webkit-image-set(url(a.png) 1x) }", [("a.png", "url()")]),
        (
            'p { background: image-set("a.avif" type("image/avif"), "b.png" 2x) }',
            [("a.avif", "image-set()"), ("b.png", "image-set()")],
        ),
        ("@font-face { src: local('x'), url(a.woff2) format('woff2') }", [("a.woff2", "url()")]),
        ("p { background: url(a.png", [("a.png", "url()")]),
        ("p { background: url(a.png) } @import", [("a.png", "url()")]),
        ('p::after { content: "url(a.png)" } /* url(b.png) */', []),
        ("p { background: url(a b.png) }", []),
        ("<![CDATA[ p { background: url(a.png) } ]]>", [("a.png", "url()")]),
        ("{" * 100_000 + "url(a.png)", []),
    ],
)
def test_what_a_style_sheet_names(sheet: str, expected: list[tuple[str, str]]) -> None:
    assert list(css.references(sheet)) == expected


def test_a_style_sheet_and_an_svg_are_documents_of_their_own() -> None:
    assert found('@charset "utf-8"; @import "b.css"; p { background: url(/a.png) }', mime="text/css") == [
        f"{absolute('b.css')} E css/@import",
        f"{absolute('/a.png')} E css/url()",
    ]
    svg = (
        '<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><style><![CDATA[@import "s.css";]]></style>'
        '<a xlink:href="on.html"><image xlink:href="a.png"/></a></svg>'
    )
    assert found(svg, mime="image/svg+xml") == [
        f"{absolute('s.css')} E style/@import",
        f"{absolute('on.html')} L a/@xlink:href",
        f"{absolute('a.png')} E image/@xlink:href",
    ]
    for mime in ("image/png", "application/pdf", "text/plain", "application/javascript", ""):
        assert found("<img src=a.png>", mime=mime) == []


@pytest.mark.parametrize(
    ("document", "mime"),
    [
        ("<img src='ქ.png'>".encode(), "text/html"),
        ("\ufeff<img src='ქ.png'>".encode("utf-16"), "text/html"),
        (b"<meta charset=windows-1251><img src='\xe6.png'>", "text/html"),
        (b"<img src='\xe6.png'>", 'text/html; charset="windows-1251"'),
        *((f"<meta charset={name}><img src='/a.png'>".encode(), "text/html") for name in ("hex", "undefined", "idna")),
        (b"\xfd\xff<p>\x00\xc3<img src='/a.png'>", "text/html; charset=no-such-charset"),
    ],
)
def test_encodings(document: bytes, mime: str) -> None:
    expected = {"/section/%E1%83%A5.png", "/section/%D0%B6.png", "/a.png"}
    (outlink,) = outlinks(document, PAGE, mime)
    assert outlink.url.removeprefix("https://site.example") in expected


def test_a_parsed_tree_gives_the_same() -> None:
    page = "<html><body>" + "".join(kind[1] for kind in KINDS)
    assert tree_outlinks(lxml.html.document_fromstring(page), PAGE) == outlinks(page.encode(), PAGE, HTML)


def test_there_is_an_end_to_what_is_named() -> None:
    many = "".join(f"<img src={n}.png>" for n in range(MAX_OUTLINKS * 2))
    assert len(found(many)) == MAX_OUTLINKS
    assert found(f'<img src="{"x" * 100_000}"><img src=a.png>') == [f"{absolute('a.png')} E img/@src"]


@pytest.mark.parametrize("piece", ["<div>", "<img srcset='", "<p style='background:url(", "<svg><g>", "(", "a.png (,"])
def test_deep_and_broken_documents_are_read_to_their_end(piece: str) -> None:
    page = piece * 1000 + "'\">x</style></svg><img src=/last.png>"
    assert f"{absolute('/last.png')} E img/@src" in found(page)
    assert len(found(piece * 100_000)) <= 1


#: Pieces that a document is broken into.
_PIECES = [kind[1] for kind in KINDS] + ["<", ">", "'", '"', "(", ")", "\0", "\\", "//", "]]>", "<base href="]
_MARKUP = st.lists(st.sampled_from(_PIECES) | st.text(max_size=20)).map("".join)


@given(document=st.binary() | _MARKUP.map(str.encode), mime=st.sampled_from([HTML, "text/css", "image/svg+xml", "x;"]))
def test_any_bytes_will_do(document: bytes, mime: str) -> None:
    for outlink in outlinks(document, PAGE, mime):
        assert isinstance(outlink, Outlink)
        assert outlink.url.startswith(("http://", "https://"))
        assert "#" not in outlink.url
        assert outlink.url.isascii()
        assert not any(c.isspace() for c in outlink.url)


def test_the_examples_in_the_code() -> None:
    for module in (css, srcset):
        result = doctest.testmod(module)
        assert result.attempted
        assert not result.failed


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://user:w%40rd@host.example/a", "http://user:w%40rd@host.example/a"),
        ("HTTP://HOST.example/a b?c=ქ#d", "http://host.example/a%20b?c=%E1%83%A5"),
        ("//მაგალითი.example/", "http://xn--lodafveble.example/"),
        ("http://a_b.example/", "http://a_b.example/"),
        ("http://a\0b.example/", None),
        ("http://a b.example/", None),
        ("http://a%00.example/", None),
        ("http://host.example:port/", None),
        ("http://[::1/", None),
        ("ftp://host.example/", None),
    ],
)
def test_only_what_can_be_asked_is_an_address(href: str, expected: str | None) -> None:
    assert make_absolute("http://site.example/", href) == expected
