"""One run: a source walked from its frontier to its records, and how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archive.errors import WriteError
from archive.records import warc_date
from archive.seal.files import size_and_sha256
from archive.writer import WarcWriter
from crawler.catching_up import catch_up, make_anew
from crawler.closing import close_run
from crawler.errors import Exit
from crawler.facts import warc_facts
from crawler.log import logged_to
from crawler.rows import run_row, source_row
from crawler.sealing import seal_run
from crawler.signals import held_back
from crawler.verdict import of_trouble, verdict
from pipelines.items import State
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


#: Losses that a result names; the table `frontier` has all of them.
_MOST_LOSSES = 1000


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
    anew = make_anew(folder, store, datetime.now(UTC))
    late = catch_up(folder, store)
    result = _Run(profile, folder, store, options).crawl(progress)
    if anew:
        result.warnings.append("an earlier readmore had made the records; they were made anew first")
    if late:
        result.warnings.append(f"{late} captures that an earlier run kept and could not store were read first")
    return result


class _Run:
    """One run, from its first row to its last."""

    def __init__(self, profile: Profile, folder: ArchiveFolder, store: Store, options: Options) -> None:
        self._profile = profile
        self._folder = folder
        self._store = store
        self._options = options
        self._began = datetime.now(UTC)
        self._id = f"{self._began.strftime('%Y%m%dT%H%M%SZ')}-{secrets.token_hex(3)}"
        self._originals = StoredOriginals(store.path, self._id)
        self._writer = WarcWriter(
            folder.warc,
            prefix=profile.name,
            facts=[*warc_facts(profile, self._id).items()],
            originals=self._originals,
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
        with contextlib.ExitStack() as stack:
            with (
                logged_to(self._folder.run(self._id) / "log.jsonl") as log,
                contextlib.closing(self._recorder()) as recorder,
            ):
                ending = self._walked(recorder, progress)
                stack.enter_context(held_back())
            ending.trouble = ending.trouble or log.trouble
            return self._ended(ending, resumed=not fresh)

    def _recorder(self) -> Recorder:
        return Recorder(self._store.path, self._folder.warc, self._profile, self._id)

    def _walked(self, recorder: Recorder, progress: Callable[[Recorded], None]) -> Ending:
        # Imported while the recording process starts: Scrapy takes as long as that does.
        from crawler.walk import walk

        walking = walk(self._profile, self._store, recorder, self._writer, self._id, self._options, progress)
        return asyncio.run(walking)

    def _ended(self, ending: Ending, *, resumed: bool) -> Result:
        """Everything behind the walk: report, index, seal, and how it went."""
        result = self._result(ending, resumed=resumed)
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

    def _result(self, ending: Ending, *, resumed: bool) -> Result:
        """What the database says of a run that has ended."""
        profile, written = self._profile, self._writer.written
        rows = self._store.run(profile.name, self._id)
        exit_code, reason = verdict(rows, ending)
        counts = rows.counts(warc_date(self._began)) | {"bytes": written.bytes}
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
            losses=[Loss(url=row["url"], why=row["why"] or "") for row in rows.addresses(State.FAILED, _MOST_LOSSES)],
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
            self._store.sealed(self._id, size_and_sha256(seal.manifest)[1])
            self._folder.database.stat()  # somebody may have removed it: what is written to it then goes nowhere
        except (OSError, WriteError, StoreError) as error:
            if not ending.trouble:
                ending.trouble = error
                result.exit_code, result.reason = of_trouble(error)
        finally:
            self._originals.close()
