"""Time stamps of manifests, by an authority made with `openssl ts`: what holds holds, and what does not is named."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from timestamper import Timestamper, Web

from archive.errors import StampError
from archive.seal import check, unsealed, write_manifest
from archive.seal.post import LARGEST, post
from archive.seal.timestamp import check_stamp, stamp

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl command: install openssl")

NOW = datetime(2026, 11, 24, 7, 24, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Timestamper:
    return Timestamper(folder / "trusted")


@pytest.fixture(scope="module")
def stranger(folder: Path) -> Timestamper:
    return Timestamper(folder / "stranger")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive"
    (path / "warc").mkdir(parents=True)
    return path


@pytest.fixture
def manifest(archive: Path) -> Path:
    return sealed(archive, "first")


def sealed(archive: Path, run: str) -> Path:
    """The manifest of a run that wrote one file."""
    (archive / "warc" / f"{run}.warc.gz").write_bytes(run.encode() * 99)
    return write_manifest(archive, run, unsealed(archive), software="test/1", now=NOW)


def answered(authority: Timestamper) -> Callable[[str, bytes], bytes]:
    """Asks an authority without a web server between."""
    return lambda _, query: authority.reply(query)


def errors(archive: Path, roots: Path | None = None) -> list[str]:
    return [finding.file for finding in check(archive, roots) if finding.level == "error"]


def test_a_stamp_is_had_over_http_and_holds(authority: Timestamper, archive: Path, manifest: Path) -> None:
    with Web(lambda query: (200, [authority.reply(query)])) as web:
        tsr = stamp(manifest, web.url)
    assert web.asked[0]["content-type"] == "application/timestamp-query"
    assert tsr == manifest.with_name("manifest.tsr")
    found = check_stamp(manifest, tsr, authority.root)
    assert found.trusted
    assert found.authority == "CN=trusted signer"
    assert abs(found.time - datetime.now(UTC)) < timedelta(minutes=1)
    assert list(check(archive, authority.root)) == []


def test_openssl_agrees(authority: Timestamper, manifest: Path) -> None:
    tsr = stamp(manifest, "", post=answered(authority))
    verify = ["openssl", "ts", "-verify", "-data", manifest, "-in", tsr, "-CAfile", authority.root]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize(("key", "digest"), [("ec", "sha384"), ("rsa", "sha256"), ("rsa", "sha512"), ("ec", "sha512")])
def test_kinds_of_keys(tmp_path: Path, manifest: Path, key: str, digest: str) -> None:
    """RSA's certificate is longer than that of the authority between, and yet is sent first: no DER set."""
    authority = Timestamper(tmp_path / "authority", key=key, digest=digest)
    tsr = stamp(manifest, "", post=answered(authority))
    assert check_stamp(manifest, tsr).authority == "CN=authority signer"
    assert check_stamp(manifest, tsr, authority.root).trusted


def test_without_roots_it_holds_but_nobody_vouches(authority: Timestamper, archive: Path, manifest: Path) -> None:
    tsr = stamp(manifest, "", post=answered(authority))
    assert not check_stamp(manifest, tsr).trusted
    findings = list(check(archive))
    assert [(finding.level, finding.file) for finding in findings] == [("warning", "runs/first/manifest.tsr")]
    assert "root certificate" in findings[0].message


def test_a_foreign_root_does_not_vouch(
    authority: Timestamper, stranger: Timestamper, archive: Path, manifest: Path
) -> None:
    tsr = stamp(manifest, "", post=answered(stranger))
    assert check_stamp(manifest, tsr, stranger.root).trusted
    with pytest.raises(StampError, match=r"do not lead to a root in .*root\.pem: unable to get local issuer"):
        check_stamp(manifest, tsr, authority.root)
    assert errors(archive, authority.root) == ["runs/first/manifest.tsr"]


@pytest.mark.parametrize("trusted", [True, False])
def test_a_changed_manifest_is_found_even_the_newest(authority: Timestamper, archive: Path, trusted: bool) -> None:
    manifest = sealed(archive, "only")
    stamp(manifest, "", post=answered(authority))
    assert errors(archive, authority.root) == []
    manifest.write_bytes(manifest.read_bytes().replace(b"2026-11-24T07", b"2026-11-24T08"))
    assert errors(archive, authority.root if trusted else None) == ["runs/only/manifest.tsr"]


def test_the_stamp_of_another_manifest_is_found(authority: Timestamper, archive: Path, manifest: Path) -> None:
    tsr = stamp(manifest, "", post=answered(authority))
    other = sealed(archive, "second")
    shutil.copy(tsr, other.with_name("manifest.tsr"))
    with pytest.raises(StampError, match="another one"):
        check_stamp(other, other.with_name("manifest.tsr"), authority.root)
    assert errors(archive, authority.root) == ["runs/second/manifest.tsr"]


def test_a_stamp_whose_manifest_is_gone_is_found(authority: Timestamper, archive: Path, manifest: Path) -> None:
    stamp(manifest, "", post=answered(authority))
    manifest.unlink()
    assert errors(archive, authority.root) == ["runs/first/manifest.tsr"]


def test_the_next_run_seals_the_stamp(authority: Timestamper, archive: Path, manifest: Path) -> None:
    tsr = stamp(manifest, "", post=answered(authority))
    sealed(archive, "second")
    assert errors(archive, authority.root) == []
    tsr.unlink()
    assert errors(archive, authority.root) == ["runs/first/manifest.tsr"]


