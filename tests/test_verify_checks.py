"""Every check of `readmore verify` on a file in which one thing is wrong."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import wellformed
from wellformed import BODY, DATE, URL, Draft, Rec, answer, good, sha1, uuid, verified

from archive.verify.checks import CHECKS


def found(folder: Path, draft: Draft, check: str, name: str, *, level: str = "error", also: str = "") -> str:
    """The message of the one finding expected; no other error is there but of the checks named in `also`."""
    findings = verified(draft.write(folder))
    errors = {f.check for f in findings if f.level == "error"} - set(also.split())
    assert errors == ({check} if level == "error" else set()), list(map(str, findings))
    here = [f for f in findings if f.check == check and f.level == level and f.offset == draft.offset(name)]
    assert here, list(map(str, findings))
    said = [value for field, value in draft[name].fields if field == "WARC-Record-ID"]
    assert here[0].record in (said[0] if said else None, None)
    assert here[0].file == str(folder / draft.name)
    return here[0].message


def changed(name: str, field: str, value: str) -> Draft:
    draft = good()
    draft[name].set(field, value)
    return draft


def without(name: str, field: str) -> Draft:
    draft = good()
    draft[name].drop(field)
    return draft


def with_response(block: bytes, payload: bytes = BODY) -> Draft:
    """The answer of another capture, so that the revisits still resolve."""
    draft = good()
    draft.records["other request"] = wellformed.request(20)
    draft.records["other metadata"] = wellformed.metadata(21, 20)
    draft.records["other"] = wellformed.response(22, 20, block, payload)
    return draft


def test_a_good_file_has_no_finding(tmp_path: Path) -> None:
    assert list(map(str, verified(good().write(tmp_path)))) == []


def test_check_1_version_line(tmp_path: Path) -> None:
    draft = good()
    draft["response"].version = "WARC/1.0"
    found(tmp_path, draft, "1", "response")
    draft["response"].version = "WARC/x"
    found(tmp_path, draft, "1", "response", also="30 34 9 8")
    for record in draft.records.values():
        record.version = "WARC/1.0"
    found(tmp_path, draft, "1", "warcinfo", level="warning")


@pytest.mark.parametrize(
    ("harm", "level"),
    [
        (lambda raw: raw.replace(b"\r\nWARC-Date", b"\nWARC-Date"), "error"),
        (lambda raw: raw.replace(b"\r\n\r\n", b"\n\n", 1), "error"),
        (lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nno field\r\nWARC-Date"), "error"),
        (lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nX-A: caf\xe9\r\nWARC-Date"), "error"),
        (lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nX-A: a\x00b\r\nWARC-Date"), "error"),
        (lambda raw: raw.replace(b"\r\nWARC-Date: ", b"\r\nWARC-Date:\r\n "), "warning"),
        (lambda raw: raw.replace(b"\r\nWARC-Date", b"\r\nX-A: =?utf-8?Q?caf=C3=A9?=\r\nWARC-Date"), "warning"),
    ],
)
def test_check_2_header_lines(tmp_path: Path, harm: Callable[[bytes], bytes], level: str) -> None:
    draft = good()
    draft["resource"].raw = harm(draft["resource"].encode())
    found(tmp_path, draft, "2", "resource", level=level)


@pytest.mark.parametrize("field", ["WARC-Date", "WARC-Type", "WARC-Record-ID", "Content-Length"])
def test_check_3_mandatory_fields(tmp_path: Path, field: str) -> None:
    draft = good()
    draft["manifest"].set(field, "-")
    assert field.lower() in found(tmp_path, draft, "3", "manifest")
    found(tmp_path, changed("manifest", "Content-Length", "many"), "3", "manifest")


def test_check_4_record_ids(tmp_path: Path) -> None:
    found(tmp_path, changed("manifest", "WARC-Record-ID", uuid(2)), "4", "manifest")
    found(tmp_path, changed("manifest", "WARC-Record-ID", "urn:uuid:x"), "4", "manifest")
    version_1 = "<urn:uuid:5e0ba1ae-8f6b-11ee-b9d1-0242ac120002>"
    assert "uuid1" in found(
        tmp_path, changed("manifest", "WARC-Record-ID", version_1), "4", "manifest", level="warning"
    )
    found(tmp_path, changed("manifest", "WARC-Record-ID", "<http://x.org/1>"), "4", "manifest", level="warning")


def test_check_4_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    first, second = good(), good()
    second.name = "test-20260504030201123-00001-host.warc.gz"
    paths = [first.write(tmp_path), second.write(tmp_path)]
    repeated = [f for f in verified(*paths) if f.check == "4"]
    assert len(repeated) == len(first.records)
    assert {f.file for f in repeated} == {str(paths[1])}


@pytest.mark.parametrize("field", ["WARC-Date", "WARC-Target-URI", "Content-Type", "WARC-Payload-Digest"])
def test_check_5_repeated_fields(tmp_path: Path, field: str) -> None:
    draft = good()
    draft["response"].fields.append((field, draft["response"].get(field)))
    assert field.lower() in found(tmp_path, draft, "5", "response")


def test_check_6_block_length(tmp_path: Path) -> None:
    for length in ("1", "100000"):
        found(tmp_path, changed("manifest", "Content-Length", length), "6", "manifest")
    for tail in (b"\r\n", b"\r\n\r\n\r\n", b"\n\n", b""):
        draft = good()
        draft["manifest"].tail = tail
        found(tmp_path, draft, "6", "manifest")


@pytest.mark.parametrize("date", ["2026-05-04T03:02:01+02:00", "2026-13-04T03:02:01Z", "today", "2026-05-04 03:02:01Z"])
def test_check_7_dates(tmp_path: Path, date: str) -> None:
    found(tmp_path, changed("manifest", "WARC-Date", date), "7", "manifest")


def test_check_7_coarse_dates(tmp_path: Path) -> None:
    found(tmp_path, changed("manifest", "WARC-Date", "2026-05-04"), "7", "manifest", level="warning")


@pytest.mark.parametrize("name", ["metadata of revisit", "revisit"])
def test_check_8_a_captures_records_agree(tmp_path: Path, name: str) -> None:
    found(tmp_path, changed(name, "WARC-Date", DATE.replace("01.", "02.")), "8", name)
    found(tmp_path, changed(name, "WARC-Target-URI", URL + "x"), "8", name)


def test_check_8_also_where_the_reference_leads_forward(tmp_path: Path) -> None:
    draft = good()
    draft["request of revisit"].set("WARC-Concurrent-To", uuid(7))
    draft["request of revisit"].set("WARC-Date", DATE.replace("01.", "02."))
    draft["revisit"].drop("WARC-Concurrent-To")
    draft["metadata of revisit"].set("WARC-Concurrent-To", uuid(7))
    found(tmp_path, draft, "8", "request of revisit")


def test_check_9_concurrent_to(tmp_path: Path) -> None:
    found(tmp_path, changed("metadata", "WARC-Concurrent-To", uuid(99)), "9", "metadata")
    found(tmp_path, changed("conversion", "WARC-Concurrent-To", uuid(4)), "9", "conversion")
    found(tmp_path, changed("warcinfo", "WARC-Concurrent-To", uuid(4)), "9", "warcinfo")
    assert "request" in found(tmp_path, without("response", "WARC-Concurrent-To"), "9", "response")


@pytest.mark.parametrize(
    "ask",
    [
        b"GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n",
        b"GET /a?n=1 HTTP/1.1\r\nAccept: x\r\n\r\n",
        b"GET /a?n=1 HTTP/1.1\r\nHost: example.org\r\n",
        b"GET /a?n=1 HTTP/1.1\r\nHost: example.org\r\nContent-Length: 9\r\n\r\nabc",
        b"hello\r\n\r\n",
        b"",
    ],
)
def test_check_10_request_blocks(tmp_path: Path, ask: bytes) -> None:
    draft = good()
    draft["request"].block = ask
    found(tmp_path, draft, "10", "request")


def test_check_10_other_ways_to_ask_for_the_same(tmp_path: Path) -> None:
    for ask in (b"GET http://example.org/a?n=1 HTTP/1.1", b"GET /%61?n=1 HTTP/1.1", b"GET /a?n=1 HTTP/1.0"):
        draft = good()
        draft["request"].block = ask + b"\r\nHost: example.org\r\n\r\n"
        assert verified(draft.write(tmp_path)) == []


def test_check_11_response_blocks(tmp_path: Path) -> None:
    found(tmp_path, with_response(b"<html>", b"<html>"), "11", "other")
    found(tmp_path, with_response(b"HTTP/1.1 200 OK\r\nA: b\r\n", b""), "11", "other", also="26")


CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("block", "entity"),
    [
        (CHUNKS + b"hello", b"hello"),
        (CHUNKS + b"5\r\nhello\r\nxyz\r\n", b"hello"),
        (CHUNKS.replace(b"Transfer-Encoding", b"X-Was") + b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    ],
)
def test_check_12_chunk_framing(tmp_path: Path, block: bytes, entity: bytes) -> None:
    found(tmp_path, with_response(block, entity), "12", "other")


def test_check_12_a_whole_chunked_answer_is_right(tmp_path: Path) -> None:
    block = CHUNKS + b"3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nT: v\r\n\r\n"
    assert verified(with_response(block, b"hello").write(tmp_path)) == []


def test_check_13_content_coding(tmp_path: Path) -> None:
    found(tmp_path, with_response(answer(BODY, b"Content-Encoding: gzip")), "13", "other")
    found(tmp_path, with_response(answer(b"\xff" * 40, b"Content-Encoding: deflate"), b"\xff" * 40), "13", "other")
    found(tmp_path, with_response(answer(BODY, b"X-Orig-Content-Encoding: br")), "13", "other")
    for coding, body in ((b"gzip", gzip.compress(BODY)), (b"deflate", zlib.compress(BODY)), (b"br", b"\x8b\x05")):
        draft = with_response(answer(body, b"Content-Encoding: " + coding), body)
        assert verified(draft.write(tmp_path)) == []


def test_check_14_content_length(tmp_path: Path) -> None:
    found(tmp_path, with_response(answer(BODY, length=len(BODY) + 1)), "14", "other", also="26")
    found(tmp_path, with_response(answer(BODY, length=len(BODY) - 1), BODY[:-1]), "14", "other")


def test_check_14_what_the_metadata_explains_is_a_warning(tmp_path: Path) -> None:
    draft = with_response(answer(BODY, length=len(BODY) - 1), BODY[:-1])
    draft["other metadata"].block += b"bytesBehindResponse: 1\r\n"
    found(tmp_path, draft, "14", "other", level="warning")


def test_check_14_the_answer_to_a_head_request_has_no_body(tmp_path: Path) -> None:
    draft = with_response(answer(b"", length=1234), b"")
    draft["other request"].block = b"HEAD /a?n=1 HTTP/1.1\r\nHost: example.org\r\n\r\n"
    assert verified(draft.write(tmp_path)) == []


def test_check_15_interim_answers(tmp_path: Path) -> None:
    found(tmp_path, with_response(b"HTTP/1.1 103 Early Hints\r\n\r\n" + answer(BODY)), "15", "other", also="18")


def test_check_16_http_2(tmp_path: Path) -> None:
    found(tmp_path, with_response(answer(BODY).replace(b"HTTP/1.1", b"HTTP/2")), "16", "other")
    draft = good()
    draft["request"].block = draft["request"].block.replace(b"HTTP/1.1", b"HTTP/2")
    found(tmp_path, draft, "16", "request")


@pytest.mark.parametrize("name", list(good().records))
def test_check_17_block_digest(tmp_path: Path, name: str) -> None:
    found(tmp_path, changed(name, "WARC-Block-Digest", sha1(b"another")), "17", name)
    found(tmp_path, changed(name, "WARC-Block-Digest", "-"), "17", name, level="warning")


@pytest.mark.parametrize(
    "form", ["sha256:{sha256}", "md5:{md5}", "sha512:{sha512}", "SHA-1:{sha1}", "sha1:{lower}", "blake2b:{blake2b}"]
)
def test_check_17_every_algorithm_and_encoding(tmp_path: Path, form: str) -> None:
    draft = good()
    block = draft["resource"].block
    values = {name: hashlib.new(name, block).hexdigest() for name in ("sha1", "sha256", "sha512", "md5", "blake2b")}
    draft["resource"].set("WARC-Block-Digest", form.format(lower=sha1(block)[5:].lower(), **values))
    found(tmp_path, draft, "20", "resource", level="warning")
    draft["resource"].block = block + b" "
    found(tmp_path, draft, "17", "resource", also="18")


def test_check_18_payload_digest(tmp_path: Path) -> None:
    found(tmp_path, with_response(answer(BODY), b"other"), "18", "other")
    framed = b"5\r\nhello\r\n0\r\n\r\n"
    assert "chunk" in found(tmp_path, with_response(CHUNKS + framed, framed), "18", "other")
    coded = answer(gzip.compress(BODY), b"Content-Encoding: gzip")
    found(tmp_path, with_response(coded, BODY), "18", "other")
    found(tmp_path, changed("resource", "WARC-Payload-Digest", sha1(b"x")), "18", "resource")
    found(tmp_path, changed("response", "WARC-Payload-Digest", "-"), "18", "response", level="warning")


@pytest.mark.parametrize("name", ["warcinfo", "metadata"])
def test_check_19_no_payload_no_payload_digest(tmp_path: Path, name: str) -> None:
    draft = good()
    found(tmp_path, changed(name, "WARC-Payload-Digest", sha1(draft[name].block)), "19", name)


def test_check_20_one_form_of_digest(tmp_path: Path) -> None:
    draft = good()
    draft["resource"].set("WARC-Block-Digest", sha1(draft["resource"].block).replace("sha1", "SHA1"))
    assert "lower case" in found(tmp_path, draft, "20", "resource", level="warning")


def test_check_21_ip_address(tmp_path: Path) -> None:
    for value in ("example.org", "192.0.2.7:80", "[2001:db8::1]", "1.2.3"):
        found(tmp_path, changed("request", "WARC-IP-Address", value), "21", "request")
    found(tmp_path, changed("warcinfo", "WARC-IP-Address", "192.0.2.7"), "21", "warcinfo")
    assert "2001:db8::1" in found(
        tmp_path, changed("response", "WARC-IP-Address", "2001:DB8:0::1"), "21", "response", level="warning"
    )
    found(tmp_path, without("response", "WARC-IP-Address"), "21", "response", level="warning")


def test_check_22_protocol_and_cipher(tmp_path: Path) -> None:
    found(tmp_path, without("request", "WARC-Protocol"), "22", "request", level="warning")
    found(tmp_path, changed("request", "WARC-Protocol", "HTTP 1.1"), "22", "request", level="warning")
    found(tmp_path, changed("request", "WARC-Cipher-Suite", "ECDHE-RSA"), "22", "request", level="warning")


def test_check_23_target_uri(tmp_path: Path) -> None:
    for uri in (f"<{URL}>", "http://example.org/ა", "http://example.org/a b", "/a", "http://example.org/%zz"):
        found(tmp_path, changed("resource", "WARC-Target-URI", uri), "23", "resource")
    found(tmp_path, without("resource", "WARC-Target-URI"), "23", "resource")
    found(tmp_path, changed("warcinfo", "WARC-Target-URI", URL), "23", "warcinfo")
    for uri in (URL + "#top", "http://me:secret@example.org/", "http://example.org/a|b"):
        found(tmp_path, changed("resource", "WARC-Target-URI", uri), "23", "resource", level="warning")


def test_check_24_content_types_of_records(tmp_path: Path) -> None:
    found(tmp_path, changed("resource", "Content-Type", "text"), "24", "resource")
    found(tmp_path, without("resource", "Content-Type"), "24", "resource", level="warning")
    found(tmp_path, changed("warcinfo", "Content-Type", "text/plain"), "24", "warcinfo", level="warning")
    found(tmp_path, changed("request", "Content-Type", "application/http"), "24", "request", level="warning")


def test_check_25_identified_payload_type(tmp_path: Path) -> None:
    found(tmp_path, changed("metadata", "WARC-Identified-Payload-Type", "text/html"), "25", "metadata")
    found(tmp_path, changed("response", "WARC-Identified-Payload-Type", "html"), "25", "response")


def test_check_26_cut_bodies_are_marked(tmp_path: Path) -> None:
    cut = with_response(answer(BODY, length=100))
    found(tmp_path, cut, "26", "other", also="14")
    cut["other"].set("WARC-Truncated", "disconnect")
    assert verified(cut.write(tmp_path)) == []
    found(tmp_path, with_response(CHUNKS + b"5\r\nhel", b"hel"), "26", "other", also="12")
    cut["other"].set("WARC-Truncated", "boredom")
    found(tmp_path, cut, "26", "other", level="warning")


def test_check_28_revisit_identical_payload(tmp_path: Path) -> None:
    for field in ("WARC-Profile", "WARC-Payload-Digest", "WARC-Truncated"):
        found(tmp_path, without("revisit", field), "28", "revisit")
    for field in ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        found(tmp_path, without("revisit", field), "28", "revisit", level="warning")
    for profile in ("http://example.org/mine", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"):
        found(tmp_path, changed("revisit", "WARC-Profile", profile), "28", "revisit", level="warning")
    draft = good()
    draft["revisit"].block = b""
    found(tmp_path, draft, "28", "revisit", level="warning", also="11")


def test_check_29_revisit_not_modified(tmp_path: Path) -> None:
    draft = good()
    draft["unmodified"].block = b"HTTP/1.1 200 OK\r\n\r\n"
    found(tmp_path, draft, "29", "unmodified")
    for field in ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        found(tmp_path, without("unmodified", field), "29", "unmodified", level="warning")


def test_check_30_revisits_resolve(tmp_path: Path) -> None:
    for name in ("revisit", "unmodified"):
        found(tmp_path, changed(name, "WARC-Refers-To", uuid(99)), "30", name)
        found(tmp_path, changed(name, "WARC-Refers-To", uuid(2)), "30", name)
    found(tmp_path, changed("unmodified", "WARC-Refers-To", uuid(7)), "30", "unmodified")
    found(tmp_path, changed("revisit", "WARC-Payload-Digest", sha1(b"x")), "30", "revisit")
    found(tmp_path, changed("revisit", "WARC-Refers-To-Date", DATE.replace("2026", "2025")), "30", "revisit")
    truncated = changed("response", "WARC-Truncated", "length")
    assert "truncated" in found(tmp_path, truncated, "30", "revisit")
    bare = without("revisit", "WARC-Refers-To")
    bare["revisit"].drop("WARC-Refers-To-Date")
    found(tmp_path, bare, "30", "revisit")


def test_check_30_the_original_may_stand_in_another_file(tmp_path: Path) -> None:
    first, second = good(), good()
    second.name = "test-20260504030201123-00001-host.warc.gz"
    del first.records["revisit"]
    second.records = {"revisit": second["revisit"]}
    paths = [second.write(tmp_path), first.write(tmp_path)]
    assert "30" not in {f.check for f in verified(*paths)}
    assert "30" in {f.check for f in verified(paths[0])}


def test_check_31_warcinfo(tmp_path: Path) -> None:
    draft = good()
    draft.records = {"request": draft["request"], **draft.records}
    found(tmp_path, draft, "31", "request", level="warning")
    found(tmp_path, changed("warcinfo", "WARC-Filename", "x.warc.gz"), "31", "warcinfo", level="warning")
    draft = good()
    draft["warcinfo"].block = b"software: x\r\nformat: y\r\n"
    assert "operator" in found(tmp_path, draft, "31", "warcinfo", level="warning")
    found(tmp_path, changed("resource", "WARC-Filename", "x"), "31", "resource")


def test_check_32_warcinfo_id(tmp_path: Path) -> None:
    found(tmp_path, changed("resource", "WARC-Warcinfo-ID", uuid(2)), "32", "resource")
    found(tmp_path, changed("warcinfo", "WARC-Warcinfo-ID", uuid(1)), "32", "warcinfo")
    found(tmp_path, without("resource", "WARC-Warcinfo-ID"), "32", "resource", level="warning")


def test_check_33_metadata_of_a_capture(tmp_path: Path) -> None:
    draft = good()
    del draft.records["metadata"]
    found(tmp_path, draft, "33", "response", level="warning")
    draft = good()
    draft["metadata"].block = b"via: http://example.org/\r\n"
    found(tmp_path, draft, "33", "metadata", level="warning")


def test_check_34_conversions(tmp_path: Path) -> None:
    found(tmp_path, without("conversion", "WARC-Refers-To"), "34", "conversion", level="warning")
    found(tmp_path, changed("conversion", "WARC-Refers-To", uuid(99)), "34", "conversion")
    found(tmp_path, changed("conversion", "WARC-Target-URI", URL + "x"), "34", "conversion")


def test_check_35_the_runs_own_record(tmp_path: Path) -> None:
    draft = good()
    draft["manifest"].block = b"warcinfo: " + uuid(98).encode()
    found(tmp_path, draft, "35", "manifest", level="warning")
    draft = good()
    del draft.records["resource"]
    del draft.records["manifest"]
    assert "resource" in found(tmp_path, draft, "35", "warcinfo", level="warning")


def test_check_36_one_gzip_member_a_record(tmp_path: Path) -> None:
    draft = good()
    draft["response"].raw = draft["response"].encode() + draft["conversion"].encode()
    del draft.records["conversion"]
    found(tmp_path, draft, "36", "response")
    path = good().write(tmp_path)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"more")
    assert [(f.check, f.offset, str(f.level)) for f in verified(path)] == [("36", size, "error")]


def test_check_36_a_file_that_is_not_compressed(tmp_path: Path) -> None:
    path = tmp_path / wellformed.NAME
    path.write_bytes(b"".join(record.encode() for record in good().records.values()))
    assert [(f.check, str(f.level)) for f in verified(path)] == [("36", "warning")]


def test_check_37_file_names(tmp_path: Path) -> None:
    draft = good()
    draft.name = "mine.warc.gz"
    draft["warcinfo"].set("WARC-Filename", draft.name)
    found(tmp_path, draft, "37", "warcinfo", level="warning")


def test_check_38_torn_files(tmp_path: Path) -> None:
    draft = good()
    path = draft.write(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    errors = [(f.check, f.offset) for f in verified(path) if f.level == "error"]
    assert errors == [("38", draft.offset("manifest"))]
    torn = path.rename(path.with_name(path.name + ".open"))
    assert {f.level for f in verified(torn)} == {"warning"}
    assert any("next run closes" in f.message for f in verified(torn) if f.check == "38")


def test_check_39_no_segmentation(tmp_path: Path) -> None:
    found(tmp_path, changed("resource", "WARC-Segment-Number", "1"), "39", "resource", level="warning")
    draft = good()
    draft.records["more"] = Rec([("WARC-Type", "continuation"), *draft["resource"].fields[3:]], b"x")
    draft["more"].fields += [("WARC-Record-ID", uuid(30)), ("WARC-Date", DATE)]
    draft["more"].drop("WARC-Payload-Digest")
    found(tmp_path, draft, "39", "more")


def test_every_check_has_a_test_that_breaks_a_file() -> None:
    """But for those that bytes cannot show, and those of an archive as a whole (test_verify_{archive,fields}.py)."""
    here = set(re.findall(r"def test_check_(\w+?)_", Path(__file__).read_text("utf-8")))
    apart = {"27", "member", "file", "row", "field", "index", "seal", "40"}
    assert set(CHECKS) - apart <= here
    assert not CHECKS["27"].errors
