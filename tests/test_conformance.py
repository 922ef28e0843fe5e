"""The 40 checks of the WARC checklist, each on what readmore wrote of crawls whose every byte is known.

Files are taken apart by hand (`plainwarc`): nothing here is the code of `archive.verify`, whose own opinion of the same
files is asked at the end. Sections are those of WARC 1.1.
"""

from __future__ import annotations

import gzip
import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import plainwarc
import pytest
from authority import Authority
from exchanges import BEGAN, exchange
from known_archive import EARLY, MAX_BODY, NOT_MODIFIED, Known, known_archive
from known_bytes import PACKED, SCRIPTS
from plainwarc import dechunked, http_field, http_head, sha1
from replay.pywb import Pywb
from test_writer import write

from archive.recovery import recover
from archive.verify.checks import CHECKS
from archive.verify.files import Input, Summary, verify_files
from archive.writer import OPEN
from crawler.archive_folder import ArchiveFolder
from crawler.pack import pack
from crawler.verify import verify_archive

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
HTTP = {"request", "response", "revisit"}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Known]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.root))
        with known_archive(tmp_path_factory.mktemp("known"), authority) as known:
            yield known


def test_all_kinds_of_records_are_there(known: Known) -> None:
    """What the checks below are about, so that none of them passes for want of records."""
    kinds = Counter(record.kind for record in known.records)
    assert set(kinds) == {"warcinfo", "request", "metadata", "response", "revisit", "conversion", "resource"}
    assert kinds["response"] > 200
    assert kinds["revisit"] > 80
    assert kinds["metadata"] - kinds["request"] > 20, "of requests without an answer"
    assert {record.url.partition(":")[0] for record in known.of("response", "revisit")} == {"http", "https"}


def test_check_01_version_line(known: Known) -> None:
    assert {record.version for record in known.records} == {b"WARC/1.1"}


def test_check_02_header_lines(known: Known) -> None:
    for record in known.records:
        for line in record.head.split(b"\r\n")[1:]:
            assert re.fullmatch(rb"[A-Za-z0-9-]+: [^\r\n]+", line), line
            assert b"=?" not in line, "an RFC 2047 word"
            line.decode("utf-8")


def test_check_03_mandatory_fields(known: Known) -> None:
    for record in known.records:
        for name in ("WARC-Record-ID", "Content-Length", "WARC-Date", "WARC-Type"):
            assert len(record.all(name)) == 1, (name, record.head)


def test_check_04_record_ids(known: Known) -> None:
    ids = [record.id for record in known.records]
    assert len(set(ids)) == len(ids) > 1000
    for each in ids:
        assert re.fullmatch(r"<urn:uuid:[0-9a-f-]{36}>", each)
        assert uuid.UUID(each[1:-1]).version == 4, "random: it tells neither machine nor time"


def test_check_05_repeated_fields(known: Known) -> None:
    for record in known.records:
        names = Counter(name.lower() for name, _ in record.fields)
        repeated = {name for name, times in names.items() if times > 1}
        assert repeated <= {"warc-concurrent-to", "warc-protocol"}, repeated


def test_check_06_block_length(known: Known) -> None:
    for record in known.records:
        assert record.raw == record.head + b"\r\n\r\n" + record.block + b"\r\n\r\n"
        assert int(record.get("Content-Length")) == len(record.block)


def test_check_07_dates(known: Known) -> None:
    for record in known.records:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z", record.get("WARC-Date"))
    for server in known.servers:
        for turn, _, answer in known.exchanges(of=server):
            asked_at = datetime.fromisoformat(answer.get("WARC-Date")).timestamp()
            assert asked_at <= turn.received_at, "not later than the first byte was sent"
            assert turn.received_at - asked_at < 3, "and not the moment at which the name was looked up, or before"
    assert known.find("slow", "response"), "of which the answer came long after the request"


def test_check_08_a_captures_records_agree(known: Known) -> None:
    for answer in known.of("response", "revisit"):
        for other in (known.request_of(answer), known.metadata_of(answer)):
            for name in ("WARC-Date", "WARC-Target-URI"):
                assert other.get(name) == answer.get(name)


def test_check_09_requests_and_concurrent_to(known: Known) -> None:
    for name, records in known.files.items():
        requests: set[str] = set()
        for record in records:
            to = record.all("WARC-Concurrent-To")
            if record.kind in ("response", "revisit"):
                assert len(to) == 1, name
            elif record.kind != "metadata":
                assert not to, record.kind
            assert set(to) <= requests, "a request that stands before it in the same file"
            if record.kind == "request":
                requests.add(record.id)


