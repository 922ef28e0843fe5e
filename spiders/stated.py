"""Whether a profile is being stated, or is read again out of an archive.

What somebody states is checked strictly. What an archive holds was checked by the rules of its day: a rule that came
later must not make it unreadable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydantic import ValidationInfo

#: The context of a validation of what somebody states.
STATED: Final = {"stated": True}


def is_stated(info: ValidationInfo) -> bool:
    """Whether this validation is of what somebody states."""
    return bool(info.context and info.context.get("stated"))
