"""WACZ packages (Web Archive Collection Zipped 1.1.1): WARC files, their index and a list of pages in one ZIP file."""

from __future__ import annotations

from archive.wacz.check import check_wacz
from archive.wacz.package import About, Packed, write_wacz
from archive.wacz.pages import Page
from archive.wacz.signing import SigningKey, signing_key

__all__ = ["About", "Packed", "Page", "SigningKey", "check_wacz", "signing_key", "write_wacz"]
