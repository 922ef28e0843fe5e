"""One run: a source walked from its frontier to its records, and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sqlite3
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive.errors import WriteError
from archive.records import warc_date
from archive.writer import WarcWriter
from crawler.closing import close_run
from crawler.errors import Exit, is_full
from crawler.facts import warc_facts
from crawler.log import logged_to
from crawler.rows import run_row, source_row
from crawler.sealing import seal_run
from pipelines.items import REQUISITE, State
from pipelines.store import StoredOriginals, StoreError
from spiders.links import start
from spiders.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.archive_folder import ArchiveFolder
    from crawler.walk import Ending
    from pipelines.items import Recorded
    from pipelines.store import Store
    from spiders.profile import Profile

_REFUSALS = {401, 403, 407, 429, 451}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line asks of a run."""

    full: bool = False
    limit: int | None = None
    since: str | None = None
    timestamp: str | None = None
    """URL of an RFC 3161 authority that stamps the run's manifest."""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """An address that was to be had and was not."""

    url: str
    why: str


@dataclass(kw_only=True)
class Result:
    """How a run ended; the numbers are counted in the database."""

    source: str
    run: str
    exit_code: Exit
    reason: str
    seconds: float = 0.0
    resumed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    """Attempts that got no answer, by kind as in the WARC files; one that was had in the end is no loss."""
    losses: list[Loss] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """What did not go as asked, and cost nothing."""


def crawl(
    profile: Profile, folder: ArchiveFolder, store: Store, options: Options, progress: Callable[[Recorded], None]
) -> Result:
    """Walk a source. The archive must be held. Whatever ends it, what was kept is on disk and in the records."""
    return _Run(profile, folder, store, options).crawl(progress)


class _Run:
    """One run, from its first row to its last."""

    def __init__(self, profile: Profile, folder: ArchiveFolder, store: Store, options: Options) -> None:
        self._profile = profile
        self._folder = folder
        self._store = store
        self._options = options
        self._began = datetime.now(UTC)
        self._id = f"{self._began.strftime('%Y%m%dT%H%M%SZ')}-{secrets.token_hex(3)}"
        self._writer = WarcWriter(
            folder.warc,
            prefix=profile.name,
            facts=[*warc_facts(profile, self._id).items()],
            originals=StoredOriginals(store.path, self._id),
        )

    def crawl(self, progress: Callable[[Recorded], None]) -> Result:
        """Walk, and write down how it went."""
        profile = self._profile
        row = run_row(profile, self._id, self._began, asdict(self._options))
        fresh = self._store.begin(
            source_row(profile),
            row,
            start(profile),
            profile.asked_hosts,
            full=self._options.full,
            requisites=profile.crawl.requisites,
        )
        with logged_to(self._folder.run(self._id) / "log.jsonl") as log:
            ending = self._walked(progress)
        ending.trouble = ending.trouble or log.trouble
        result = self._result(ending, resumed=not fresh)
        self._close(result, ending)
        with contextlib.suppress(Exception) if ending.trouble else contextlib.nullcontext():
            self._store.end(
                self._id,
                finished_at=warc_date(datetime.now(UTC)),
                exit_code=result.exit_code,
                reason=result.reason,
                counts=result.counts,
            )
        return result

    def _walked(self, progress: Callable[[Recorded], None]) -> Ending:
        recorder = Recorder(self._store.path, self._folder.warc, self._profile, self._id)
        try:
            # Imported while the recording process starts: Scrapy takes as long as that does.
            from crawler.walk import walk

            walking = walk(self._profile, self._store, recorder, self._writer, self._id, self._options, progress)
            return asyncio.run(walking)
        finally:
            recorder.close()

    def _result(self, ending: Ending, *, resumed: bool) -> Result:
        """What the database says of a run that has ended."""
        store, profile, written = self._store, self._profile, self._writer.written
        exit_code, reason = _verdict(store, profile, self._id, ending)
        counts = _counts(store, profile, self._id, self._began) | {"bytes": written.bytes}
        if exit_code is Exit.DONE and counts["pending"] and self._options.limit is None:
            exit_code, reason = Exit.ERROR, "ended before everything was asked; see the log"
        return Result(
            source=profile.name,
            run=self._id,
            exit_code=exit_code,
            reason=reason,
            seconds=(datetime.now(UTC) - self._began).total_seconds(),
            resumed=resumed,
            counts=counts,
            failures={str(kind): n for kind, n in written.failures.items()},
            losses=_losses(store, self._id),
            files=list(written.files),
        )

    def _close(self, result: Result, ending: Ending) -> None:
        """Report, index and seal; where that fails after a run that did not, it is the run's trouble."""
        try:
            close_run(self._folder, self._store, self._profile, result, self._writer)
            result.files = list(self._writer.written.files)
            # Whoever interrupts a run does not wait for an authority; the next run's stamp covers it.
            authority = None if ending.interrupted else self._options.timestamp
            seal = seal_run(self._folder, self._id, authority=authority, now=datetime.now(UTC))
            result.warnings += [seal.warning] if seal.warning else []
        except (OSError, WriteError) as error:
            if not ending.trouble:
                ending.trouble = error
                result.exit_code, result.reason = _trouble(error)


