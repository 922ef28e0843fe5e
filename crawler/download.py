"""Files that are given by address."""

from __future__ import annotations

import urllib.error
import urllib.request
from shutil import copyfileobj
from typing import IO

from crawler.agent import user_agent
from crawler.errors import Exit, ReadmoreError

#: Seconds without a byte after which a server is given up.
_PATIENCE = 60


def is_address(given: str) -> bool:
    """Whether a word of the command line is an address, and no path."""
    return given.startswith(("http://", "https://"))


def download(url: str, file: IO[bytes]) -> None:
    """Write what stands at an http(s) address into a file. Raises `ReadmoreError` where it cannot be had whole."""
    request = urllib.request.Request(url, headers={"User-Agent": user_agent()})  # noqa: S310 -- see `is_address`
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            copyfileobj(answer, file)
            missing = answer.length
    except (OSError, urllib.error.URLError) as error:
        raise ReadmoreError(f"{url} cannot be had: {error}", Exit.USAGE) from error
    if missing:
        raise ReadmoreError(f"{url} cannot be had: the connection ended {missing} bytes too early", Exit.USAGE)
