"""A profile whose rules depend on the day: captures are read by those of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spiders.profile import ProfileError, load

TEXT = """
name = "moved"
start = ["https://example.org/news"]
languages = ["en", "ka"]
timezone = "Asia/Tbilisi"

[urls]
listing = ["/news"]
article = ["/news/{native_id}"]

[[before]]
date = 2024-05-01
[before.urls]
article = ["/story/{native_id}"]

[[before]]
date = 2020-01-01
languages = ["ka"]
timezone = "Europe/Moscow"
[before.urls]
article = ["/old.php?id={native_id}"]
"""


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=UTC)


def test_the_rules_of_the_day() -> None:
    profile = load(TEXT, "moved.toml")
    now, middle, old = (profile.on(at(*day)) for day in ((2024, 5, 1), (2024, 4, 30, 23), (2019, 12, 31)))
    assert [p.urls.article for p in (now, middle, old)] == [
        ("/news/{native_id}",),
        ("/story/{native_id}",),
        ("/old.php?id={native_id}",),
    ]
    assert [p.languages for p in (now, middle, old)] == [("en", "ka"), ("en", "ka"), ("ka",)]
    assert [p.timezone for p in (now, middle, old)] == ["Asia/Tbilisi", "Asia/Tbilisi", "Europe/Moscow"]
    assert {p.urls.listing for p in (now, middle, old)} == {("/news",)}, "what is not stated is as it was later"
    assert {p.name for p in (now, middle, old)} == {"moved"}


def test_a_profile_with_one_version_is_itself() -> None:
    profile = load(TEXT.partition("[[before]]")[0], "moved.toml")
    assert profile.on(at(2001, 1, 1)) is profile


def test_versions_survive_being_written_into_a_warc_file() -> None:
    profile = load(TEXT, "moved.toml")
    again = type(profile).model_validate_json(profile.model_dump_json(exclude_unset=True))
    assert again == profile
    assert again.on(at(2019, 1, 1)) == profile.on(at(2019, 1, 1))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('"Europe/Moscow"', '"Moscow Time"'), "no time zone"),
        (("date = 2020-01-01", 'date = "soon"'), "before.1.date"),
        (("[before.urls]", "[before.crawl]"), "before.0.crawl"),
        (('"Asia/Tbilisi"', '"Asia/Nowhere"'), "timezone"),
    ],
)
def test_mistakes_are_named(change: tuple[str, str], named: str) -> None:
    with pytest.raises(ProfileError, match=named.replace(".", r"\.")):
        load(TEXT.replace(*change), "moved.toml")