def test_check_10_request_blocks(known: Known) -> None:
    for server in known.servers:
        for turn, request, _ in known.exchanges(of=server):
            assert request.block == turn.received
    asked = {request.block.partition(b" HTTP/")[0] for request in known.of("request")}
    assert {b"GET /plain?q=%E1%83%A2&b=%20&e=", b"POST /plain?a=1&b=2", b"HEAD /head"} <= asked


def test_check_11_response_blocks(known: Known) -> None:
    compared: set[str] = set()
    for server in known.servers:
        for turn, _, answer in known.exchanges(of=server):
            sent = bytes(turn.sent)
            if answer.kind == "revisit":
                assert answer.block == http_head(sent), turn.script
            elif answer.get("WARC-Truncated") in ("length", "time") or turn.script == "excess-on-kept":
                assert answer.block
                assert sent.startswith(answer.block), turn.script
            else:
                assert answer.block == sent, turn.script
                compared.add(turn.script)
    odd = {"odd-case", "duplicate-set-cookie", "custom-reason", "trailing-spaces", "eight-bit", "obs-fold", "http10"}
    assert odd | {"no-space", "bare-lf", "nul-in-header", "garbage", "cut-head", "head"} <= compared


def test_check_12_chunk_framing(known: Known) -> None:
    for name in ("chunked", "chunked-extensions-trailers", "chunked-empty", "gzip-chunked", "same"):
        for answer in known.find(name, "response"):
            assert http_field(answer.block, "Transfer-Encoding") == [b"chunked"]
            entity, tail = dechunked(answer.block.removeprefix(http_head(answer.block)))
            assert name == "same" or entity == SCRIPTS[name].shows
            assert tail.endswith(b"\r\n")
    (trailers, _) = known.find("chunked-extensions-trailers", "response")
    assert trailers.block.endswith(b"0;end\r\nX-Sum: 42\r\nx-sum: again\r\n\r\n")
    for name in ("plain", "gzip", "until-close", "http10"):
        for answer in known.find(name, "response"):
            assert not http_field(answer.block, "Transfer-Encoding")
            assert (
                answer.block.removeprefix(http_head(answer.block)) == SCRIPTS[name].shows or answer.file[:6] == "beside"
            )


def test_check_13_content_coding(known: Known) -> None:
    coded = 0
    for answer in known.of("response"):
        body = answer.block.removeprefix(http_head(answer.block))
        if known.metadata_of(answer).said("contentCoding"):
            assert answer.url.endswith("/gzip-lie"), "the server's own lie, and told"
        elif http_field(answer.block, "Content-Encoding") == [b"gzip"]:
            chunks = http_field(answer.block, "Transfer-Encoding")
            assert gzip.decompress(dechunked(body)[0] if chunks else body) == b"hello"
            coded += 1
        else:
            assert PACKED not in body
    assert coded == 4


def test_check_14_http_content_length(known: Known) -> None:
    for answer in known.of("response"):
        lengths = http_field(answer.block, "Content-Length")
        stated = {int(part) for length in lengths for part in length.split(b",") if part.strip().isdigit()}
        is_bare = known.request_of(answer).block.startswith(b"HEAD") or answer.block[9:12] in (b"204", b"304")
        if not stated or is_bare or http_field(answer.block, "Transfer-Encoding"):
            continue
        body = answer.block.removeprefix(http_head(answer.block))
        explained = known.metadata_of(answer).said("malformed") or known.metadata_of(answer).said("bytesBehindResponse")
        assert stated == {len(body)} or answer.get("WARC-Truncated") or explained, answer.url


def test_check_15_interim_answers(known: Known) -> None:
    for answer in known.of("response", "revisit"):
        assert not re.match(rb"HTTP/[\d.]+ 1\d\d", answer.block)
    said = {name: known.metadata_of(known.find(name, "response")[0]).said("interimResponse") for name in INTERIM}
    assert said == INTERIM


INTERIM = {
    "continue": ["HTTP/1.1 100 Continue"],
    "early-hints": ["HTTP/1.1 102 Processing", "HTTP/1.1 103 Early Hints | Link: </a.css>; rel=preload"],
    "slow": [EARLY.decode().strip().replace("\r\n", " | ")],
}


