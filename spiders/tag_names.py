"""The names of a source's tags, as its profile states them: every label and alias means its tag."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo

from pipelines.normalise.stated_language import stated_language
from pipelines.normalise.tags import slug
from spiders.stated import is_stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
#: What was let pass as a language when older archives were made.
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _checked_language(code: str, info: ValidationInfo) -> str:
    return code if not is_stated(info) and _CODE.fullmatch(code) else stated_language(code)


def _each_once(given: object) -> object:
    """`ValueError` where two keys are one code in other case: one would take the other's place."""
    if isinstance(given, dict):
        first: dict[str, str] = {}
        twice = [f"“{first[key.lower()]}” and “{key}”" for key in given if first.setdefault(key.lower(), key) != key]
        if twice:
            raise ValueError(f"one language each: {', '.join(twice)}")
    return given


#: A language as BCP 47 writes it (RFC 5646).
Language = Annotated[str, AfterValidator(_checked_language)]
Labels = Annotated[dict[Language, Label], BeforeValidator(_each_once)]
Prefixes = Annotated[
    dict[Language, Annotated[str, StringConstraints(pattern=r"^(/[^/]+)?$")]], BeforeValidator(_each_once)
]


class TagNames(BaseModel):
    """What one tag is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: Labels = Field(default_factory=dict)
    """How the tag is shown, by language."""
    aliases: tuple[Label, ...] = ()
    """Further names that mean it, in any spelling and language."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, labels first."""
        return (*self.labels.values(), *self.aliases)


def slugs_by_name(tags: Mapping[str, TagNames]) -> dict[str, str]:
    """The tag that each name means, by the name's own slug; a tag's own slug among them."""
    return {name: tag for tag, name, _ in _named(tags) if name}


def _named(tags: Mapping[str, TagNames]) -> Iterator[tuple[str, str, str]]:
    """Each tag with its own slug and with every name's slug, and the name as it is written."""
    for tag, said in tags.items():
        yield tag, tag, tag
        yield from ((tag, slug(name), name) for name in said.names)


def _without_faults(tags: dict[str, TagNames]) -> dict[str, TagNames]:
    """The tags, where no name is empty or means two of them. `ValueError` names everything that is wrong."""
    faults = [f"“{tag}” is not how a tag is written here; write “{slug(tag)}”" for tag in tags if slug(tag) != tag]
    owners: dict[str, str] = {}
    for tag, name, written in _named(tags):
        if not name:
            faults.append(f"“{written}” of “{tag}” has neither letter nor digit")
        elif owners.setdefault(name, tag) != tag:
            faults.append(f"“{written}” means both “{owners[name]}” and “{tag}”")
    if faults:
        raise ValueError("; ".join(faults))
    return tags


#: The table `[tags]` of a profile, by slug.
TagTable = Annotated[dict[str, TagNames], AfterValidator(_without_faults)]


def as_toml(tag: str, names: TagNames) -> str:
    """The lines that state a tag's names in a profile, to be read by `spiders.profile.load`.

    >>> print(as_toml("forest", TagNames(labels={"en": "Forest", "ka": "ტყე"})))
    [tags.forest]
    labels = { en = "Forest", ka = "ტყე" }
    """
    lines = [f"[tags.{_key(tag)}]"]
    if names.labels:
        lines.append(
            f"labels = {{ {', '.join(f'{_key(lang)} = {_quoted(label)}' for lang, label in names.labels.items())} }}"
        )
    if names.aliases:
        lines.append(f"aliases = [{', '.join(map(_quoted, names.aliases))}]")
    return "\n".join(lines)


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
