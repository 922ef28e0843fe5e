"""A whole crawl of a server that breaks the rules: the bytes are kept, and what a browser would show is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from known_bytes import GEORGIAN, chunked, lines, ok
from rawserver import End, RawServer, Script
from walk import differences, rebuilt, rows, walk

from archive.reader import captures, records
from crawler.errors import Exit
from spiders import profile as profiles

TEXT = "The council of the village met on the square and spoke for three hours about the bridge over the river."
KA_TEXT = "სოფლის საბჭო მოედანზე შეიკრიბა და სამი საათის განმავლობაში მდინარეზე გადებულ ხიდზე ისაუბრა."
RU_TEXT = "Сельский совет собрался на площади и три часа говорил о мосте через реку, который закрыт с весны."


def article(name: str, text: str = TEXT) -> str:
    """A page about one work, in plain markup."""
    body = "".join(f"<p>{text} {word}.</p>" for word in ("First", "Second", "Third"))
    head = f"<title>Title of the page {name}</title>"
    return (
        f"<html><head>{head}</head><body><h1>Title of the page {name}</h1><div>2022 / 06 / 15</div>{body}</body></html>"
    )


def page(name: str, *fields: bytes, text: str = TEXT, encoding: str = "utf-8") -> bytes:
    return ok(*fields, body=article(name, text).encode(encoding))


PACKED = gzip.compress(article("packed").encode(), mtime=0)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
PLAIN = article("plain").encode()

#: Read as articles, whatever is wrong with the answer.
READ = {
    "plain": Script(answer=page("plain", b"Content-Type: text/html; charset=utf-8")),
    "eight-bit": Script(answer=page("eight-bit", b"Content-Type: text/html", b"X-Title: " + GEORGIAN + b"\xe9")),
    "equal-lengths": Script(
        answer=page("equal-lengths", b"Content-Type: text/html", b"Content-Length: %d" % len(article("equal-lengths")))
    ),
    "beside-chunked": Script(
        answer=chunked(b"Content-Type: text/html", b"Content-Length: 7", body=b"%X\r\n%s\r\n" % (len(PLAIN), PLAIN))
    ),
    "excess": Script(
        answer=page("excess", b"Content-Type: text/html", b"Connection: close") + b"and more", end=End.CLOSE
    ),
    "nul": Script(answer=page("nul", b"Content-Type: text/html", b"X: a\x00b")),
    "long": Script(answer=page("long", b"Content-Type: text/html", b"X: " + b"y" * 20_000)),
    "space": Script(answer=page("space", b"Content-Type : text/html")),
    "icy": Script(answer=b"ICY 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("icy").encode(), end=End.CLOSE),
    "http10": Script(
        answer=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + article("http10").encode(), end=End.CLOSE
    ),
    "hints": Script(interim=(EARLY,), answer=page("hints", b"Content-Type: text/html")),
    "packed": Script(answer=ok(b"Content-Type: text/html", b"Content-Encoding: gzip", body=PACKED)),
    "lie": Script(answer=page("lie", b"Content-Type: text/html", b"Content-Encoding: gzip")),
    "too-long-length": Script(
        answer=lines(b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Content-Length: 99999", body=PLAIN),
        end=End.CLOSE,
    ),
    "fold": Script(answer=page("fold", b"Content-Type: text/html;", b"\tcharset=utf-8", text=KA_TEXT)),
    "lying-charset": Script(answer=page("lying-charset", b"Content-Type: text/html; charset=iso-8859-1", text=KA_TEXT)),
    "cp1251": Script(
        answer=page("cp1251", b"Content-Type: text/html; charset=windows-1251", text=RU_TEXT, encoding="cp1251")
    ),
    "koi8": Script(answer=page("koi8", b"Content-Type: text/html", text=RU_TEXT, encoding="koi8-r")),
    "utf-16": Script(answer=page("utf-16", b"Content-Type: text/html", text=KA_TEXT, encoding="utf-16")),
}
#: Kept, and told as losses: what came is not the page.
LOST = {
    "cut": Script(
        answer=lines(b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Content-Length: 99999", body=PLAIN[:300]),
        end=End.CLOSE,
    ),
    "cut-gzip": Script(answer=ok(b"Content-Type: text/html", b"Content-Encoding: gzip", body=PACKED[:-60])),
    "brotli": Script(answer=ok(b"Content-Type: text/html", b"Content-Encoding: br", body=b"\x1b\x03\x00")),
    "no-http": Script(answer=b"SSH-2.0-OpenSSH_9.2\r\n", end=End.CLOSE),
    "error": Script(answer=lines(b"HTTP/1.1 500 Oh", b"Content-Length: 2", body=b"no")),
}
ROBOTS = Script(answer=lines(b"HTTP/1.1 404 Not Found", b"Content-Length: 0"))


def listing(names: list[str]) -> Script:
    items = "".join(
        f'<div><h3><a href="/{n}">Title of the page {n}</a></h3><p>{TEXT}</p><a href="/{n}">Read more</a></div>'
        for n in names
    )
    body = f"<html><body><h1>Tag: Bridges</h1><div>{items}</div></body></html>".encode()
    return Script(answer=ok(b"Content-Type: text/html", body=body))


def test_bytes_are_kept_and_pages_read(tmp_path: Path) -> None:
    names = [*READ, *LOST]
    with RawServer({"robots.txt": ROBOTS, "list": listing(names), **READ, **LOST}) as server:
        result = walk(profiles.find(server.url("list")), tmp_path / "a")
        turns = {turn.script: turn for turn in server.turns}
    assert result.exit_code == Exit.LOSSES
    assert {loss.url.rpartition("/")[2] for loss in result.losses} == set(LOST)
    _assert_kept(tmp_path / "a", turns)
    _assert_read(tmp_path / "a")
    rebuilt(tmp_path / "a", tmp_path / "b")
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def _assert_kept(folder: Path, turns: dict) -> None:
    blocks: dict[str, dict[str, list[bytes]]] = {}
    for path in (folder / "warc").glob("*.warc.gz"):
        for record in records(path):
            if record.header("WARC-Type") in ("request", "response"):
                name = (record.header("WARC-Target-URI") or "").rpartition("/")[2]
                blocks.setdefault(name, {}).setdefault(record.header("WARC-Type") or "", []).append(record.block)
    for name, turn in turns.items():
        assert turn.received in blocks[name]["request"], name
        assert bytes(turn.sent) in blocks[name]["response"], name
    found = [c for path in (folder / "warc").glob("*.warc.gz") for c in captures(path)]
    assert all(c.truncated == "disconnect" for c in found if c.url.endswith(("/cut", "/too-long-length")))


def _assert_read(folder: Path) -> None:
    sql = """SELECT a.native_id, a.date_published, e.lang, e.headline, t.body FROM articles a
             JOIN editions e ON e.article_id = a.id JOIN texts t ON t.edition_id = e.id"""
    found = {r["native_id"]: r for r in rows(folder, sql)}
    assert set(found) == set(READ)
    for name, row in found.items():
        lang = {"cp1251": "ru", "koi8": "ru"}.get(name) or (
            "ka" if name in ("fold", "lying-charset", "utf-16") else "en"
        )
        text = {"ru": RU_TEXT, "ka": KA_TEXT, "en": TEXT}[lang]
        assert (row["date_published"], row["lang"]) == ("2022-06-15", lang), name
        assert row["body"].startswith(text), name


@pytest.mark.parametrize("name", ["endless", "large"])
def test_a_body_without_end_is_cut_and_told(tmp_path: Path, name: str) -> None:
    from known_bytes import SCRIPTS

    with RawServer(
        {"robots.txt": ROBOTS, "list": listing([name, "plain"]), "plain": READ["plain"], name: SCRIPTS[name]}
    ) as server:
        profile = profiles.find(server.url("list"))
        limited = profile.model_copy(update={"crawl": profile.crawl.model_copy(update={"max_body": 300_000})})
        result = walk(limited, tmp_path)
    assert result.exit_code == Exit.LOSSES
    assert ["larger than the limit" in loss.why for loss in result.losses] == [True]
    cut = [c for path in (tmp_path / "warc").glob("*.gz") for c in captures(path) if c.url.endswith(name)]
    assert [c.truncated for c in cut] == ["length"]
