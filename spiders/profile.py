"""A source's profile: what inference cannot see. Read from TOML, checked with all errors at once."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date
from functools import cache, cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    ValidationError,
    model_validator,
)

from pipelines.normalise.tags import slug
from pipelines.normalise.urls import host_key, url_key
from spiders.stated import STATED
from spiders.tag_names import Language, Prefixes, TagTable, slugs_by_name
from spiders.url_shape import ArticleShape, Shape, compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from importlib.resources.abc import Traversable


class ProfileError(Exception):
    """A profile that cannot be used: unknown, unreadable, or wrong in the named places."""


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=80)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is no time zone; write one as Asia/Tbilisi") from error
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]


class Place(NamedTuple):
    """What a URL's shape says: what kind of page it leads to, in which language, and the pattern's parts."""

    kind: str
    lang: str | None
    parts: dict[str, str]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Urls(_Table):
    """URL shapes, as paths with `{section}`, `{tag}`, `{native_id}`, `{page}`; without language prefix."""

    listing: tuple[Shape, ...] = ()
    article: tuple[ArticleShape, ...] = ()
    page: tuple[Shape, ...] = ()
    """Static pages: asked and kept, not read as articles."""
    feed: tuple[Shape, ...] = ()
    """Feeds to try; one that does not answer is noted, and no error."""
    skip: tuple[Shape, ...] = ()
    """Shapes that are never asked."""
    prefix: Prefixes = Field(default_factory=dict)
    """Path prefix of each language's edition; an empty one for the language that has none."""


class Crawl(_Table):
    """How the source is asked."""

    delay: float = Field(2.0, ge=0, le=300)
    """Seconds between two requests to one host."""
    concurrency: int = Field(1, ge=1, le=64)
    """Requests under way at once."""
    max_body: int = Field(32 * 2**20, ge=1024)
    """Bytes; a larger body is kept truncated, and marked so."""
    max_pages: int = Field(1_000_000, ge=1)
    """URLs of the source that are followed at the most."""
    max_listing_pages: int = Field(1_000, ge=1)
    """Pages of one listing that are followed at the most."""
    requisites: bool = True
    """Whether what pages need to look right is asked, too: style sheets, pictures, scripts, fonts."""
    max_requisites: int = Field(10_000, ge=0)
    """Requisites that are asked in one round at the most."""
    timeout: float = Field(60, gt=0, le=3600)
    """Seconds that one exchange may take in all."""
    verify_tls: bool = True
    """False only for a site whose certificate is known to be broken; every capture says so."""


class Before(_Table):
    """How the source was to be read before a day: the site was another one, or named its tags in another way."""

    date: date
    """What was captured before this day (UTC) is read so."""
    hosts: tuple[str, ...] | None = None
    languages: tuple[Language, ...] | None = None
    timezone: TimeZone | None = None
    urls: Urls | None = None
    """Keys that it does not state are as they were later."""
    tags: TagTable | None = None


