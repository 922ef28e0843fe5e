"""`readmore verify` on what real writers write: readmore from a server of known bytes, warcio, wget."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from known_bytes import BROKEN, CUT, SCRIPTS, WELL_FORMED
from rawserver import RawServer
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from wellformed import verified

from archive.client import Client, Limits
from archive.exchange import Ask
from archive.writer import WarcWriter

KNOWN = WELL_FORMED | BROKEN | CUT


async def test_whatever_a_server_sends_readmore_keeps_it_without_an_error(
    tmp_path: Path, raw_server: RawServer
) -> None:
    client = Client(Limits(timeout=20, max_body=10**6))
    writer = WarcWriter(tmp_path, prefix="test")
    try:
        for name in [*KNOWN, "large", "gzip-bomb", "excess-on-kept"]:
            ask = Ask(url=raw_server.url(name), method=SCRIPTS[name].method)
            await writer.keep(await client.fetch(ask))
    finally:
        await client.close()
        writer.close()
    (path,) = tmp_path.glob("*.warc.gz")
    findings = verified(path)
    assert [str(f) for f in findings if f.level == "error"] == []
    explained = {f.check for f in findings if "the metadata record says" in f.message}
    assert explained == {"11", "12", "14"}


def _by_warcio(path: Path, version: str, entity: bytes) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio", "format": version}))
        lines = [("Host", "example.org")]
        request = writer.create_warc_record(
            "http://example.org/a",
            "request",
            http_headers=StatusAndHeaders("GET /a HTTP/1.1", lines, is_http_request=True),
        )
        head = StatusAndHeaders("200 OK", [("Content-Length", str(len(entity)))], protocol="HTTP/1.1")
        response = writer.create_warc_record(
            "http://example.org/a", "response", payload=BytesIO(entity), http_headers=head
        )
        writer.write_request_response_pair(request, response)


@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_warcios_own_writer(tmp_path: Path, version: str) -> None:
    path = tmp_path / "x.warc.gz"
    _by_warcio(path, version, b"hello")
    findings = verified(path)
    assert [str(f) for f in findings if f.level == "error"] == []
    assert {"32", "33", "21", "22"} <= {f.check for f in findings}


def _wget(folder: Path, *words: str) -> Path:
    if not shutil.which("wget"):
        pytest.skip("there is no wget here")
    command = ["wget", "--quiet", "--tries=1", "--timeout=5", "--no-proxy", "--warc-file=got", *words]
    subprocess.run(command, cwd=folder, timeout=60, check=False)
    return folder / "got.warc.gz"


def test_wget_and_its_known_failings(tmp_path: Path, raw_server: RawServer) -> None:
    names = ("plain", "chunked", "gzip", "found", "short-body", "no-content", "not-found-empty")
    path = _wget(tmp_path, *map(raw_server.url, names))
    findings = verified(path)
    found = {(f.check, str(f.level)) for f in findings}
    assert ("18", "error") in found  # its payload digests are of the chunk framing
    assert ("26", "error") in found  # a body that was cut is not marked
    assert ("1", "warning") in found  # WARC/1.0
    assert not {f.check for f in findings} & {"3", "5", "6", "7", "17", "member", "file"}


def test_wget_without_compression(tmp_path: Path, raw_server: RawServer) -> None:
    _wget(tmp_path, "--no-warc-compression", raw_server.url("plain"))
    findings = verified(tmp_path / "got.warc")
    assert "36" in {f.check for f in findings if f.level == "warning"}
    assert not {f.check for f in findings if f.level == "error"} - {"18"}
