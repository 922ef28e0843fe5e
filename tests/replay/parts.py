"""Where the programs are that `tests/system.sh` installs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

#: pywb's and py-wacz' own environment, and ReplayWeb.page: inside the environment that runs the tests.
HOME = Path(sys.prefix) / "replay"

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> Path:
    """The system's Chromium. Skips the test where there is none."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    return Path(found) if found else _missing("Chromium")


def program(name: str) -> Path:
    """A program of pywb (`wayback`), `cdxj-indexer` or `wacz`. Skips the test where it is not installed."""
    path = HOME / "bin" / name
    return path if path.exists() else _missing(name)


def replayweb() -> Path:
    """The folder with `ui.js` and `sw.js`. Skips the test where ReplayWeb.page is not installed."""
    path = HOME / "node_modules" / "replaywebpage"
    return path if (path / "sw.js").exists() else _missing("ReplayWeb.page")


def _missing(what: str) -> NoReturn:
    message = f"{what} is not installed; `make test` does it (tests/system.sh)"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
