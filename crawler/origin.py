"""Of which source and run the captures of a WARC file are.

readmore's own files say it. Of any other tool's a source is named when they are taken in (`crawler.intake` writes that
down beside the archive), or told by the hosts whose pages they hold. Then too the file alone decides.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.reader import captures, parse_warc_date, records
from archive.writer import OPEN
from crawler.errors import Exit, ReadmoreError
from crawler.renewed import renewed
from pipelines.normalise.urls import host_key
from spiders import profile as profiles
from spiders.page import Page
from spiders.profile import Profile, ProfileError
from spiders.unmarked import is_html_page, may_be_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from archive.errors import DamageError
    from archive.reader import Capture, Record

#: Field of a warcinfo record with the profile by which readmore crawled.
_PROFILE = "readmore-profile"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Of which source and run captures are."""

    profile: Profile
    run_id: str
    began: datetime
    """UTC."""
    software: str | None = None
    """What wrote the file, in its own words; None where that was readmore."""
    written_by: str | None = None
    """The readmore that wrote the file; None where that was another tool."""

    def read_by(self, profile: Profile) -> Origin:
        """The same, read by another profile; what was asked elsewhere than at the source's host stays so."""
        base_url = self.profile.base_url
        return replace(self, profile=profile.at(str(base_url)) if base_url and not profile.base_url else profile)

    def reads(self, capture: Capture, page: Page) -> bool:
        """Of a file that readmore did not write: whether a capture is a page of the source."""
        return self.profile.owns(capture.url) and may_be_page(capture, page.mime, page.content)


@dataclass(frozen=True, kw_only=True)
class FileOrigin:
    """Of which sources and runs one file is."""

    main: Origin
    """Of everything that no other one is named for."""
    hosts: Mapping[str, Origin] = field(default_factory=dict)
    """Of each host (as at the beginning of a `url_key`)."""

    def of(self, url: str) -> Origin:
        """Of which source and run a capture of an address is."""
        return self.hosts.get(_host(url) or "", self.main) if self.hosts else self.main

    def read_by(self, profile: Profile) -> FileOrigin:
        """The same, where a source is to be read by another profile of its name."""
        main, *hosts = (
            each.read_by(profile) if each.profile.name == profile.name else each
            for each in (self.main, *self.hosts.values())
        )
        return FileOrigin(main=main, hosts=dict(zip(self.hosts, hosts, strict=True)))

    @property
    def is_foreign(self) -> bool:
        """Whether readmore did not write it."""
        return self.main.software is not None

    @property
    def all(self) -> tuple[Origin, ...]:
        """Every one of them, once."""
        by_name = {origin.profile.name: origin for origin in (self.main, *self.hosts.values())}
        return tuple(by_name.values())


def origin_of(path: Path, profile: Profile | None = None) -> FileOrigin:
    """Of which sources and runs a file is; `profile` is the source of a file that does not say it.

    Where its archive has a newer profile of a source (`crawler.renewed`), it is read by that. Raises `ReadmoreError`
    where its source cannot be told.
    """
    origin = _stated_origin(path, profile)
    for each in origin.all:
        later = renewed(path.parent.parent, each.profile.name)
        if later and each.began < later.before:
            origin = origin.read_by(later.profile)
    return origin


def _stated_origin(path: Path, profile: Profile | None) -> FileOrigin:
    damage: list[DamageError] = []
    first = next(records(path, damage), None)
    if first is None:
        raise ReadmoreError(f"{path} holds no WARC record that can be read", Exit.USAGE)
    facts = _facts(first)
    if _PROFILE in facts:
        own = Profile.model_validate(json.loads(facts[_PROFILE]))
        began = parse_warc_date(first.header("WARC-Date") or "")
        version = facts.get("software", "").partition(" ")[0]
        return FileOrigin(main=Origin(profile=own, run_id=facts["isPartOf"], began=began, written_by=version))
    profile = profile or named_source(path)
    if profile is None and damage:
        message = f"{path} is damaged where it should say which source it is of; name the source with --source"
        raise ReadmoreError(message, Exit.USAGE)
    return _Foreign(path, first, facts).origin(profile)


def source_of(path: Path) -> str:
    """The (first) source that a file is of. Raises `ReadmoreError` where that cannot be told."""
    return origin_of(path).main.profile.name


