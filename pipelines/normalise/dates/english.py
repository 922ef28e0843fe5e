"""English words of dates, by what they do in one; the codes are explained in `codes`. `*` stands for any ending."""

from __future__ import annotations

import re

_MONTHS = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct"
    " november|nov december|dec"
)
#: Months that are a person's name as well, or another word; those that are another word in small letters.
_AMBIGUOUS = frozenset("march april may june august".split())
OTHER_WORDS = frozenset("march may august".split())

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}
DECADES = {"thirties": 193, "forties": 194, "fifties": 195, "sixties": 196, "seventies": 197, "eighties": 198} | {
    "nineties": 199
}
#: Words before “year”: how far it is from the year of publication, and from the last year that the text names.
YEARS_AWAY = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
YEARS_LATER = {"same": 0, "following": 1, "previous": -1}

WORDS = {
    "w": "year",
    "W": "years",
    "c": "century centuries",
    "k": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "f": "from",
    "S": "since starting",
    "u": "until till",
    "l": "to",
    "p": "through thru",
    "J": "up prior",
    "N": "between",
    "E": "before",
    "G": "after",
    "~": "around circa c ca approximately roughly about approx",
    "M": "early late mid middle end beginning start outset half quarter pre post",
    "i": "in during for throughout within by over into",
    "V": "of",
    "y": "on at",
    "H": "the both this his her its their our a an",
    "&": "and or",
    "z": "onwards onward",
    "I": "inclusive inclusively",
    "@": "present now today date",
    "#": "no nos resolution resolutions article articles page pages p pp paragraph paragraphs section chapter item"
    " items tel telephone phone fax room number numbers isbn decree act bill protocol annex fig figure table"
    " point clause flight building apartment apt index route bus line channel case decision order series version",
    "C": "people persons person citizens voters votes soldiers troops meters metres kilometers kilometres km hectares"
    " tons tonnes kg usd eur gel rub lari dollars euros rubles roubles pounds percent families households houses"
    " residents refugees idps pupils students pages copies members servicemen fighters tourists signatures"
    " ballots participants times hours minutes employees inhabitants patients beds cases pensioners men women"
    " children kilograms litres liters seats delegates observers visitors passengers vehicles cars trucks"
    " apartments victims officers guards workers teachers schoolchildren buildings flats plots meals population"
    " total altitude height sum crowd salary pension square cubic million billion thousand m mm cm feet miles"
    " acres",
    "1": "day days week weeks month months hour shortly soon immediately long just minute decade decades",
    "L": "last next previous same coming past following current",
    "h": "copyright election elections war budget agreement census constitution report referendum ceasefire olympics"
    " plan programme program session summit conference meeting round campaign law conflict events results vote"
    " statistics data season budgeting edition championship games protests visit review address investment"
    " strategy hostilities treaty accord negotiations talks parliamentary presidential local municipal annual"
    " academic school fiscal financial state crisis revolution population",
    "X": "revolution street square avenue",
    ">": "will shall must",
    "?": "would could might should starts begins takes comes enters opens closes ends",
    "+": "agreed agree undertook obliged decided promised pledged vowed instructed ordered invited extended prolonged"
    " postponed adjourned",
    "%": "scheduled planned upcoming forthcoming expected due plans intends slated set deadline tentatively"
    " anticipated expires going",
    "=": "is are remains remain stays stay has have continues",
    "`": "be been being",
    "<": "was were had did cancelled took went came began met ended became gave got left made signed saw"
    " fell won lost ran",
    "_": "compared",
    '"': "said says announced stated reported told declared noted recalled explained confirmed added writes wrote",
    ";": "that which who whose while although because but whereas if when where",
    "2": "as with at it he she they we i not also there than into against under via per",
}
#: Words whose form says a tense, where no table knows them.
FORMS = (
    (re.compile("occupied|united|armed|disputed|limited|elected|so-called|unrecogni[sz]ed|proposed|displaced"), "x"),
    (re.compile("[a-z]{2,}ed"), "_"),
)


def months() -> dict[str, tuple[int, str]]:
    """Every name of a month, with its number and code."""
    out: dict[str, tuple[int, str]] = {}
    for number, names in enumerate(_MONTHS.split(), 1):
        full, *short = names.split("|")
        out[full] = (number, "q" if full in _AMBIGUOUS else "m")
        out.update(dict.fromkeys(short, (number, "j")))
    return out
