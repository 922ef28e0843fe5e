"""The recording process: reads what came back, and stores it (`spiders.recorder` feeds it)."""

from __future__ import annotations

import contextlib
import logging
import pickle
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from archive.reader import block_at
from archive.records import Conversion
from pipelines.items import REQUISITE, Answer, Kept, Outcome, Recorded, State
from pipelines.store import Store, StoreError
from spiders.outcome import read_answer
from spiders.profile import Profile
from spiders.requisites import Budget

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_log = logging.getLogger(__name__)


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """The recording process: batches in, what became of them out, until there are no more."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the process that feeds this one decides when it ends
    database, warc, profile, run_id = pickle.load(incoming)  # noqa: S301 -- from the process that started this one
    desk = Desk(Store(database), warc, Profile.model_validate_json(profile), run_id)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            batch = pickle.load(incoming)  # noqa: S301
            try:
                answer: list[Recorded | Exception] | Exception = desk.record(batch)
            except StoreError as error:
                answer = error
            pickle.dump(answer, outgoing, protocol=pickle.HIGHEST_PROTOCOL)
            outgoing.flush()


class Desk:
    """Reads answers and stores them, in this process."""

    def __init__(self, store: Store, warc: Path, profile: Profile, run_id: str) -> None:
        self._store = store
        self._warc = warc
        self._profile = profile
        self._run_id = run_id
        self._known = store.known(profile.name)
        self._requisites = Budget(store.requisites(profile.name), profile.crawl.max_requisites)

    def record(self, batch: Sequence[Answer | Kept]) -> list[Recorded | Exception]:
        """Store a batch in one transaction. Raises `StoreError`."""
        pages = [self._bounded(work if isinstance(work, Kept) else self._read(work), work) for work in batch]
        results = self._store.keep(pages)
        failed = [self._unstored(page, r) for page, r in zip(pages, results, strict=True) if isinstance(r, Exception)]
        if failed:
            self._store.keep(failed)
        return [_recorded(page, result) for page, result in zip(pages, results, strict=True)]

    def _read(self, answer: Answer) -> Kept:
        try:
            if answer.original:
                answer = replace(answer, block=block_at(self._warc, answer.original.address))
            return read_answer(answer, self._profile, self._run_id)
        except Exception as error:  # noqa: BLE001 -- one page must not end the crawl; its bytes are kept
            _log.exception("cannot read %s", answer.capture.url)
            kept = Kept(source_id=self._profile.name, run_id=self._run_id, capture=answer.capture)
            return self._unstored(replace(kept, outcome=_outcome(answer)), error)

    def _unstored(self, page: Kept, error: Exception) -> Kept:
        """What is left of a page whose records cannot be made: its capture, and that it is lost."""
        why = f"cannot be recorded: {type(error).__name__}: {error}"
        outcome = page.outcome and Outcome(url_key=page.outcome.url_key, state=State.FAILED, error=why)
        return Kept(source_id=page.source_id, run_id=page.run_id, capture=page.capture, outcome=outcome)

    def _bounded(self, page: Kept, work: Answer | Kept) -> Kept:
        """The page without links that lead no further: a trap without end, or more than the profile allows."""
        needs = self._requisites.admitted(ask for ask in page.asks if ask.kind == REQUISITE)
        asks = tuple(ask for ask in page.asks if ask.kind != REQUISITE)
        lease = work.lease if isinstance(work, Answer) else None
        if lease and lease.page > 1 and lease.via and page.listing:
            shown = {item.article_id for item in page.listing.items}
            if shown == self._store.article_ids(lease.via):
                asks = tuple(ask for ask in asks if ask.page <= lease.page)
        self._known += len(asks)  # too many, as most are known already: counted again before it matters
        if self._known > self._profile.crawl.max_pages:
            self._known = self._store.known(self._profile.name) + len(asks)
            if self._known > self._profile.crawl.max_pages:
                asks = ()
        return replace(page, asks=(*asks, *needs)) if page.asks else page


def _outcome(answer: Answer) -> Outcome | None:
    return Outcome(url_key=answer.lease.url_key, state=State.FAILED) if answer.lease else None


def _recorded(page: Kept, result: str | Exception) -> Recorded:
    outcome = page.outcome
    if outcome is None:
        return Recorded()
    if isinstance(result, Exception):
        return Recorded(url_key=outcome.url_key, state=State.FAILED, error=str(result))
    state = None if outcome.again else outcome.state
    return Recorded(
        url_key=outcome.url_key, state=state, text=result, error=outcome.error, conversion=_conversion(page)
    )


def _conversion(page: Kept) -> Conversion | None:
    """The text of a page that was kept whole; a revisit's stands beside its original already."""
    content = page.content
    if content is None or page.capture is None or page.capture.revisit_of:
        return None
    text = "\n\n".join(part for part in (content.headline, content.body) if part)
    return Conversion(url=page.capture.url, refers_to=page.capture.address.record_id, text=text)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