def is_foreign(path: Path) -> bool:
    """Whether another tool wrote a file; one whose first record is damaged may be anybody's, and counts as our own."""
    try:
        damage: list[DamageError] = []
        first = next(records(path, damage), None)
        return first is not None and not damage and _PROFILE not in _facts(first)
    except OSError:
        return False


def run_of(path: Path) -> str | None:
    """The run that a file says to be part of; None where it does not say. Raises `OSError`."""
    first = next(records(path), None)
    return _facts(first).get("isPartOf") if first else None


def note_of(path: Path) -> Path:
    """Where it is written down of which source a file of an archive is that does not say it."""
    return path.parent.parent / "runs" / path.name / "source.json"


def named_source(path: Path) -> Profile | None:
    """The source that was named when a file was taken into an archive; None where none was."""
    note = note_of(path)
    return Profile.model_validate(json.loads(note.read_text("utf-8"))["profile"]) if note.is_file() else None


def _facts(first: Record) -> dict[str, str]:
    """The fields of a warcinfo record; none of any other record."""
    if first.header("WARC-Type") != "warcinfo":
        return {}
    pairs = (line.partition(":") for line in first.block.decode("utf-8", "replace").splitlines())
    return {name: value.strip() for name, colon, value in pairs if colon}


def _host(url: str) -> str | None:
    """A host as it stands at the beginning of a `url_key`; None where an address has none."""
    try:
        parts = urlsplit(url)
        return host_key(parts.netloc.rpartition("@")[2], parts.scheme) or None
    except ValueError:
        return None


class _Foreign:
    """A file that another tool wrote."""

    def __init__(self, path: Path, first: Record, facts: dict[str, str]) -> None:
        self._path = path
        self._software = facts.get("software", "")
        stem = path.name.removesuffix(OPEN).removesuffix(".gz").removesuffix(".warc")
        self._run = _UNSAFE.sub("-", facts.get("isPartOf", "")).strip("-.") or _UNSAFE.sub("-", stem).strip("-.")
        try:
            self._began = parse_warc_date(first.header("WARC-Date") or "")
        except ValueError:
            self._began = datetime(1970, 1, 1, tzinfo=UTC)

    def origin(self, profile: Profile | None) -> FileOrigin:
        """By the source that was named, else by the hosts that have pages in it."""
        if profile:
            self._check(profile)
            return FileOrigin(main=self._of(profile))
        pages = self._pages()
        if not pages:
            message = f"{self._path} holds no HTML page by which its source could be told; name it with --source"
            raise ReadmoreError(message, Exit.USAGE)
        known = list(profiles.built_in())
        origins = {host: self._of(_profile_of(host, known)) for host in sorted(pages)}
        return FileOrigin(main=origins[max(sorted(pages), key=lambda host: pages[host])], hosts=origins)

    def _of(self, profile: Profile) -> Origin:
        # A crawl may have several files, and a file several sources: a run is of one source.
        run = f"{self._run}.{profile.name}"
        return Origin(profile=profile, run_id=run, began=self._began, software=self._software)

    def _check(self, profile: Profile) -> None:
        """Raise `ReadmoreError` where a file has nothing of a source."""
        seen: Counter[str] = Counter()
        for capture in captures(self._path):
            if profile.owns(capture.url):
                return
            seen.update([_host(capture.url) or "-"])
        hosts = ", ".join(host for host, _ in seen.most_common(5)) or "no host at all"
        message = (
            f"{self._path} has no capture of {profile.name} ({', '.join(sorted(profile.asked_hosts))}), but of {hosts}"
        )
        raise ReadmoreError(message, Exit.USAGE)

    def _pages(self) -> Counter[str]:
        """How many pages each host has that can be a source."""
        pages: Counter[str] = Counter()
        for capture in captures(self._path):
            host = _host(capture.url)
            if host and _can_be_source(host) and is_html_page(capture, *_start(capture)):
                pages[host] += 1
        return pages


def _start(capture: Capture) -> tuple[str, bytes]:
    """Media type and content of an answer."""
    page = Page.of(capture.url, capture.message, capture.fetched_at)
    return page.mime, page.content


def _can_be_source(host: str) -> bool:
    try:
        Profile.for_url(f"http://{host}/")
    except ProfileError:
        return False
    return True


def _profile_of(host: str, known: Iterable[Profile]) -> Profile:
    """The built-in profile that has a host, else one that knows nothing but the host."""
    own: Iterator[Profile] = (profile for profile in known if profile.owns(f"http://{host}/"))
    return next(own, None) or Profile.for_url(f"http://{host}/")
