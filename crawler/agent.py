"""Who asks."""

from __future__ import annotations

import getpass
import os
import platform
from importlib.metadata import version


def user_agent() -> str:
    """Who asks, with somebody to write to: `$READMORE_CONTACT`, else the user of this machine."""
    contact = os.environ.get("READMORE_CONTACT") or f"{getpass.getuser()}@{platform.node() or 'localhost'}"
    return f"readmore/{version('readmore')} (archival crawler; contact: {contact})"
