"""A header read at once says what it says read field by field: the third of a structure and the first."""

from __future__ import annotations

import random
import re

import pytest
from wellformed import DATE, PROFILE, URL, Rec, good, uuid

from archive.verify.fields import FIELDS, WHOLE_SECOND
from archive.verify.findings import Report
from archive.verify.headers import HeaderReader

#: Values that a field of any name may be given.
ODD = [
    "",
    " ",
    " x",
    "x ",
    "a  b",
    "a\tb",
    "7",
    "-7",
    "07",
    "9" * 18,
    "9" * 19,
    "x" * 3000,
    "=?utf-8?Q?caf=C3=A9?=",
    "a=?b",
    "café",
    "a\x7fb",
    "a\x0bb",
    DATE,
    "2026-05-04T03:02:01Z",
    "2026-02-29T03:02:01Z",
    "2024-02-29T03:02:01Z",
    "2026-04-31T03:02:01Z",
    "2026-12-31T23:59:59.1Z",
    "2026-12-31T24:00:00Z",
    "0000-12-31T23:59:59Z",
    "2026-05-04T03:02:61Z",
    "2026-05-04T03:02:01.Z",
    "2026-05",
    uuid(7),
    uuid(7).replace("-4", "-1"),
    uuid(7).upper(),
    uuid(7)[:-1],
    "<http://x.org/1>",
    "<>",
    URL,
    f"<{URL}>",
    URL + "#top",
    URL + "%zz",
    URL + "%41%",
    "http://me:secret@example.org/",
    "http://me@example.org",
    "http://example.org/a@b",
    "https://[2001:db8::1]:8/",
    "urn:a@b",
    "dns:example.org",
    "dns:",
    "http://example.org/a|b",
    "sha1:" + "A" * 32,
    "sha1:" + "A" * 31,
    "sha1:" + "a" * 32,
    "SHA1:" + "A" * 32,
    "sha1:" + "0" * 40,
    "sha1:" + "A" * 31 + "=",
    "sha1:" + "A" * 31 + "1",
    "md5:" + "0" * 32,
    "md5:" + "G" * 32,
    "sha256:" + "0" * 64,
    "crc:00",
    "192.0.2.7",
    "2001:DB8::1",
    "text/html; charset=utf-8",
    "application/http;msgtype=response",
    "text",
    "response",
    "warcinfo",
    "novelty",
    "length",
    "http/1.1",
    "tls/1.3",
    PROFILE + "identical-payload-digest",
]


def said(reader: HeaderReader, head: bytes) -> tuple[object, ...]:
    report = Report("x")
    header = reader.read(head, report)
    read = (header.version, header.names, header.fields, header.concurrent, header.kind, header.target, header.length)
    return (*read, [str(finding) for finding in [*report.taken(), *report.habits()]])


def encoded(record: Rec) -> bytes:
    raw = record.encode()
    return raw[: raw.index(b"\r\n\r\n") + 4]


@pytest.mark.parametrize("version", ["WARC/1.1", "WARC/1.0", "WARC/0.18"])
@pytest.mark.parametrize("name", list(good().records))
def test_a_header_is_read_alike_in_both_ways(name: str, version: str) -> None:
    """Each field is given each odd value, by a reader that knows the structure and by one that knows none."""
    record = good()[name]
    record.version = version
    reader = HeaderReader()
    for _ in range(3):
        assert said(reader, encoded(record)) == said(HeaderReader(), encoded(record))
    for field in list(dict(record.fields)):
        for value in ODD:
            changed = good()[name]
            changed.version = version
            changed.set(field, value)
            assert said(reader, encoded(changed)) == said(HeaderReader(), encoded(changed)), (field, value)


def test_a_header_that_was_harmed_anywhere_is_read_alike_in_both_ways() -> None:
    dice = random.Random(5)
    records = [encoded(record) for record in good().records.values()]
    reader = HeaderReader()
    for head in records * 2:
        said(reader, head)
    for _ in range(3000):
        head = bytearray(dice.choice(records))
        at = dice.randrange(8, len(head) - 4)
        head[at : at + dice.randrange(2)] = dice.choice([b" ", b":", b"\t", b"\n", b"\r\n", b"#", b"Z", b"\xc3", b""])
        assert said(reader, bytes(head)) == said(HeaderReader(), bytes(head)), bytes(head)


def test_fields_in_another_order_or_again_are_read_alike_in_both_ways() -> None:
    dice = random.Random(6)
    reader = HeaderReader()
    for _ in range(300):
        record = good()[dice.choice(list(good().records))]
        record.fields.append(dice.choice(record.fields))
        record.fields.append(("WARC-Protocol", dice.choice(["tls/1.3", "h2", "what"])))
        dice.shuffle(record.fields)
        for _ in range(3):
            assert said(reader, encoded(record)) == said(HeaderReader(), encoded(record))


@pytest.mark.parametrize("name", [name for name, rule in FIELDS.items() if rule.sure])
def test_what_is_sure_is_valid(name: str) -> None:
    rule = FIELDS[name]
    sure = [value for value in ODD if re.fullmatch(rule.sure, value, re.ASCII)]
    assert sure
    assert rule.valid
    assert [value for value in sure if rule.valid(value)] == []


def test_warc_1_0_has_whole_seconds() -> None:
    assert re.fullmatch(WHOLE_SECOND, "2026-05-04T03:02:01Z")
    assert not re.fullmatch(WHOLE_SECOND, DATE)


@pytest.mark.parametrize("lines", ["", "WARC-Record-ID: <urn:x:y>\r\n", "A: b\r\n", "WARC-Type: response\r\n", ":\r\n"])
def test_headers_of_hardly_a_field_are_read_alike_in_both_ways(lines: str) -> None:
    reader = HeaderReader()
    head = f"WARC/1.1\r\n{lines}\r\n".encode()
    for _ in range(3):
        assert said(reader, head) == said(HeaderReader(), head)


def test_a_long_value_that_is_wrong_is_no_trap() -> None:
    """The expressions never step back: a value of a megabyte takes no longer than it should."""
    record = good()["response"]
    reader = HeaderReader()
    for _ in range(2):
        said(reader, encoded(record))
    for value in ("a b" * 300_000 + "\x00", "http://example.org/" + "%41a" * 250_000 + "%", "\t " * 400_000 + "\x00"):
        record.set("WARC-Target-URI", value)
        record.fields[5] = ("Content-Type", value)
        said(reader, encoded(record))