def test_check_16_http_1_only(known: Known) -> None:
    """The server over TLS had rather speak HTTP/2; nobody asked it to."""
    assert all(record.block.split(b"\r\n")[0].endswith(b" HTTP/1.1") for record in known.of("request"))
    assert not any(record.block.startswith((b"HTTP/2", b"HTTP/3")) for record in known.of("response", "revisit"))
    protocols = {value for record in known.records for value in record.all("WARC-Protocol")}
    assert protocols == {"http/1.1", "tls/1.3"}


def test_check_17_block_digests(known: Known) -> None:
    for record in known.records:
        assert record.get("WARC-Block-Digest") == sha1(record.block)


def test_check_18_payload_digests(known: Known) -> None:
    compared = 0
    for name, script in SCRIPTS.items():
        for answer in known.first(name) if script.shows is not None else ():
            assert answer.get("WARC-Payload-Digest") == sha1(script.shows), name
            compared += 1
    assert compared > 120
    (framed, *_) = known.find("gzip-chunked", "response")
    assert framed.get("WARC-Payload-Digest") == sha1(PACKED), "without chunks, still compressed"


def test_check_19_no_payload_no_digest(known: Known) -> None:
    for record in known.of("warcinfo", "metadata", "request"):
        assert not record.all("WARC-Payload-Digest")
    assert all(record.get("WARC-Payload-Digest") for record in known.of("response", "revisit", "resource"))


def test_check_20_one_form_of_digest(known: Known) -> None:
    digests = [value for record in known.records for name, value in record.fields if name.endswith("-Digest")]
    assert len(digests) > 1000
    assert all(re.fullmatch(r"sha1:[A-Z2-7]{32}", digest) for digest in digests)


def test_check_21_addresses(known: Known) -> None:
    for record in known.records:
        stated = record.all("WARC-IP-Address")
        assert len(stated) == (record.kind in HTTP), record.kind
        assert all(str(ipaddress.ip_address(one)) == one == "127.0.0.1" for one in stated)


def test_check_22_protocol_and_cipher(known: Known) -> None:
    for record in known.of(*HTTP):
        is_tls = record.url.startswith("https:")
        assert record.all("WARC-Protocol") == (["http/1.1", "tls/1.3"] if is_tls else ["http/1.1"])
        assert record.all("WARC-Cipher-Suite") == (["TLS_AES_256_GCM_SHA384"] if is_tls else [])


def test_check_23_target_uris(known: Known) -> None:
    for record in known.records:
        uris = record.all("WARC-Target-URI")
        assert len(uris) == (record.kind != "warcinfo")
        assert all(re.fullmatch(r"(https?://|urn:)[!$&-;=?-Z_a-z~%]+", uri) for uri in uris), uris
    for record in known.of("request"):
        path = record.block.split(b" ")[1].decode("ascii")
        assert record.url.partition("://")[2].partition("/")[2] == path[1:], "what was asked, before any redirect"
    assert known.find("found", "response"), "kept under its own address, not under its target"


def test_check_24_content_types(known: Known) -> None:
    types = {(record.kind, record.get("Content-Type")) for record in known.records}
    assert types == {
        ("warcinfo", "application/warc-fields"),
        ("metadata", "application/warc-fields"),
        ("request", "application/http;msgtype=request"),
        ("response", "application/http;msgtype=response"),
        ("revisit", "application/http;msgtype=response"),
        ("conversion", "text/plain; charset=utf-8"),
        ("resource", "application/json"),
        ("resource", "application/jsonl"),
    }


def test_check_25_identified_payload_type(known: Known) -> None:
    """Nothing is claimed that was not found by looking: readmore does not look."""
    assert not any(record.all("WARC-Identified-Payload-Type") for record in known.records)


def test_check_26_cut_bodies_are_kept_and_marked(known: Known) -> None:
    for name, script in SCRIPTS.items():
        for answer in known.first(name):
            assert answer.get("WARC-Truncated") == (script.truncated or ""), name
            assert answer.block
    for name, reason in {"short-body": "disconnect", "cut-head": "disconnect", "stall-inside": "time"}.items():
        marked = [answer.get("WARC-Truncated") for answer in known.first(name)]
        assert marked == [reason] * 6, "three attempts, plain and over TLS"
    assert [len(answer.block) for answer in known.first("large")] == [MAX_BODY] * 2


def test_check_27_empty_answers_are_kept(known: Known) -> None:
    for name in ("no-content", "not-modified", "not-found-empty", "empty", "found", "head", "head-chunked"):
        answers = known.find(name, "response")
        assert {answer.url.partition(":")[0] for answer in answers} == {"http", "https"}, name
        assert {answer.block for answer in answers} == {SCRIPTS[name].answer}, name