def test_a_bit_that_flips_in_what_is_signed_is_found(authority: Timestamper, manifest: Path) -> None:
    """Each bit of the stamped statement and of the signature, with and without roots."""
    tsr = stamp(manifest, "", post=answered(authority))
    good = tsr.read_bytes()
    statement = good.index(bytes.fromhex("060b2a864886f70d0109100104"))
    places = [*range(statement + 20, statement + 120, 3), *range(len(good) - 60, len(good), 3)]
    for place in places:
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        tsr.write_bytes(bad)
        for roots in (None, authority.root):
            with pytest.raises(StampError):
                check_stamp(manifest, tsr, roots)
    tsr.write_bytes(good)
    assert check_stamp(manifest, tsr, authority.root).trusted


def test_a_stamp_is_not_overwritten(authority: Timestamper, manifest: Path) -> None:
    before = stamp(manifest, "", post=answered(authority)).read_bytes()
    with pytest.raises(StampError, match="already"):
        stamp(manifest, "", post=answered(authority))
    assert manifest.with_name("manifest.tsr").read_bytes() == before


#: The end of a query: certReq TRUE, and FALSE.
ASKED, UNASKED = b"\x01\x01\xff", b"\x01\x01\x00"


# Authorities that are of no use: nothing is kept, and the message says why.


def refused(manifest: Path, why: str, ask: Callable[[], object]) -> None:
    with pytest.raises(StampError, match=why):
        ask()
    assert not manifest.with_name("manifest.tsr").exists()


def test_an_authority_that_refuses(tmp_path: Path, manifest: Path) -> None:
    authority = Timestamper(tmp_path / "authority", digests="sha512")
    refused(
        manifest, r"not granted \(status 2\): .*not supported", partial(stamp, manifest, "", post=answered(authority))
    )


@pytest.mark.parametrize("extensions", ["server", "both", "uncritical", "none"])
def test_a_certificate_that_is_not_for_time_stamps(authority: Timestamper, manifest: Path, extensions: str) -> None:
    """Of a trusted authority, and else right (RFC 3161 section 2.3: critical, and for nothing else)."""
    ask = partial(stamp, manifest, "", post=lambda _, query: authority.forged(query, extensions))
    refused(manifest, "not one of a time stamp authority", ask)
    assert stamp(manifest, "", post=lambda _, query: authority.forged(query, "stamper")).exists()


def test_a_certificate_that_had_run_out(tmp_path: Path, manifest: Path) -> None:
    authority = Timestamper(tmp_path / "authority", days=-1)
    refused(manifest, "not valid at the stamped time", partial(stamp, manifest, "", post=answered(authority)))


def test_a_certificate_that_is_left_out(authority: Timestamper, manifest: Path) -> None:
    """As if the query had not asked for it."""
    unasked = partial(stamp, manifest, "", post=lambda _, query: authority.reply(query.removesuffix(ASKED) + UNASKED))
    refused(manifest, "not in it", unasked)


def test_an_answer_to_another_request(authority: Timestamper, archive: Path, manifest: Path) -> None:
    old: list[bytes] = []
    stamp(sealed(archive, "other"), "", post=lambda _, query: old.append(authority.reply(query)) or old[0])
    refused(manifest, "another request", partial(stamp, manifest, "", post=lambda *_: old[0]))


BODIES: dict[str, tuple[int, list[bytes], str]] = {
    "a web page": (200, [b"<html>It works!</html>"], "no time stamp"),
    "nothing": (200, [], "no time stamp"),
    "an error": (503, [b"later"], "503"),
    "too much": (200, [b"0" * 65536] * (LARGEST // 65536 + 1), "more than"),
}


@pytest.mark.parametrize("name", BODIES)
def test_an_answer_that_is_none(manifest: Path, name: str) -> None:
    status, pieces, why = BODIES[name]
    with Web(lambda _: (status, pieces)) as web:
        refused(manifest, f"{web.url}.*{why}", partial(stamp, manifest, web.url))


@pytest.mark.parametrize(("pieces", "pause"), [([b"never"], 60.0), ([b"."] * 1000, 0.05)], ids=["hangs", "drips"])
def test_an_answer_that_takes_too_long(manifest: Path, pieces: list[bytes], pause: float) -> None:
    with Web(lambda _: (200, pieces), pause=pause) as web:
        ask = partial(stamp, manifest, web.url, post=partial(post, timeout=0.5))
        refused(manifest, r"did not answer within 0\.5 seconds", ask)


def test_nobody_listens(manifest: Path) -> None:
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{port.getsockname()[1]}/"
        refused(manifest, f"{url} cannot be asked: .*refused", partial(stamp, manifest, url))


def test_a_file_is_no_authority(manifest: Path) -> None:
    refused(manifest, "no http", partial(stamp, manifest, manifest.as_uri()))


def test_roots_that_are_none(authority: Timestamper, archive: Path, manifest: Path) -> None:
    stamp(manifest, "", post=answered(authority))
    for roots in (manifest, archive / "nothing.pem"):
        with pytest.raises(StampError, match="no certificates in PEM form"):
            list(check(archive, roots))


def test_without_the_extra_the_rest_is_checked(authority: Timestamper, archive: Path, manifest: Path) -> None:
    stamp(manifest, "", post=answered(authority))
    (archive / "warc" / "first.warc.gz").write_bytes(b"changed")
    code = (
        "import sys, pathlib; sys.modules['rfc3161_client'] = None; from archive.seal import check\n"
        "for finding in check(pathlib.Path(sys.argv[1])): print(finding.level, finding.file, finding.message)"
    )
    done = subprocess.run([sys.executable, "-c", code, archive], capture_output=True, text=True, check=True)
    changed, unchecked = done.stdout.splitlines()
    assert changed.startswith("error warc/first.warc.gz")
    assert unchecked.startswith("warning runs/first/manifest.tsr")
    assert "pip install 'readmore[sign]'" in unchecked
