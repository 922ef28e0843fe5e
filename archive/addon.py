"""Byte-exact WARC files for any Scrapy project: `ADDONS = {"archive.addon.WarcAddon": 500}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class WarcAddon:
    """Puts `archive.handler.WireHandler` in the place of Scrapy's own http and https handlers.

    `WARC_DIR` names the folder; without it, `warc` in the folder the crawl runs in.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before the crawl."""
        handlers = settings.getdict("DOWNLOAD_HANDLERS")
        ours = dict.fromkeys(("http", "https"), "archive.handler.WireHandler")
        # A project's own DOWNLOAD_HANDLERS would hide a lower priority, and so would the handlers that Scrapy
        # puts in their place when it runs without a reactor.
        priority = max(settings.getpriority("DOWNLOAD_HANDLERS") or 0, SETTINGS_PRIORITIES["project"])
        settings.set("DOWNLOAD_HANDLERS", {**handlers, **ours}, priority)
        settings.set("WARC_DIR", settings.get("WARC_DIR") or "warc", "addon")