def test_check_28_revisit_identical_payload(known: Known) -> None:
    found = [
        record for record in known.of("revisit") if record.get("WARC-Profile") == f"{PROFILE}identical-payload-digest"
    ]
    assert len(found) > 80
    for revisit in found:
        assert revisit.get("WARC-Truncated") == "length"
        assert revisit.block == http_head(revisit.block)
        assert revisit.block.startswith((b"HTTP/1", b"http/1", b"ICY", b"\r\n"))
        assert revisit.get("WARC-Payload-Digest")
        assert revisit.get("WARC-Refers-To")
        assert revisit.get("WARC-Refers-To-Target-URI") == revisit.url
        assert revisit.get("WARC-Refers-To-Date") < revisit.get("WARC-Date")


def test_check_29_revisit_not_modified(known: Known) -> None:
    found = [record for record in known.of("revisit") if record.get("WARC-Profile") == f"{PROFILE}server-not-modified"]
    assert [revisit.block for revisit in found] == [NOT_MODIFIED] * 2
    for revisit in found:
        assert b'\r\nIf-None-Match: "one"\r\n' in known.request_of(revisit).block
        (original, *_) = [one for one in known.find("one", "response") if one.url == revisit.url]
        assert revisit.get("WARC-Refers-To") == original.id
        assert revisit.get("WARC-Refers-To-Target-URI") == original.url
        assert revisit.get("WARC-Refers-To-Date") == original.get("WARC-Date")


def test_check_30_revisits_resolve(known: Known) -> None:
    whole = {record.id: record for record in known.of("response") if not record.get("WARC-Truncated")}
    for revisit in known.of("revisit"):
        original = whole[revisit.get("WARC-Refers-To")]
        assert revisit.get("WARC-Refers-To-Target-URI") == original.url
        assert revisit.get("WARC-Refers-To-Date") == original.get("WARC-Date")
        assert revisit.get("WARC-Payload-Digest") == original.get("WARC-Payload-Digest")
        assert original.file < revisit.file, "in a file that was closed before"


def test_check_31_warcinfo(known: Known) -> None:
    facts = "software format conformsTo operator hostname ip robots isPartOf description".split()
    facts += ["http-header-user-agent", "http-header-from"]
    for name, records in known.files.items():
        assert [record.kind for record in records].index("warcinfo") == 0
        assert [record.kind for record in records].count("warcinfo") == 1
        assert records[0].get("WARC-Filename") == name
        if not name.startswith("beside"):
            assert set(facts) <= {field for field, value in records[0].says if value}
            sent = {http_field(r.block, "User-Agent")[0].decode() for r in records if r.kind == "request"}
            assert sent == set(records[0].said("http-header-user-agent"))


def test_check_32_warcinfo_ids(known: Known) -> None:
    for info, *others in known.files.values():
        assert not info.all("WARC-Warcinfo-ID")
        assert {record.get("WARC-Warcinfo-ID") for record in others} == {info.id}


def test_check_33_metadata(known: Known) -> None:
    for answer in known.of("response", "revisit"):
        metadata = known.metadata_of(answer)
        (took,) = metadata.said("fetchTimeMs")
        assert int(took) >= 0
        if answer.file.startswith("beside") or answer.url.endswith("/list"):
            continue
        assert len(metadata.said("via")) == 1, answer.url
        assert re.fullmatch("[LEP]+R*", *metadata.said("hopsFromSeed"))
    assert int(known.metadata_of(known.find("slow", "response")[0]).said("fetchTimeMs")[0]) >= 400
    for server in known.servers:
        (one,) = (r for r in known.find("one", "response") if r.url.startswith(server.url))
        assert {f"{server.url}/elsewhere?x=1 L a/@href", f"{server.url}/picture.png E img/@src"} < set(
            known.metadata_of(one).said("outlink")
        )


