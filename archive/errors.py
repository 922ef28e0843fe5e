"""What can go wrong between the wire and the archive.

ArchiveError
├── ExchangeError          no answer: `url`, `started_at` and `elapsed` (seconds) say which request
│   ├── ResolveError       the host's name has no address
│   ├── ConnectError       refused, unreachable, reset before a byte came back
│   ├── TlsError           the certificate or the handshake
│   ├── NoAnswerError      the connection ended, or time ran out, before a byte came back
│   └── TimeoutExceeded    (a NoAnswerError)
├── WriteError             a record could not be kept: `errno` of the file system
├── ManifestError          a manifest that is not one, or a run that is sealed already
├── StampError             a time stamp that was not had, or does not hold
├── DamageError            what stands in an archive is not what was written
└── PackageError           a WACZ cannot be made of what was given
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class ArchiveError(Exception):
    """Anything this package raises on purpose."""


class ExchangeError(ArchiveError):
    """A request that got no answer."""

    def __init__(self, message: str, *, url: str, started_at: datetime, elapsed: float = 0.0) -> None:
        super().__init__(message)
        self.url = url
        self.started_at = started_at
        self.elapsed = elapsed


class ResolveError(ExchangeError):
    """The host's name has no address."""


class ConnectError(ExchangeError):
    """Nobody listens there, or the way is cut."""


class TlsError(ExchangeError):
    """The certificate is not to be trusted, or the handshake failed."""


class NoAnswerError(ExchangeError):
    """The connection ended before a byte came back."""


class TimeoutExceeded(NoAnswerError):  # noqa: N818 -- TimeoutError is Python's own
    """Time ran out before a byte came back."""


class WriteError(ArchiveError):
    """A record could not be made durable. Nothing may refer to it."""

    def __init__(self, message: str, *, path: Path, errno: int | None) -> None:
        super().__init__(message)
        self.path = path
        self.errno = errno


class ManifestError(ArchiveError):
    """A manifest that is not one, or a run that is sealed already."""


class StampError(ArchiveError):
    """A time stamp that was not had, or that does not hold for what it lies beside."""


class DamageError(ArchiveError):
    """What stands in an archive is not what was written."""

    def __init__(self, message: str, *, path: Path, offset: int) -> None:
        super().__init__(f"{path.name} at {offset}: {message}")
        self.path = path
        self.offset = offset


class PackageError(ArchiveError):
    """A package cannot be made, or signed, of what was given; the message says what to do."""
