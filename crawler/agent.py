"""Who asks."""

from __future__ import annotations

import getpass
import os
import platform
import re
from importlib.metadata import version

_MAILBOX = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")


def contact() -> str:
    """Somebody to write to: `$READMORE_CONTACT`, else the user of this machine."""
    return os.environ.get("READMORE_CONTACT") or f"{getpass.getuser()}@{platform.node() or 'localhost'}"


def user_agent() -> str:
    """Who asks, with somebody to write to."""
    return f"readmore/{version('readmore')} (archival crawler; contact: {contact()})"


def headers() -> dict[str, str]:
    """What every request says beside that: `From` (RFC 9110 section 10.1.2) where the contact is a mailbox."""
    said = {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip",
    }
    return said | ({"From": contact()} if _MAILBOX.fullmatch(contact()) else {})