class Profile(_Table):
    """One source."""

    name: Name
    title: str = ""
    start: tuple[HttpUrl, ...] = Field(min_length=1)
    """Where the walk begins; their hosts are the source's hosts."""
    hosts: tuple[str, ...] = ()
    """Further hosts of the source."""
    languages: tuple[Language, ...] = ()
    """Languages that the source publishes in; the first is the main one."""
    timezone: TimeZone = "UTC"
    """IANA name: the time zone of dates that name none."""
    stay: bool = False
    """Only the listings named in `start`: their pages, articles and editions, no other tag or section."""
    base_url: HttpUrl | None = None
    """Ask there instead of at the hosts of `start` (a mirror, a test); records name what was really asked."""
    urls: Urls = Field(default_factory=Urls)
    crawl: Crawl = Field(default_factory=Crawl)
    tags: TagTable = Field(default_factory=dict)
    """What tags are called, by slug: names in several languages and spellings that mean one tag."""
    before: tuple[Before, ...] = ()
    """Rules of earlier days. What several of them state is as the earliest of those says that a capture came before."""

    @model_validator(mode="after")
    def _versions_are_profiles(self) -> Self:
        """Each version is made once, so that a mistake in it is named at once."""
        for count in range(1, len(self.before) + 1):
            self._versions(count)
        return self

    def on(self, moment: datetime) -> Profile:
        """The profile as it was at the moment of a capture."""
        return self._version(moment.astimezone(UTC).date()) if self.before else self

    def _version(self, day: date) -> Profile:
        """The profile of the captures of a day."""
        return self._versions(sum(day < version.date for version in self.before))

    @cached_property
    def _versions(self) -> Callable[[int], Profile]:
        return cache(self._changed)

    def _changed(self, count: int) -> Profile:
        """The profile with so many of its latest versions, the earlier over the later."""
        stated = self.model_dump(mode="json", exclude_unset=True, exclude={"before"})
        for version in sorted(self.before, key=lambda each: each.date, reverse=True)[:count]:
            changes = version.model_dump(mode="json", exclude_unset=True, exclude={"date"})
            stated |= changes | {"urls": stated.get("urls", {}) | changes.get("urls", {})}
        return Profile.model_validate(stated)

    @classmethod
    def for_url(cls, url: str) -> Self:
        """The profile of a listing of which nothing is known but its address."""
        parts = urlsplit(url)
        name = re.sub(r"[^a-z0-9.]+", "-", parts.netloc.lower().rpartition("@")[2].removeprefix("www.")).strip("-.")
        try:
            return cls.model_validate({"name": name, "start": [url], "stay": True})
        except ValidationError as error:
            raise ProfileError(f"{url} is not the address of a page") from error

    def at(self, base_url: str) -> Self:
        """The same source, asked elsewhere."""
        return self.model_validate({**self.model_dump(mode="json", exclude_unset=True), "base_url": base_url})

    def rebase(self, url: str) -> str:
        """The address to ask for an address of the source: elsewhere where `base_url` says so."""
        if self.base_url is None or not self._is_at(url, self._own_hosts):
            return url
        base, parts = urlsplit(str(self.base_url)), urlsplit(url)
        return parts._replace(scheme=base.scheme, netloc=base.netloc, path=base.path.rstrip("/") + parts.path).geturl()

    def owns(self, url: str) -> bool:
        """Whether an address (as asked) is one of the source's."""
        return self._is_at(url, self.asked_hosts | self._own_hosts)

    @staticmethod
    def _is_at(url: str, hosts: frozenset[str]) -> bool:
        scheme, _, rest = url.partition("://")
        return host_key(re.split("[/?#]", rest, maxsplit=1)[0].rpartition("@")[2], scheme) in hosts

    @cached_property
    def start_urls(self) -> tuple[str, ...]:
        """Where the walk begins, as asked."""
        return tuple(self.rebase(str(url)) for url in self.start)

    @cached_property
    def asked_hosts(self) -> frozenset[str]:
        """The hosts that are really asked, as they stand at the beginning of a `url_key`."""
        if self.base_url is None:
            return self._own_hosts
        base = urlsplit(str(self.base_url))
        return frozenset({host_key(base.netloc, base.scheme)})

    @cached_property
    def _own_hosts(self) -> frozenset[str]:
        """`host` or `host:port` of every address of the source, without `www.`, in lower case."""
        return frozenset(url_key(f"http://{h}") for h in self.hosts) | {
            url_key(str(u)).partition("/")[0].partition("?")[0] for u in self.start
        }

    def tag_slug(self, text: str) -> str:
        """The tag that a label, or a tag's part of an address, means: by the profile's names, else by its own slug."""
        own = slug(text)
        return self._tags_by_name.get(own, own)

    @cached_property
    def tag_labels(self) -> dict[str, dict[str, str]]:
        """The labels that the profile states, by slug and language."""
        return {tag: dict(names.labels) for tag, names in self.tags.items() if names.labels}

    @cached_property
    def _tags_by_name(self) -> dict[str, str]:
        return slugs_by_name(self.tags)

    @cached_property
    def _shapes(self) -> list[tuple[str, re.Pattern[str]]]:
        kinds = ("skip", "feed", "page", "article", "listing")  # the first that fits wins
        return [(kind, compiled(pattern)) for kind in kinds for pattern in getattr(self.urls, kind)]

    def place(self, url: str) -> Place | None:
        """What the profile's URL shapes say of an address; None where they say nothing."""
        return self._remembered(url)

    @cached_property
    def _remembered(self) -> Callable[[str], Place | None]:
        return lru_cache(maxsize=8192)(self._place)  # a site's menus are on each of its pages

    def _place(self, url: str) -> Place | None:
        parts = urlsplit(url)
        path = unquote(parts.path).rstrip("/") or "/"
        lang, path = self._split_prefix(path)
        target = f"{path}?{parts.query}" if parts.query else path
        for kind, shape in self._shapes:
            if match := shape.fullmatch(target) or shape.fullmatch(path):
                return Place(kind, lang, match.groupdict())
        return None

    def in_language(self, url: str, lang: str) -> str | None:
        """The same address in another edition, by the profile's prefixes; None where it names none."""
        if lang not in self.urls.prefix:
            return None
        parts = urlsplit(url)
        _, path = self._split_prefix(parts.path)
        return parts._replace(path=self.urls.prefix[lang] + path).geturl()

    def _split_prefix(self, path: str) -> tuple[str | None, str]:
        """The language whose prefix a path has, and the path without it."""
        for lang, prefix in sorted(self.urls.prefix.items(), key=lambda pair: -len(pair[1])):
            if not prefix or path == prefix or path.startswith(prefix + "/"):
                return lang, path[len(prefix) :] or "/"
        return None, path


def load(text: str, origin: str) -> Profile:
    """The profile that a TOML text states. `ProfileError` names everything that is wrong with it."""
    try:
        return Profile.model_validate(tomllib.loads(text), context=STATED)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{origin} is not valid TOML: {error}") from error
    except ValidationError as error:
        faults = "\n".join(f"  {'.'.join(map(str, e['loc'])) or '(top)'}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{origin} is not a valid profile:\n{faults}") from error


def built_in() -> Iterator[Profile]:
    """The profiles that come with readmore, by name."""
    for file in sorted(_built_in_files(), key=lambda f: f.name):
        yield load(file.read_text("utf-8"), file.name)


def find(source: str) -> Profile:
    """The profile that a word of the command line means: a name, a profile file's path, or a listing's URL."""
    if re.match(r"https?://", source, re.IGNORECASE):
        return Profile.for_url(source)
    if source.endswith(".toml"):
        try:
            return load(Path(source).read_text("utf-8"), source)
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(f"cannot read the profile {source}: {error}") from error
    for file in _built_in_files():
        if file.name == f"{source}.toml":
            return load(file.read_text("utf-8"), file.name)
    names = ", ".join(_names(_built_in_files()))
    raise ProfileError(
        f"unknown source “{source}”. Known: {names}. Or give a profile file (…​.toml) or a listing's URL (http://…)."
    )


def _built_in_files() -> list[Traversable]:
    return [f for f in resources.files("spiders").joinpath("profiles").iterdir() if f.name.endswith(".toml")]


def _names(files: Iterable[Traversable]) -> list[str]:
    return sorted(f.name.removesuffix(".toml") for f in files)
