"""Languages: codes, names and the words sites use for them, as BCP 47 tags (RFC 5646)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipelines.normalise.countries import language_of_country, without_flags
from pipelines.normalise.text import clean

#: Words that mean a language: its names in itself, in English, Georgian, Russian and other languages that
#: label editions. `*` stands for any ending, for languages that decline. All in lower case.
NAMES: dict[str, str] = {
    "ab": "abkhaz abkhazian abkhasian აფხაზურ* абхазск* апсуа аҧсуа аҧсшәа аԥсуа аԥсшәа",
    "am": "amharic амхарск* አማርኛ",
    "ar": "arabic arabisch arabe árabe arabo არაბულ* арабск* العربية عربي عربى arapça",
    "az": "azerbaijani azeri აზერბაიჯანულ* азербайджанск* azərbaycan azərbaycanca azerbaycanca azərbaycan-dili",
    "be": "belarusian belarussian ბელარუსულ* белорусск* беларуская беларускай",
    "bg": "bulgarian bulgarisch bulgare ბულგარულ* болгарск* български",
    "bn": "bengali bangla বাংলা",
    "bs": "bosnian bosnisch боснийск* bosanski",
    "ca": "catalan catalán català каталанск*",
    "ce": "chechen чеченск* нохчийн ჩეჩნურ*",
    "cs": "czech tschechisch tchèque checo ceco ჩეხურ* чешск* čeština česky čeština",
    "cy": "welsh cymraeg",
    "da": "danish dänisch danois danés დანიურ* датск* dansk",
    "de": "german deutsch allemand alemán alemão tedesco გერმანულ* немецк* німецьк* niemiecki almanca",
    "el": "greek griechisch grec griego grego greco ბერძნულ* греческ* ελληνικά ελληνικα",
    "en": "english englisch anglais inglés ingles inglês inglese ინგლისურ* английск* англійськ* angielski engels"
    " engelska engelsk angličtina անգլերեն ingilis ingilizce i̇ngilizce ingliscə inglizcha english-version",
    "eo": "esperanto",
    "es": "spanish spanisch espagnol español espanol castellano espanhol spagnolo ესპანურ* испанск* іспанськ*"
    " hiszpański ispanyolca",
    "et": "estonian estnisch estonien ესტონურ* эстонск* eesti",
    "eu": "basque euskara vasco euskera",
    "fa": "persian farsi persisch persan სპარსულ* персидск* فارسی",
    "fi": "finnish finnisch finnois ფინურ* финск* suomi suomeksi",
    "fr": "french französisch français francais francés francês francese ფრანგულ* французск* французьк*"
    " francuski fransızca",
    "ga": "irish gaeilge",
    "gl": "galician galego gallego",
    "he": "hebrew hebräisch hébreu ებრაულ* иврит* עברית",
    "hi": "hindi ჰინდი хинди हिन्दी हिंदी",
    "hr": "croatian kroatisch croate ხორვატულ* хорватск* hrvatski",
    "hu": "hungarian ungarisch hongrois húngaro ungherese უნგრულ* венгерск* magyar",
    "hy": "armenian armenisch arménien სომხურ* армянск* հայերեն հայ",
    "id": "indonesian indonesisch indonésien индонезийск* indonesia indonesian-version",
    "is": "icelandic islenska íslenska исландск*",
    "it": "italian italienisch italien italiano იტალიურ* итальянск* італійськ* włoski italyanca",
    "ja": "japanese japanisch japonais japonés იაპონურ* японск* 日本語",
    "ka": "georgian georgisch géorgien georgien georgiano gürcüce ქართულ* грузинск* грузинськ* gruziński"
    " kartuli qartuli gürcü gürcücə վրացերեն ақырҭ* гуырдзиаг*",
    "kk": "kazakh qazaq казахск* қазақша қазақ қазақ-тілі",
    "ko": "korean koreanisch coréen coreano კორეულ* корейск* 한국어",
    "ku": "kurdish kurdisch kurde ქურთულ* курдск* kurdî کوردی",
    "ky": "kyrgyz kirghiz кыргызск* киргизск* кыргызча",
    "la": "latin latina",
    "lt": "lithuanian litauisch lituanien ლიტვურ* литовск* lietuvių lietuviškai",
    "lv": "latvian lettisch letton ლატვიურ* латышск* latviešu latviski",
    "mk": "macedonian mazedonisch македонск* македонски",
    "mn": "mongolian монгольск* монгол",
    "ms": "malay melayu",
    "nl": "dutch niederländisch néerlandais holandés ჰოლანდიურ* нидерландск* голландск* nederlands",
    "no": "norwegian norwegisch norvégien ნორვეგიულ* норвежск* norsk",
    "os": "ossetian ossetic ოსურ* осетинск* ирон иронау",
    "pl": "polish polnisch polonais polaco polacco პოლონურ* польск* польськ* polski lehçe",
    "pt": "portuguese portugiesisch portugais portugués português portugues portoghese პორტუგალიურ*"
    " португальск* portekizce",
    "ro": "romanian rumänisch roumain rumano romeno რუმინულ* румынск* română romana moldovenească",
    "ru": "russian russisch russe ruso russo რუსულ* русск* російськ* по-русски rosyjski rusça rus ռուսերեն"
    " ruscha rusca орысша орусча русская-версия аурыс* уырыссаг*",
    "sk": "slovak slowakisch slovaque სლოვაკურ* словацк* slovenčina slovensky",
    "sl": "slovenian slovene slowenisch slovène სლოვენიურ* словенск* slovenščina slovensko",
    "sq": "albanian albanisch albanais ალბანურ* албанск* shqip",
    "sr": "serbian serbisch serbe სერბულ* сербск* српски srpski",
    "sv": "swedish schwedisch suédois sueco svedese შვედურ* шведск* svenska",
    "sw": "swahili kiswahili суахили",
    "ta": "tamil தமிழ்",
    "tg": "tajik таджикск* тоҷикӣ",
    "th": "thai ไทย ภาษาไทย тайск*",
    "tk": "turkmen türkmençe туркменск*",
    "tr": "turkish türkisch turc turco თურქულ* турецк* türkçe turkce",
    "tt": "tatar татарск* татарча",
    "uk": "ukrainian ukrainisch ukrainien ucraniano ucraino უკრაინულ* украинск* українськ* українська ukraiński"
    " ukraynaca",
    "ur": "urdu اردو",
    "uz": "uzbek usbekisch უზბეკურ* узбекск* o'zbekcha o‘zbek o'zbek oʻzbek oʻzbekcha o‘zbekcha ўзбекча ўзбек",
    "vi": "vietnamese vietnamesisch vietnamien вьетнамск* tiếng-việt",
    "xmf": "mingrelian megrelian მეგრულ* მარგალურ* мегрельск*",
    "zh": "chinese chinesisch chinois chino chinês cinese ჩინურ* китайск* 中文 汉语 简体中文 繁體中文 çince",
}

#: Codes that sites use and that are no language of ISO 639-1: countries (`ge` is Georgia), three-letter
#: codes of ISO 639-2 and -3, abbreviations. A code that is a language of ISO 639-1 is never read as a country.
ALIASES: dict[str, str] = {
    code: tag
    for tag, codes in {
        "ab": "abk abh abx абх აფხ",
        "ar": "ara arb",
        "av": "ava",
        "az": "aze azj азерб აზერ",
        "be": "bel by",
        "bg": "bul",
        "ca": "cat",
        "ce": "che",
        "cs": "cze ces cz",
        "da": "dan dk",
        "de": "deu ger",
        "el": "ell gre gr",
        "en": "eng engl us gb usa анг англ ინგ",
        "es": "spa esp sp",
        "et": "est",
        "fa": "fas per ir",
        "fi": "fin",
        "fr": "fra fre",
        "he": "heb iw il",
        "hi": "hin",
        "hr": "hrv",
        "hu": "hun",
        "hy": "hye arm арм სომ სომხ",
        "id": "ind in",
        "it": "ita",
        "ja": "jpn jp jap",
        "ka": "kat geo ge geor ქარ груз გეო",
        "kk": "kaz kz",
        "ko": "kor",
        "ky": "kir",
        "lt": "lit",
        "lv": "lav",
        "mk": "mkd",
        "nl": "nld dut",
        "no": "nor nb nn nob nno",
        "os": "oss ose осет",
        "pl": "pol",
        "pt": "por br",
        "ro": "ron rum mo mol",
        "ru": "rus русс рус რუს",
        "sk": "slk slo",
        "sl": "slv",
        "sq": "sqi alb al",
        "sr": "srp rs",
        "sv": "swe",
        "tr": "tur",
        "uk": "ukr ua укр უკრ",
        "uz": "uzb",
        "vi": "vie vn",
        "zh": "zho chi cn",
    }.items()
    for code in codes.split()
}

#: The two-letter languages of ISO 639-1, and a few of three letters that newspapers of the region use.
CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee"
    " el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is"
    " it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms"
    " mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk"
    " sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi"
    " yo za zh zu xmf lzz sva ady kbd inh krc lez gsw ckb crh kaa tly fil".split()
)

#: What BCP 47 calls a language that is not known.
UNDETERMINED = "und"

_SUBTAGS = re.compile(r"([a-z]{2,4})((?:[-_][a-z0-9]{2,8})*)", re.IGNORECASE)
_EXACT = {word.replace("-", " "): tag for tag, words in NAMES.items() for word in words.split() if word[-1] != "*"}
_EXACT |= {f"{word} language": tag for word, tag in _EXACT.items() if word.isascii()}
_STEMS = {word[:-1]: tag for tag, words in NAMES.items() for word in words.split() if word[-1] == "*"}
#: Languages whose alphabets (Georgian, Armenian, Greek, Cyrillic) are used to abbreviate their own names: “ქართ.”.
_OWN_NAMES = {
    "be": "беларуская",
    "bg": "български",
    "ce": "нохчийн",
    "el": "ελληνικά",
    "hy": "հայերեն",
    "ka": "ქართული",
    "kk": "қазақша",
    "ky": "кыргызча",
    "mk": "македонски",
    "mn": "монгол",
    "ru": "русский",
    "sr": "српски",
    "tg": "тоҷикӣ",
    "tt": "татарча",
    "uk": "українська",
    "uz": "ўзбекча",
}
#: Abbreviations that are words: a poppy, a sickle.
_WORDS = frozenset("мак срп".split())
#: An abbreviation has so many letters, not much more than half of the name's (“татар” is a man), and ends in no vowel.
_SHORTEST_ABBREVIATION, _LONGEST_SHARE = 3, 0.6
_VOWELS = frozenset("აეიოუаеёиіоуыэюяўїαεηιουωάέήίόύώաեէըիոօւ")
_PREPOSITION = re.compile(r"^(?:(?:in|на|по|auf|en|em)\s+|по-)(?=\w{4})")
_LANGUAGE_WORD = re.compile(r"\s+(?:language|version|edition|ენა|ენაზე|ვერსია|язык|языке|версия)$")
#: How much longer than its stem a declined name can be: “грузинскоязычный” is no name of a language.
LONGEST_ENDING = 5


@lru_cache(maxsize=8192)
def bcp47(text: str) -> str | None:
    """The BCP 47 tag that a code or a name of a language means; None where it means none.

    Codes are put in canonical case; a country's code, where it can mean nothing else, is its language, and so is its
    flag where no word stands beside it.

    >>> bcp47("ge"), bcp47("en_us"), bcp47("GEO"), bcp47("ქართულად"), bcp47("Kartli")
    ('ka', 'en-US', 'ka', 'ka', None)
    >>> bcp47("ქართ."), bcp47("In Georgian"), bcp47("\U0001f1ec\U0001f1ea"), bcp47("\U0001f1ec\U0001f1ea RUS")
    ('ka', 'ka', 'ka', 'ru')
    """
    text, flags = without_flags(clean(text))
    if flags and not text:
        return language_of_country(flags[0]) if len(flags) == 1 else None
    word = text.strip(".,:;|/()[]«»“”\"' ").casefold()
    if not word or len(word) > 40:
        return None
    if match := _SUBTAGS.fullmatch(word):
        code = match[1]
        code = ALIASES.get(code, code)
        if code in CODES:
            return code + canonical_subtags(match[2])
    return named_language(_PREPOSITION.sub("", word))


def named_language(word: str) -> str | None:
    """The language that a word names, in any of its cases, in lower case: `грузинском` is `ka`."""
    word = _LANGUAGE_WORD.sub("", word)
    if tag := _EXACT.get(word) or ALIASES.get(word):
        return tag
    for end in range(min(len(word), 16), 3, -1):
        if len(word) - end > LONGEST_ENDING:
            return None
        if tag := _STEMS.get(word[:end]):
            return tag
    return _abbreviations().get(word)


@cache
def _abbreviations() -> dict[str, str]:
    """What a language's name in itself is abbreviated to, where no other language's name begins so; its language."""
    names = {**_EXACT, **_STEMS, **{name: tag for tag, name in _OWN_NAMES.items()}}
    found: dict[str, str] = {}
    for tag, name in _OWN_NAMES.items():
        for end in range(_SHORTEST_ABBREVIATION, int(len(name) * _LONGEST_SHARE) + 1):
            short = name[:end]
            alone = {lang for word, lang in names.items() if word.startswith(short)} == {tag}
            if alone and short[-1] not in _VOWELS and short not in _WORDS:
                found[short] = tag
    return found


@cache
def language_names() -> dict[str, str]:
    """Every known name that is not declined, with its language: for matching with typing errors."""
    return dict(_EXACT)


@cache
def language_stems() -> dict[str, str]:
    """The stem of every declined name, with its language."""
    return dict(_STEMS)


def primary(tag: str) -> str:
    """The language itself, without script and region: `en-US` is `en`."""
    return tag.partition("-")[0].lower()


def canonical_subtags(subtags: str) -> str:
    """Subtags, each with a hyphen before it, in the case of RFC 5646, section 2.1.1: `-Hant`, `-US`, else lower."""
    out = []
    for subtag in re.split(r"[-_]", subtags.lower())[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            out.append(subtag.title())
        else:
            out.append(subtag.upper() if len(subtag) == 2 else subtag)
    return "".join(f"-{subtag}" for subtag in out)
