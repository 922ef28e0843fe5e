"""One article as the records have it, with the proof of each field, its history, and the bytes themselves."""

from __future__ import annotations

from crawler.show.exchange import exchange
from crawler.show.find import the_article, the_edition
from crawler.show.history import history
from crawler.show.record import record
from crawler.show.words import describe_history, describe_record

__all__ = ["describe_history", "describe_record", "exchange", "history", "record", "the_article", "the_edition"]