def _counts(store: Store, profile: Profile, run_id: str, began: datetime) -> dict[str, int]:
    """What a run did, counted in the database."""
    since = warc_date(began)

    def one(sql: str, *parameters: object) -> int:
        return int(store.query(sql, parameters)[0][0] or 0)

    by_state = "SELECT state, count(*) FROM frontier WHERE run_id = ? AND kind {} ? GROUP BY state"
    states, needs = (
        Counter(dict(map(tuple, store.query(by_state.format(operator), (run_id, REQUISITE)))))
        for operator in ("<>", "=")
    )
    changed = (
        "SELECT count(*) FROM revisions r JOIN captures c ON c.id = r.capture_id WHERE c.run_id = ? AND {} EXISTS"
        " (SELECT 1 FROM revisions b WHERE b.edition_id = r.edition_id AND b.seen_at < r.seen_at)"
    )
    return {
        "pages": one("SELECT count(*) FROM captures WHERE run_id = ?", run_id),
        "articles": one("SELECT count(*) FROM articles WHERE source_id = ?", profile.name),
        "unchanged": one("SELECT count(*) FROM captures WHERE run_id = ? AND revisit_of IS NOT NULL", run_id),
        "editions": one(
            "SELECT count(*) FROM editions e JOIN articles a ON a.id = e.article_id"
            " WHERE a.source_id = ? AND e.availability = 'full'",
            profile.name,
        ),
        "articles_new": one(
            "SELECT count(*) FROM articles WHERE source_id = ? AND first_seen >= ?", profile.name, since
        ),
        "new": one(changed.format("NOT"), run_id),
        "changed": one(changed.format(""), run_id),
        "failed": states[State.FAILED],
        "missing": states[State.MISSING],
        "excluded": states[State.EXCLUDED],
        "requisites": needs[State.DONE],
        "requisites_missing": needs[State.MISSING] + needs[State.EXCLUDED] + needs[State.FAILED],
        "pending": one("SELECT count(*) FROM frontier WHERE source_id = ? AND state = 'pending'", profile.name),
    }


def _losses(store: Store, run_id: str) -> list[Loss]:
    rows = store.query(
        "SELECT url, error FROM frontier WHERE run_id = ? AND state = 'failed' ORDER BY url LIMIT 1000", (run_id,)
    )
    return [Loss(url=row["url"], why=row["error"] or "") for row in rows]


def _verdict(store: Store, profile: Profile, run_id: str, ending: Ending) -> tuple[Exit, str]:
    """The exit code, by what the database says."""
    if ending.trouble:
        return _trouble(ending.trouble)
    if ending.interrupted:
        return Exit.INTERRUPTED, "interrupted; everything up to there is kept, and the next run goes on from there"
    failed = store.query("SELECT url, status, error FROM frontier WHERE run_id = ? AND state = 'failed'", (run_id,))
    if failed:
        if all(row["status"] in _REFUSALS for row in failed):
            return Exit.REFUSED, f"the site refuses or limits us: {failed[0]['error']} for {failed[0]['url']}"
        return Exit.LOSSES, f"{len(failed)} addresses could not be had"
    return _start_verdict(store, profile, run_id)


def _trouble(error: BaseException) -> tuple[Exit, str]:
    """The exit code of what ended a run early."""
    if not isinstance(error, WriteError | StoreError | sqlite3.OperationalError | OSError):
        return Exit.ERROR, f"unexpected error: {type(error).__name__}: {error}"
    return Exit.DISK if is_full(error) else Exit.LOSSES, str(error)


def _start_verdict(store: Store, profile: Profile, run_id: str) -> tuple[Exit, str]:
    """Whether the walk found something where it began."""
    starts = store.query(
        "SELECT url, state, error FROM frontier WHERE run_id = ? AND depth = 0 AND NOT optional ORDER BY url", (run_id,)
    )
    if starts and all(row["state"] == State.EXCLUDED for row in starts):
        return Exit.REFUSED, f"nothing could be asked: {starts[0]['error']} ({starts[0]['url']})"
    if starts and all(row["state"] == State.MISSING for row in starts):
        return Exit.LOSSES, f"there is no such page: {starts[0]['url']} ({starts[0]['error']})"
    items = store.query(
        "SELECT 1 FROM listing_items i JOIN articles a ON a.id = i.article_id WHERE a.source_id = ? LIMIT 1",
        (profile.name,),
    )
    if starts and not items:
        return Exit.LOSSES, (
            f"no listing was found: {starts[0]['url']} was kept, but it lists no items that could be followed."
            f" `readmore probe {starts[0]['url']}` shows what it is read as."
        )
    return Exit.DONE, "done, nothing lost"