def test_check_33_failures(known: Known) -> None:
    """Requests without an answer: kept as metadata records that stand alone."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for record in known.of("metadata"):
        for kind in record.said("failure"):
            assert not record.all("WARC-Concurrent-To")
            assert record.said("reason")[0]
            assert record.said("via")
            kinds[kind].add(re.split(r"/(?!/)", record.url.partition("://")[2], maxsplit=1)[1])
    silent = kinds.pop("timeout") | kinds.pop("no-answer")
    assert silent == {"stall-before", "no-answer", "reset-before"}
    assert kinds == {
        "refused": {"robots.txt"},
        "dns": {"robots.txt"},
        "robots": {"forbidden/page", "forbidden/script.js", "refused.png", "dns.png"},
    }


def test_check_34_conversions(known: Known) -> None:
    responses = {record.id: record for record in known.of("response")}
    conversions = known.of("conversion")
    assert {record.url.rpartition("/")[2] for record in conversions} == {"one", "same", "slow"}
    for record in conversions:
        original = responses[record.get("WARC-Refers-To")]
        assert original.url == record.url
        assert not record.all("WARC-Concurrent-To")
        text = record.block.decode("utf-8")
        assert "The council of the village met on the square" in text
        assert "<p>" not in text


def test_check_35_the_runs_own_papers(known: Known) -> None:
    for result in known.results:
        (file,) = result.files
        papers = {record.url: record for record in known.files[file] if record.kind == "resource"}
        own = {f"urn:readmore:{result.run}:{name}" for name in ("config", "log", "report")}
        assert set(papers) == own
        report = json.loads(papers[f"urn:readmore:{result.run}:report"].block)
        assert report["run"] == result.run
        (manifest,) = (r for r in known.files[file] if r.url == f"urn:readmore:{result.run}:manifest")
        assert manifest.kind == "metadata"
        assert manifest.said("warcinfo") == [f"{known.files[file][0].id} {file}"]


def test_check_36_one_member_a_record(known: Known) -> None:
    slices = 0
    for path in known.paths:
        list(plainwarc.members(path))  # fails at a byte that is no member's
    for index in (known.folder / "index").glob("*.cdxj"):
        for line in index.read_text().splitlines():
            entry = json.loads(line.split(" ", 2)[2])
            data = (known.folder / "warc" / entry["filename"]).read_bytes()
            begin = int(entry["offset"])
            record = gzip.decompress(data[begin : begin + int(entry["length"])])
            assert record.startswith(b"WARC/1.1\r\n")
            assert record.count(b"\r\nWARC-Record-ID:") == 1
            assert f"\r\nWARC-Target-URI: {entry['url']}\r\n".encode() in record
            slices += 1
    assert slices > 300


def test_check_37_names_and_sizes(known: Known, tmp_path: Path) -> None:
    assert all(re.fullmatch(r"[\w.]+-\d{17}-\d{5}-[\w.]+\.warc\.gz", name) for name in known.files)
    target = 9000
    addresses = write(
        tmp_path, [exchange(n, os.urandom(4000)) for n in range(7)], target_size=target, now=lambda: BEGAN
    )
    files = {path.name: plainwarc.records(path) for path in sorted(tmp_path.iterdir())}
    assert len(files) > 2
    for records in files.values():
        assert [r.kind for r in records[1:]] == ["request", "metadata", "response"] * (len(records) // 3)
        assert sum(r.length for r in records[:-3]) < target, "a new file begins once the size is reached"
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    addresses += write(tmp_path, [exchange(9)], now=lambda: BEGAN)
    assert addresses[-1].warc_file not in before, "the same moment, and another name"
    assert all((tmp_path / name).read_bytes() == content for name, content in before.items())


def test_check_38_cut_at_any_byte(known: Known, tmp_path: Path) -> None:
    """A killed run's file, torn at many bytes: what is whole is kept, what is kept is right."""
    source = next(path for path in known.paths if path.name.startswith("beside"))
    whole = known.files[source.name]
    data = source.read_bytes()
    edges = {record.offset + d for record in whole for d in (-1, 0, 1, 17)} | set(range(0, len(data), 211))
    for cut in sorted(edge for edge in edges if whole[1].offset <= edge <= len(data)):
        folder = tmp_path / str(cut)
        folder.mkdir()
        torn = folder / (source.name + OPEN)
        torn.write_bytes(data[:cut])
        (recovered,) = recover(folder)
        left = plainwarc.records(recovered.path)
        assert [r.raw for r in left] == [r.raw for r in whole if r.offset + r.length <= cut]
        assert recovered.path.name == source.name
        errors = [f for f in verify_files([Input.of(recovered.path)], Summary()) if f.level == "error"]
        assert errors == []
        shutil.rmtree(folder)


