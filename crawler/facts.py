"""What each WARC file of a run says of the crawl in its warcinfo record (WARC 1.1 section 6.2)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crawler.agent import contact, headers, user_agent

if TYPE_CHECKING:
    from spiders.profile import Profile


def warc_facts(profile: Profile, run_id: str) -> dict[str, str]:
    """Fields beyond those that say how the file was written. The profile is there so that it can be read again."""
    return {
        "operator": os.environ.get("READMORE_OPERATOR") or contact(),
        "isPartOf": run_id,
        "description": f"{profile.title or profile.name}: tag listings, and the articles they lead to",
        "robots": "obey",
        "http-header-user-agent": user_agent(),
        "http-header-from": headers().get("From", ""),
        "readmore-profile": profile.model_dump_json(exclude_unset=True),
    }
