"""URL shapes, as a profile states them: paths with placeholders, checked for typing errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo

from pipelines.normalise.spelling import typing_errors
from spiders.stated import is_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a placeholder of a URL shape matches; one with another name matches like `section`.
_PLACEHOLDERS = {"native_id": r"[^/?]+", "section": r"[^/?]+", "tag": r"[^/?]+", "page": r"\d+"}
_BRACES = re.compile(r"\{([^{}]*)\}")
#: What regular expressions are made of, and addresses hardly ever: an escape, an anchor, a group, a repetition.
_REGEX = re.compile(r"\\|\^|\$$|\(\?|\.[*+]|[\])][*+]|\([^()]*\|[^()]*\)")
#: A name of so many letters can be another one with a letter wrong; with two wrong, if it is as long as this.
_LONG_ENOUGH, _LONG = 4, 8


def compiled(shape: str) -> re.Pattern[str]:
    """A URL shape as a regular expression; one placeholder may stand several times."""
    seen: set[str] = set()

    def part(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{_PLACEHOLDERS.get(name, '[^/?]+')})"

    return re.compile(re.sub(r"\\\{(\w+)\\\}", part, re.escape(shape)))


def _checked(shape: str, info: ValidationInfo) -> str:
    """The shape as it is compared with paths, which end in no slash. `ValueError` names all that is wrong with it."""
    if not is_stated(info):
        return shape
    if faults := list(_faults(shape)):
        raise ValueError(f"“{shape}”: {'; '.join(faults)}")
    path, mark, query = shape.partition("?")
    return (path.rstrip("/") or "/") + mark + query


def _checked_article(shape: str, info: ValidationInfo) -> str:
    if is_stated(info) and "{native_id}" not in shape and _BRACES.search(shape):
        raise ValueError(
            f"“{shape}” does not say what tells one article from another; write {{native_id}} where an address has"
            " the article's own number or name"
        )
    return shape


def _faults(shape: str) -> Iterator[str]:
    """What a person who wrote a shape cannot have meant."""
    names = _BRACES.findall(shape)
    yield from (fault for name in dict.fromkeys(names) if (fault := _fault_of_name(name)))
    rest = _BRACES.sub("x", shape)
    if "{" in rest or "}" in rest:
        yield "a “{” or “}” has no counterpart"
    if _unbalanced(rest):
        yield "a “(” or “)” has no counterpart"
    if sign := _REGEX.search(rest):
        yield f"“{sign[0]}” is of a regular expression; write a path with placeholders, as /{{section}}/{{native_id}}"


def _fault_of_name(name: str) -> str | None:
    if not name.strip():
        return "“{}” has no name; write one as {section}"
    if meant := _meant(name):
        return f"“{{{name}}}” is written {{{meant}}}"
    if not name.isidentifier():
        return f"“{{{name}}}” is no name; write letters, digits and “_”, a letter first"
    return None


def _meant(name: str) -> str | None:
    """The placeholder that a name is but for a typing error."""
    if name in _PLACEHOLDERS:
        return None
    word = re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")
    allowed = 0 if len(word) < _LONG_ENOUGH else 1 if len(word) < _LONG else 2
    return next((known for known in _PLACEHOLDERS if typing_errors(word, known, limit=allowed) <= allowed), None)


def _unbalanced(text: str) -> bool:
    """Whether a parenthesis is opened and not closed, or closed and not opened."""
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return True
    return depth != 0


#: A URL shape; the shape of an article also says what tells one from another.
Shape = Annotated[str, StringConstraints(pattern=r"^/"), AfterValidator(_checked)]
ArticleShape = Annotated[Shape, AfterValidator(_checked_article)]
