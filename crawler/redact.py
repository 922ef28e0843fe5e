"""Removal with a trace: captures out of the WARC files and the records, tombstones and a ledger entry in their place.

The order makes a death harmless at any moment. New files are written beside the old ones; when all are whole, the
redaction is begun in a journal; then the files take their names, and the records are read anew. A run that dies
before the journal has changed nothing; one that dies behind it is ended by the next command that finds it.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError, DamageError
from archive.records import warc_date
from archive.removal import Order, Repointed, Whole, plan
from archive.rewrite import clear, put_in_place, rewrite
from archive.seal.chain import place
from archive.seal.files import size_and_sha256
from crawler.archive_folder import MIN_FREE
from crawler.backlinks import named_by
from crawler.errors import Exit, ReadmoreError
from crawler.ledger import index, is_sealed, not_as_sealed, seal_replaced
from crawler.log import logged_to
from crawler.near import key_of, key_or_none, refuse_nothing
from crawler.origin import source_of
from crawler.redaction import Journal, Redaction, RemovedCapture
from crawler.reread import reread
from pipelines.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from archive.removal import Plan
    from archive.tombstone import Tombstone
    from crawler.archive_folder import ArchiveFolder
    from pipelines.store import Store

_log = logging.getLogger(__name__)


def preview(archive: ArchiveFolder, urls: Sequence[str], reason: str, now: datetime) -> Redaction:
    """What a redaction would remove. Changes nothing. Raises `ReadmoreError`."""
    return _planned(archive, urls, reason, now)[0]


def redact(archive: ArchiveFolder, store: Store, urls: Sequence[str], reason: str, now: datetime) -> Redaction:
    """Remove every capture of these addresses, in all spellings. The archive must be held. Raises `ReadmoreError`."""
    ended = finish(archive, store, now)
    for redaction in ended:
        if {key_of(url) for url in urls} <= set(redaction.keys):
            return redaction
    redaction, edits = _planned(archive, urls, reason, now)
    _check_records(archive, store)
    redaction = _written(archive, redaction, edits)
    Journal(archive).begin(redaction)
    _finish(archive, store, redaction, now)
    return redaction


def finish(archive: ArchiveFolder, store: Store, now: datetime) -> list[Redaction]:
    """End the redactions that a killed run left behind its journal, and clear away what it left before that.

    Raises `ReadmoreError`.
    """
    pending = Journal(archive).pending()
    for redaction in pending:
        _finish(archive, store, redaction, now)
    clear(archive.warc)
    Journal(archive).clear()
    return pending


def _planned(archive: ArchiveFolder, urls: Sequence[str], reason: str, now: datetime) -> tuple[Redaction, Plan]:
    keys = tuple(dict.fromkeys(key_of(url) for url in urls))
    reason = " ".join(reason.split())
    if not reason:
        raise ReadmoreError("say why: --reason is empty", Exit.USAGE)
    run_id = f"{now.strftime('%Y%m%dT%H%M%SZ')}-{secrets.token_hex(3)}"
    files = archive.warc_files()
    sources = {path: source_of(path) for path in files}  # all of them are read anew in the end
    order = Order(is_meant=lambda url: key_or_none(url) in keys, reason=reason, run_id=run_id, removed_at=now)
    try:
        made = plan(files, order)
    except DamageError as error:
        raise _damaged(error) from error
    refuse_nothing(files, urls, made)
    redaction = Redaction(
        run=run_id,
        source=sources[min(made.edits)],
        redacted_at=now,
        reason=reason,
        urls=tuple(urls),
        keys=keys,
        removed=tuple(map(_removed, made.tombstones)),
        made_whole=made.count(Whole),
        repointed=made.count(Repointed),
        named_by=tuple(sorted(named_by(files, set(keys)))),
        copies=tuple(sorted(made.copies)),
    )
    return redaction, made


def _removed(stone: Tombstone) -> RemovedCapture:
    return RemovedCapture(url=stone.url, captured_at=stone.captured_at, records=len(stone.records))


def _damaged(error: DamageError) -> ReadmoreError:
    return ReadmoreError(
        f"{error}. What stood there cannot be known, so nothing was changed: put an undamaged copy of the file in its"
        " place, or move it away, delete readmore.db and run `readmore read`; then redact again.",
        Exit.DAMAGE,
    )


def _check_records(archive: ArchiveFolder, store: Store) -> None:
    """Raise `ReadmoreError` where records rest on files that are not there: they could not be read again."""
    known = {path.name for path in archive.warc_files()}
    names = set(store.warc_files())
    if missing := sorted(names - known):
        raise ReadmoreError(
            f"nothing was removed: records rest on {', '.join(missing)}, which is not in {archive.warc}, where it would"
            " have to be rewritten too. Put it there, and redact again.",
            Exit.USAGE,
        )


def _written(archive: ArchiveFolder, redaction: Redaction, made: Plan) -> Redaction:
    """Write the new files beside the old ones."""
    _check_space(archive, made.edits)
    try:
        files = tuple(rewrite(path, edits) for path, edits in sorted(made.edits.items()))
    except DamageError as error:
        clear(archive.warc)
        raise _damaged(error) from error
    except OSError as error:
        clear(archive.warc)
        raise ReadmoreError(f"nothing was removed: cannot write to {archive.warc}: {error}", Exit.DISK) from error
    if changed := not_as_sealed(archive, files):
        clear(archive.warc)
        raise ReadmoreError(
            f"nothing was removed: {', '.join(changed)} is not what was sealed, and a new seal would hide that."
            " Put the sealed file in its place, and redact again.",
            Exit.DAMAGE,
        )
    return replace(redaction, files=files)


def _check_space(archive: ArchiveFolder, paths: Collection[Path]) -> None:
    """Raise `ReadmoreError` where new files and a new database would not fit beside the old ones."""
    database = archive.database.stat().st_size
    needed = sum(path.stat().st_size for path in paths) + 2 * database + MIN_FREE
    free = shutil.disk_usage(archive.path).free
    if free < needed:
        message = (
            f"nothing was removed: {needed // 2**20} MiB are needed where {archive.path} is, {free // 2**20} are free"
        )
        raise ReadmoreError(message, Exit.DISK)


def _finish(archive: ArchiveFolder, store: Store, redaction: Redaction, now: datetime) -> None:
    """Everything behind the journal; each step may be done twice."""
    try:
        put_in_place(archive.warc, redaction.files)
        _read_anew(archive, store, redaction, now)
        changed = [archive.warc / file.name for file in redaction.files]
        changed += index(archive, [file.name for file in redaction.files])
        if not is_sealed(archive, redaction.run):
            papers = _papers(archive, redaction)
            seal_replaced(archive, redaction.run, changed, f"redacted: {redaction.reason}", papers, now)
        store.sealed(redaction.run, size_and_sha256(archive.path / place(redaction.run))[1])
        if not store.scrub():
            raise _incomplete("another process is reading readmore.db, which keeps deleted text: end it", Exit.LOCKED)
        Journal(archive).end(redaction)
    except DamageError as error:
        raise _incomplete(str(error), Exit.DAMAGE) from error
    except (ArchiveError, OSError, StoreError) as error:
        raise _incomplete(str(error), Exit.DISK) from error


def _papers(archive: ArchiveFolder, redaction: Redaction) -> list[Path]:
    """The ledger's entry: the run's log, and what was removed."""
    log = archive.run(redaction.run) / "log.jsonl"
    with logged_to(log):
        _log.info("redacted %s: %s", ", ".join(redaction.urls), redaction.reason)
    return [log, Journal(archive).conclude(redaction)]


def _incomplete(why: str, code: Exit) -> ReadmoreError:
    return ReadmoreError(
        f"the redaction is not complete: {why}. Then run the command again; it goes on where this one ended.", code
    )


def _read_anew(archive: ArchiveFolder, store: Store, redaction: Redaction, now: datetime) -> None:
    """The records as they would be had the captures never been there, in one transaction."""
    with store.anew():
        damage = reread(archive.warc_files(), store).damage
        if damage:
            raise damage[0]
        store.ran(_run_row(redaction, now))


def _run_row(redaction: Redaction, now: datetime) -> dict[str, Any]:
    """The ledger entry in the database."""
    return {
        "id": redaction.run,
        "source_id": redaction.source,
        "started_at": warc_date(redaction.redacted_at),
        "finished_at": warc_date(now),
        "exit_code": Exit.DONE,
        "reason": f"redacted: {redaction.reason}",
        "software": f"readmore/{version('readmore')}",
        "options": json.dumps({"redact": redaction.urls, "reason": redaction.reason}),
        "counts": json.dumps(
            {
                "captures": len(redaction.removed),
                "records": sum(capture.records for capture in redaction.removed),
                "files": len(redaction.files),
            }
        ),
    }
