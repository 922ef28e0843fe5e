"""Tags in a profile: labels and aliases mean their tag, and mistakes are named."""

from __future__ import annotations

import pytest

from crawler.demo import content
from spiders import profile as profiles

HEAD = 'name = "x"\nstart = ["http://example.org/news"]\n'
REGION = """
[tags.tskhinvali-region]
labels = { en = "Tskhinvali Region", ka = "ცხინვალის რეგიონი", ru = "Цхинвальский регион" }
aliases = ["South Ossetia", "Цхинвали"]

[tags.borders]
aliases = ["Borderization"]
"""


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Tskhinvali_Region", "tskhinvali-region"),
        ("ცხინვალის_რეგიონი", "tskhinvali-region"),
        (
            "%E1%83%AA%E1%83%AE%E1%83%98%E1%83%9C%E1%83%95%E1%83%90%E1%83%9A%E1%83%98%E1%83%A1 რეგიონი",
            "tskhinvali-region",
        ),
        ("ЦХИНВАЛИ", "tskhinvali-region"),
        ("#South Ossetia", "tskhinvali-region"),
        ("South Ossetiа", "tskhinvali-region"),  # Cyrillic а
        ("North Ossetia", "north-ossetia"),
        ("borders", "borders"),
        ("Borderization", "borders"),
        ("!", ""),
    ],
)
def test_every_name_of_a_tag_means_it(text: str, tag: str) -> None:
    assert profiles.load(HEAD + REGION, "x.toml").tag_slug(text) == tag


def test_labels_are_known_by_language() -> None:
    profile = profiles.load(HEAD + REGION, "x.toml")
    assert list(profile.tag_labels) == ["tskhinvali-region"]
    assert profile.tag_labels["tskhinvali-region"]["ru"] == "Цхинвальский регион"
    assert profile.at("http://127.0.0.1:8000").tag_slug("South Ossetia") == "tskhinvali-region"


def test_every_mistake_is_named_at_once() -> None:
    text = """
name = "x"
start = []
[tags]
a.aliases = ["One", "…"]
b.labels = { en = "ONE" }
South_Ossetia.aliases = ["Two"]
c.aliases = ["a"]
"""
    with pytest.raises(profiles.ProfileError) as error:
        profiles.load(text, "x.toml")
    message = str(error.value)
    for part in ("x.toml", "start", "“…” of “a”", "“ONE” means both “a” and “b”", "“a” means both “a” and “c”"):
        assert part in message
    assert "write “south-ossetia”" in message


@pytest.mark.parametrize("table", ['a.labels = { georgian = "ა" }', "a.aliases = [3]", 'a.label = "A"', 'a = ["A"]'])
def test_a_table_of_another_form_is_refused(table: str) -> None:
    with pytest.raises(profiles.ProfileError, match=r"tags\.a"):
        profiles.load(f"{HEAD}[tags]\n{table}\n", "x.toml")


def test_the_built_in_sites_tags_are_named_in_both_languages() -> None:
    profile = profiles.find("demo")
    for tag, labels in content.tags().items():
        assert {profile.tag_slug(label) for label in labels.values()} == {profile.tag_slug(tag)}


def test_the_first_sources_tag_is_named_in_both_languages() -> None:
    profile = profiles.find("kremlin-roadmap")
    assert profile.tag_slug("Tskhinvali_Region") == profile.tag_slug("ცხინვალის_რეგიონი") == "tskhinvali-region"