def test_check_38_the_index_is_made_again(known: Known, tmp_path: Path) -> None:
    archive = ArchiveFolder(tmp_path)
    with archive.held():
        source = next((known.folder / "warc").iterdir())
        data = source.read_bytes()
        (tmp_path / "warc" / (source.name + OPEN)).write_bytes(data[: len(data) * 2 // 3])
        archive.recover()
    (index,) = (tmp_path / "index").iterdir()
    lines = (known.folder / "index" / index.name).read_text().splitlines()
    kept = index.read_text().splitlines()
    assert set(kept) < set(lines)
    assert len(kept) > len(lines) // 3


def test_check_39_no_segments(known: Known, tmp_path: Path) -> None:
    assert not known.of("continuation")
    assert not any(name.startswith("WARC-Segment") for record in known.records for name, _ in record.fields)
    (address,) = write(tmp_path, [exchange(1, os.urandom(200_000))], target_size=50_000)
    answer = plainwarc.records(tmp_path / address.warc_file)[-1]
    assert len(answer.block) > 200_000, "a file larger than it should be, rather than a record in pieces"


def test_check_40_index(known: Known) -> None:
    tool = Path(sys.executable).with_name("cdxj-indexer")
    digests = {(r.file, r.offset): r.get("WARC-Payload-Digest") for r in known.of("response", "revisit")}
    for path in (known.folder / "warc").iterdir():
        index = known.folder / "index" / path.name.replace(".warc.gz", ".cdxj")
        lines = index.read_text().splitlines()
        assert lines == sorted(lines)
        assert (
            lines
            == subprocess.run([tool, "--sort", path], capture_output=True, check=True, text=True).stdout.splitlines()
        )
        for line in lines:
            key, _, entry = line.split(" ", 2)
            said = json.loads(entry)
            if said["url"].startswith("http"):
                assert key.startswith("1,0,0,127:"), "as SURT has it"
                assert said["digest"] == digests[said["filename"], int(said["offset"])]


def test_check_40_package(known: Known, tmp_path: Path) -> None:
    made = pack(ArchiveFolder(known.folder), tmp_path / "known.wacz", now=datetime(2026, 5, 4, tzinfo=UTC))
    with zipfile.ZipFile(made.file) as package:
        contents = {info.filename: package.read(info) for info in package.infolist()}
        stored = {info.filename for info in package.infolist() if info.compress_type == zipfile.ZIP_STORED}
    manifest = json.loads(contents["datapackage.json"])
    listed = {each["path"]: each for each in manifest["resources"]}
    assert set(contents) - set(listed) == {"datapackage.json", "datapackage-digest.json"}
    for name, each in listed.items():
        assert each["hash"] == f"sha256:{sha256(contents[name]).hexdigest()}"
        assert each["bytes"] == len(contents[name])
    digest = json.loads(contents["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{sha256(contents['datapackage.json']).hexdigest()}"
    for path in (known.folder / "warc").iterdir():
        assert contents[f"archive/{path.name}"] == path.read_bytes()
        assert f"archive/{path.name}" in stored
    pages = [json.loads(line)["url"] for line in contents["pages/pages.jsonl"].splitlines()[1:]]
    assert manifest["mainPageUrl"] in pages


def test_check_40_replay(known: Known, tmp_path: Path) -> None:
    """`id_` gives back each page of the plain server; tests/test_replay_pywb.py has the odd answers."""
    (server, _) = known.servers
    served = 0
    with Pywb(known.folder, tmp_path) as pywb:
        for turn, _, answer in known.exchanges(of=server):
            if turn.script in ("list", "one", "same", "slow", "picture.png") and answer.kind == "response":
                message = pywb.get(answer.url, datetime.fromisoformat(answer.get("WARC-Date")))
                body = bytes(turn.sent).removeprefix(http_head(bytes(turn.sent)))
                framed = http_field(answer.block, "Transfer-Encoding")
                assert message.entity == (dechunked(body)[0] if framed else body), turn.script
                served += 1
    assert served >= 5


@pytest.fixture(scope="module")
def errors(known: Known) -> dict[str, list[str]]:
    """What `readmore verify` finds, by check: errors everywhere, and in the crawler's own archive warnings too."""
    found: dict[str, list[str]] = defaultdict(list)
    for finding in verify_files(map(Input.of, known.paths), Summary()):
        if finding.level == "error":
            found[finding.check].append(str(finding))
    for finding in verify_archive(ArchiveFolder(known.folder), Summary()):
        if "the metadata record says" not in finding.message:  # the server sent it so, and it is kept so
            found[finding.check].append(str(finding))
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_verify_finds_nothing(errors: dict[str, list[str]], check: str) -> None:
    assert errors[check] == []
