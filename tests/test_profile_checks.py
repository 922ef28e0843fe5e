"""What a profile may not say: each mistake is named when it is loaded, with what to write, and all of them at once."""

from __future__ import annotations

import pytest

from spiders.profile import Profile, ProfileError, built_in, load

HEAD = 'name = "x"\nstart = ["http://example.org/"]\n'


def faults(text: str) -> str:
    with pytest.raises(ProfileError) as error:
        load(HEAD + text, "mine.toml")
    return str(error.value)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ge", "“ge” is a country; Georgian is `ka`"),
        ("GE", "“GE” is a country; Georgian is `ka`"),
        ("ua", "Ukrainian is `uk`"),
        ("us", "English is `en`"),
        ("jp", "Japanese is `ja`"),
        ("gb-Latn", "English is `en-Latn`"),
        ("geo", "“geo” has a shorter code; Georgian is `ka`"),
        ("kat", "Georgian is `ka`"),
        ("eng", "English is `en`"),
        ("rus-RU", "Russian is `ru-RU`"),
        ("afr", "write `af`"),
        ("ka_ge", "Georgian is `ka-GE`"),
        ("Georgian", "“Georgian” is no code of a language; Georgian is `ka`"),
        ("русский", "Russian is `ru`"),
        ("🇬🇪", "“🇬🇪” is no code of a language"),
        ("xx", "“xx” is no code of a language; write one as `ka`"),
        ("xxx", "“xxx” is no code of a language; write one as `ka`"),
        ("und", "“und” is no code of a language"),
        ("ka-", "“ka-”"),
        ("", "“” is no code of a language"),
    ],
)
def test_what_is_no_language_is_refused_wherever_it_stands(code: str, told: str) -> None:
    places = {
        "languages.1": f'languages = ["en", "{code}"]',
        "urls.prefix": f'[urls.prefix]\nen = ""\n"{code}" = "/x"',
        "tags.forest.labels": f'[tags.forest]\nlabels = {{ en = "Forest", "{code}" = "ტყე" }}',
        "before.0.languages.0": f'[[before]]\ndate = 2020-01-01\nlanguages = ["{code}"]',
    }
    for place, text in places.items():
        message = faults(text)
        assert place in message
        assert told in message


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("ka", "ka"),
        ("am", "am"),
        ("nb", "nb"),
        ("sh", "sh"),
        ("xmf", "xmf"),
        ("bbl", "bbl"),
        ("abq", "abq"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("pt-br", "pt-BR"),
        ("KA", "ka"),
        ("ca-valencia", "ca-valencia"),
    ],
)
def test_a_language_is_kept_in_canonical_case(code: str, kept: str) -> None:
    profile = load(f'{HEAD}languages = ["{code}"]\n[urls.prefix]\n{code} = "/x"', "mine.toml")
    assert profile.languages == (kept,)
    assert profile.urls.prefix == {kept: "/x"}


def test_one_language_written_twice_is_refused() -> None:
    assert "“pt-BR” and “pt-br”" in faults('[tags.a]\nlabels = { pt-BR = "Um", pt-br = "Dois" }')


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ("/{section}/{native_id", "“{” or “}” has no counterpart"),
        ("/{section}/native_id}", "“{” or “}” has no counterpart"),
        ("/}{section}{", "no counterpart"),
        ("/{{section}}", "no counterpart"),
        ("/{}", "“{}” has no name"),
        ("/news/{ }/{tag}", "“{}” has no name"),
        ("/{1}", "“{1}” is no name"),
        ("/{two words}", "“{two words}” is no name"),
        ("/{a-b}", "“{a-b}” is no name"),
        ("/{native-id}", "“{native-id}” is written {native_id}"),
        ("/{Native_ID}", "is written {native_id}"),
        ("/{nativ_id}", "is written {native_id}"),
        ("/{secton}/x", "is written {section}"),
        ("/{tags}", "is written {tag}"),
        ("/{section}/((", "“(” or “)” has no counterpart"),
        ("/a)b(", "“(” or “)” has no counterpart"),
        ("/{section}/.*", "“.*” is of a regular expression"),
        (r"/news/\\d+", "is of a regular expression"),
        ("/(news|blog)/{tag}", "is of a regular expression"),
        ("/(?:news)/{tag}", "is of a regular expression"),
        ("^/news", "urls.listing.0"),
        ("/news$", "is of a regular expression"),
        ("news", "urls.listing.0"),
    ],
)
@pytest.mark.parametrize("key", ["listing", "page", "feed", "skip"])
def test_a_mistyped_shape_is_refused(shape: str, told: str, key: str) -> None:
    message = faults(f'[urls]\n{key} = ["{shape}"]')
    assert told.replace("listing", key) in message
    assert f"urls.{key}.0" in message


@pytest.mark.parametrize(
    ("shape", "url"),
    [
        ("/{section}/{native_id}", "/news/7"),
        ("/{year}/{month}/{native_id}", "/2019/05/opening"),
        ("/{lang}/{section}/{native_id}", "/en/news/7"),
        ("/wiki/{native_id}_(town)", "/wiki/Gori_(town)"),
        ("/a!b,c;d=e@f:g'h*i+j~k/{native_id}", "/a!b,c;d=e@f:g'h*i+j~k/7"),
        ("/ამბები/{native_id}", "/ამბები/7"),
        ("/{native_id}.html", "/7.html"),
        ("/story?id={native_id}&x[]=|", "/story?id=7&x[]=|"),
        ("/news/{native_id}/", "/news/7"),
        ("/news/?id={native_id}", "/news/?id=7"),
        ("/the-report", "/the-report"),
        ("/{native_id}/{native_id}", "/7/7"),
    ],
)
def test_an_article_has_a_shape(shape: str, url: str) -> None:
    profile = load(f'{HEAD}[urls]\narticle = ["{shape}"]', "mine.toml")
    place = profile.place(f"http://example.org{url}")
    assert place is not None
    assert place.kind == "article"


@pytest.mark.parametrize("shape", ["/{section}/{slug}", "/news/{id}", "/{page}", "/{year}/{month}/{name}?x={tag}"])
def test_the_shape_of_an_article_says_what_tells_articles_apart(shape: str) -> None:
    assert "write {native_id} where" in faults(f'[urls]\narticle = ["{shape}"]')
    assert load(f'{HEAD}[urls]\nlisting = ["{shape}"]', "mine.toml").urls.listing == (shape,)


def test_every_mistake_is_named_at_once() -> None:
    message = faults(
        'languages = ["ge", "en", "xx"]\n[urls]\narticle = ["/{", "/{section}"]\nskip = ["/{}"]\n'
        'prefix = { geo = "/ge" }\n'
        '[tags.a]\nlabels = { ua = "А" }\n[[before]]\ndate = 2020-01-01\nlanguages = ["gb"]\nurls.page = ["/("]'
    )
    for part in ("languages.0", "languages.2", "article.0", "article.1", "skip.0", "`uk`", "before.0.languages.0"):
        assert part in message
    assert message.count("\n") == 9


def test_the_profiles_that_come_with_readmore_are_without_mistakes() -> None:
    assert [profile.name for profile in built_in()] == ["demo", "kremlin-roadmap"]


def test_a_profile_in_an_archive_is_read_by_the_rules_of_its_day() -> None:
    kept = {"name": "x", "start": ["http://example.org/"], "languages": ["ge"], "urls": {"article": ["/{slug}"]}}
    assert Profile.model_validate(kept).languages == ("ge",)
