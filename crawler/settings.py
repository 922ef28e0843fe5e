"""Scrapy's settings for every crawl. Each line deviates from Scrapy's default for a reason given beside it."""

from __future__ import annotations

BOT_NAME = "readmore"
SPIDER_MODULES = ["spiders.source"]
ITEM_PIPELINES = {"pipelines.keep.KeepPipeline": 500}
ADDONS = {"archive.addon.WarcAddon": 500}

# Nobody may get in: no code-execution ports, no files read because a page links to them.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
COOKIES_ENABLED = False

# The wire handler is an asyncio client: no Twisted reactor is between it and the socket.
TWISTED_REACTOR_ENABLED = False

# The frontier retries, follows redirects and asks robots.txt itself, so that each exchange is kept and each
# decision survives a kill; reading decodes and judges bodies itself, from the kept bytes.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}  # even those that are switched off would be imported
DOWNLOAD_FAIL_ON_DATALOSS = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# The pace is the frontier's own.
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = False

# One item a page; the default of 100 starts as many tasks for each response.
CONCURRENT_ITEMS = 1
DOWNLOAD_WARNSIZE = 0
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
LOG_LEVEL = "INFO"
