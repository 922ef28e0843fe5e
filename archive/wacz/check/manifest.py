"""datapackage.json and its digest: that everything is listed, as it is, and that the signature is right."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from archive.wacz import layout
from archive.wacz.signing import MISSING, problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.findings import Finding
    from archive.wacz.check.container import Container

_PROFILES = ("data-package", "wacz-package")
_HASHES = ("sha256", "md5")


def manifest_findings(container: Container) -> Iterator[Finding]:
    """What is wrong with datapackage.json, with any file that it lists, and with its digest."""
    manifest, data = container.json(layout.DATAPACKAGE)
    if manifest.get("profile") not in _PROFILES:
        yield container.error(layout.DATAPACKAGE, f"its profile is {manifest.get('profile')!r}")
    if not str(manifest.get("wacz_version", "")).startswith("1."):
        yield container.error(layout.DATAPACKAGE, f"its wacz_version is {manifest.get('wacz_version')!r}")
    listed = {}
    for resource in _resources(manifest):
        path = resource.get("path")
        if not isinstance(path, str):
            yield container.error(layout.DATAPACKAGE, "a resource has no path")
        elif path in listed:
            yield container.error(layout.DATAPACKAGE, f"{path} is listed twice")
        else:
            listed[path] = resource
    for path in sorted(container.files.keys() - listed.keys() - layout.UNLISTED):
        yield container.error(path, f"is not listed in {layout.DATAPACKAGE}")
    for path, resource in listed.items():
        yield from _resource_findings(container, path, resource)
    yield from _digest_findings(container, manifest, data)


def _resources(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    resources = manifest.get("resources")
    return [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []


def _resource_findings(container: Container, path: str, resource: dict[str, Any]) -> Iterator[Finding]:
    if path not in container.files:
        yield container.error(path, f"is listed in {layout.DATAPACKAGE}, and is not there")
        return
    stated = str(resource.get("hash", ""))
    kind = stated.partition(":")[0]
    if kind not in _HASHES:
        yield container.error(path, f"is listed with the hash {stated!r}, which nobody can check")
        return
    size, digest = 0, hashlib.new(kind, usedforsecurity=False)
    for piece in container.chunks(path):
        size += len(piece)
        digest.update(piece)
    if size != resource.get("bytes"):
        yield container.error(path, f"has {size} bytes, and is listed with {resource.get('bytes')}")
    if f"{kind}:{digest.hexdigest()}" != stated:
        yield container.error(path, "is not what was packed: its hash is another than the listed one")


def _digest_findings(container: Container, manifest: dict[str, Any], data: bytes) -> Iterator[Finding]:
    if layout.DIGEST not in container.files:
        yield container.warning(layout.DIGEST, "is not there, so that nothing vouches for the list of files")
        return
    digest, _ = container.json(layout.DIGEST)
    actual = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if digest.get("path") != layout.DATAPACKAGE:
        yield container.error(layout.DIGEST, f"is of {digest.get('path')!r}")
    if digest.get("hash") != actual:
        yield container.error(layout.DATAPACKAGE, f"is not what was packed: {layout.DIGEST} has another hash")
    signed = digest.get("signedData")
    if signed is not None:
        yield from _signature_findings(container, manifest, actual, signed)


def _signature_findings(container: Container, manifest: dict[str, Any], actual: str, signed: Any) -> Iterator[Finding]:
    if not isinstance(signed, dict):
        yield container.error(layout.DIGEST, "its signature cannot be read")
        return
    if signed.get("hash") != actual:
        yield container.error(layout.DIGEST, "its signature is of another list of files")
    if signed.get("created") != manifest.get("created"):
        yield container.error(layout.DIGEST, "its signature is of another moment than the package")
    if "publicKey" not in signed:
        yield container.warning(layout.DIGEST, "is signed by a domain's certificate, which is not checked here")
        return
    try:
        why = problem(signed)
    except ImportError:
        yield container.warning(layout.DIGEST, f"its signature is not checked: {MISSING}")
        return
    if why:
        yield container.error(layout.DIGEST, why)
