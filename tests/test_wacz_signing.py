"""Signatures of packages: keys, and that others can check what we sign."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import packages
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archive.errors import PackageError
from archive.wacz import check_wacz, signing_key

NODE = shutil.which("node")
#: What ReplayWeb.page does with `signedData` (wabac.js, certutils): standard input is the object.
BROWSER = """
const signed = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const bytes = (text) => Uint8Array.from(Buffer.from(text, 'base64'));
const { subtle } = require('crypto').webcrypto;
(async () => {
  const how = { name: 'ECDSA', namedCurve: 'P-384' };
  const key = await subtle.importKey('spki', bytes(signed.publicKey), how, true, ['verify']);
  const text = new TextEncoder().encode(signed.hash);
  console.log(await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(signed.signature), text));
})();
"""


def signed_data(path: Path) -> dict[str, str]:
    return json.loads(packages.read(path)["datapackage-digest.json"][0])["signedData"]


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "key.pem"
    first = signing_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_key(file).private.private_numbers() == first.private.private_numbers()
    assert signing_key(tmp_path / "other.pem").private.private_numbers() != first.private.private_numbers()


def test_a_signature_has_the_fields_of_the_specification_and_no_others(tmp_path: Path) -> None:
    path = packages.package(tmp_path, signing_key(tmp_path / "key.pem"))
    signed = signed_data(path)
    assert list(signed) == ["hash", "created", "software", "version", "signature", "publicKey"]
    files = packages.read(path)
    assert signed["hash"] == json.loads(files["datapackage-digest.json"][0])["hash"]
    assert signed["created"] == json.loads(files["datapackage.json"][0])["created"]
    assert list(check_wacz(path)) == []


@pytest.mark.skipif(not NODE, reason="needs node, whose WebCrypto is that of browsers")
def test_a_browser_finds_the_signature_right(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "key.pem")
    for number in range(8):  # small numbers are padded
        signed = key.sign(f"sha256:{number}", created="2026-01-01T00:00:00Z", software="x")
        for text, answer in ((signed["hash"], "true"), ("sha256:other", "false")):
            given = json.dumps(signed | {"hash": text})
            done = subprocess.run([NODE, "-e", BROWSER], input=given, capture_output=True, text=True)
            assert done.stdout.strip() == answer, done.stderr


def other_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize("content", [b"", b"no key", other_key()])
def test_a_file_that_is_no_such_key_is_named_and_kept(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    with pytest.raises(PackageError, match=r"key\.pem cannot be used"):
        signing_key(file)
    assert file.read_bytes() == content


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packages.package(tmp_path, signing_key(tmp_path / "key.pem"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(PackageError, match=r"pip install 'readmore\[sign\]'"):
        signing_key(tmp_path / "key.pem")
    messages = [(finding.level, finding.message) for finding in check_wacz(path)]
    assert len(messages) == 1
    assert messages[0][0] == "warning"
    assert "its signature is not checked" in messages[0][1]
