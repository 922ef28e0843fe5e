"""A time stamp authority for one test run: `openssl ts` behind a web server on this machine."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

CONFIG = """
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[stamper]
extendedKeyUsage = critical,timeStamping
[server]
extendedKeyUsage = serverAuth
[both]
extendedKeyUsage = critical,timeStamping,serverAuth
[uncritical]
extendedKeyUsage = timeStamping
[none]
basicConstraints = CA:FALSE
[tsa]
default_tsa = now
[now]
serial = serial
default_policy = 1.2.3.4.1
digests = {digests}
signer_digest = {signer_digest}
accuracy = secs:1
ess_cert_id_alg = sha256
"""

#: Arguments of `openssl req -newkey` by kind of key.
KEYS = {
    "ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "rsa": ["-newkey", "rsa:2048"],
}


class Timestamper:
    """Root, intermediate authority, and a signer of time stamps. `root` is the file to trust."""

    def __init__(
        self, folder: Path, *, key: str = "ec", digest: str = "sha256", digests: str = "sha256,sha512", days: int = 2
    ) -> None:
        folder.mkdir()
        self.folder = folder
        self.root = folder / "root.pem"
        (folder / "serial").write_text("01")
        (folder / "openssl.cnf").write_text(CONFIG.format(digests=digests, signer_digest=digest))
        self._certificate("root", "authority", by="root")
        self._certificate("between", "authority", by="root")
        self._certificate("signer", "stamper", by="between", key=key, days=days)

    def reply(self, query: bytes) -> bytes:
        """The answer to a query (both DER)."""
        (self.folder / "query").write_bytes(query)
        signer = ["-signer", "signer.pem", "-inkey", "signer.key", "-chain", "between.pem"]
        self._openssl("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", *signer, "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def forged(self, query: bytes, extensions: str) -> bytes:
        """The right answer, signed with a certificate of this authority that is for something else."""
        self._certificate("other", extensions, by="between")
        self.reply(query)
        self._openssl("ts", "-reply", "-in", "reply", "-token_out", "-out", "token")
        self._openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "statement")
        signer = ["-signer", "other.pem", "-inkey", "other.key", "-certfile", "between.pem"]
        form = ["-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-outform", "DER"]
        self._openssl("cms", "-sign", "-in", "statement", *signer, *form, "-out", "token")
        self._openssl("ts", "-reply", "-in", "token", "-token_in", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def _certificate(self, name: str, extensions: str, *, by: str, key: str = "ec", days: int = 2) -> None:
        subject = ["-subj", f"/CN={self.folder.name} {name}", "-config", "openssl.cnf"]
        self._openssl("req", *KEYS[key], "-nodes", *subject, "-keyout", f"{name}.key", "-out", f"{name}.csr")
        issuer = ["-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial"]
        form = ["-days", str(days), "-extfile", "openssl.cnf", "-extensions", extensions, "-out", f"{name}.pem"]
        signed = ["-signkey", f"{name}.key"] if name == by else issuer
        self._openssl("x509", "-req", "-in", f"{name}.csr", *signed, *form)

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)


class Web:
    """Answers each POST as it is told to: with status, and with pieces of a body."""

    def __init__(self, answer: Callable[[bytes], tuple[int, list[bytes]]], *, pause: float = 0.0) -> None:
        ended = self._ended = threading.Event()
        asked = self.asked = list[dict[str, str]]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append({name.lower(): value for name, value in self.headers.items()})
                status, pieces = answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                for piece in pieces:
                    if ended.wait(pause):
                        return
                    self.wfile.write(piece)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/tsr"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
