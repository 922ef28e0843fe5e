"""Month names of the languages that pages are written in, for the reader of single dates."""

from __future__ import annotations

from functools import lru_cache

#: Month names by language, January first; `|` between variants, `*` for any ending (case, plural, full stop).
MONTHS: dict[str, str] = {
    "en": "jan|january feb|february|febr mar|march apr|april may jun|june jul|july aug|august"
    " sep|sept|september oct|october nov|november dec|december",
    "ka": "იანვ*|იან თებერვ*|თებ მარტ*|მარ აპრილ*|აპრ მაის*|მაი ივნის*|ივნ ივლის*|ივლ აგვისტ*|აგვ"
    " სექტემბ*|სექ|სექტ ოქტომბ*|ოქტ ნოემბ*|ნოე დეკემბ*|დეკ",
    "ru": "январ*|янв феврал*|фев|февр март*|мар апрел*|апр май|мая|мае июн* июл* август*|авг сентябр*|сен|сент"
    " октябр*|окт ноябр*|ноя|нояб декабр*|дек",
    "uk": "січ* лют* берез*|бер квіт* трав* черв* лип* серп* верес*|вер жовт* листопад*|лист груд*",
    "be": "студзен* лют* сакавік* красавік* май|мая|траўн* чэрвен* ліпен* жнів* верасн* кастрычнік* лістапад* снежн*",
    "de": "jan|januar|jänner|jän feb|februar|feber mär|märz|maerz|mrz apr|april mai jun|juni jul|juli aug|august"
    " sep|sept|september okt|oktober nov|november dez|dezember",
    "fr": "janv|janvier févr|fév|février|fevrier mars avr|avril mai juin juil|juillet août|aout"
    " sept|septembre oct|octobre nov|novembre déc|décembre|decembre",
    "es": "ene|enero feb|febrero mar|marzo abr|abril may|mayo jun|junio jul|julio ago|agosto"
    " sep|sept|set|septiembre|setiembre oct|octubre nov|noviembre dic|diciembre",
    "pt": "jan|janeiro fev|fevereiro mar|março|marco abr|abril mai|maio jun|junho jul|julho ago|agosto"
    " set|setembro out|outubro nov|novembro dez|dezembro",
    "it": "gen|gennaio feb|febbraio mar|marzo apr|aprile mag|maggio giu|giugno lug|luglio ago|agosto"
    " set|sett|settembre ott|ottobre nov|novembre dic|dicembre",
    "ca": "gen|gener febr|febrer març abr|abril maig juny jul|juliol ag|agost set|setembre oct|octubre"
    " nov|novembre des|desembre",
    "ro": "ian|ianuarie feb|februarie mart|martie apr|aprilie mai iun|iunie iul|iulie aug|august"
    " sept|septembrie oct|octombrie nov|noiembrie|noi dec|decembrie",
    "nl": "jan|januari feb|februari mrt|maart apr|april mei jun|juni jul|juli aug|augustus"
    " sep|sept|september okt|oktober nov|november dec|december",
    "pl": "sty|stycz* lut|lut* mar|marz*|marc* kwi|kwie* maj|maja|maju cze|czerw* lip|lip* sie|sierp* wrz|wrze*"
    " paź|paźdz* lis|listop* gru|grud*",
    "cs": "led|leden|ledna|lednu úno|únor* bře|březen|března|březnu dub|duben|dubna|dubnu kvě|květ* čvn|červen|června"
    "|červnu čvc|červen*c* srp|srpen|srpna|srpnu zář|září říj|říj* lis|listopad* pro|prosin*",
    "sk": "január* február* marec|marca|marci apríl* máj|mája jún* júl* august* september|septembra október|októbra"
    " november|novembra december|decembra",
    "hr": "siječ* veljač* ožuj* trav* svib* lip* srp* kolovoz* ruj* listopad* studen* prosin*",
    "sr": "јануар*|januar* фебруар*|februar* март*|mart* април*|april* мај*|maj* јун*|jun* јул*|jul* август*|avgust*"
    " септембар|септембра|septembar|septembra октобар|октобра|oktobar|oktobra новембар|новембра|novembar|novembra"
    " децембар|децембра|decembar|decembra",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "tr": "oca|ocak şub|şubat mar|mart nis|nisan may|mayıs haz|haziran tem|temmuz ağu|ağustos eyl|eylül eki|ekim"
    " kas|kasım ara|aralık",
    "az": "yan|yanvar fev|fevral mart apr|aprel may iyn|iyun iyl|iyul avq|avqust sen|sentyabr okt|oktyabr"
    " noy|noyabr dek|dekabr",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr|sentyabr oktabr|oktyabr noyabr dekabr",
    "hy": "հունվար* փետրվար* մարտ* ապրիլ* մայիս* հունիս* հուլիս* օգոստոս* սեպտեմբեր* հոկտեմբեր* նոյեմբեր* դեկտեմբեր*",
    "sv": "jan|januari feb|februari mar|mars apr|april maj jun|juni jul|juli aug|augusti sep|sept|september"
    " okt|oktober nov|november dec|december",
    "da": "jan|januar feb|februar mar|marts apr|april maj jun|juni jul|juli aug|august sep|sept|september"
    " okt|oktober nov|november dec|december",
    "no": "jan|januar feb|februar mar|mars apr|april mai jun|juni jul|juli aug|august sep|sept|september"
    " okt|oktober nov|november des|desember",
    "fi": "tammik* helmik* maalisk* huhtik* toukok* kesäk* heinäk* elok* syysk* lokak* marrask* jouluk*",
    "et": "jaan* veebr* märts* apr* mai jun*|juuni* juuli* aug* sept* okt* nov* dets*",
    "lv": "janv* febr* mart* apr* maij* jūn* jūl* aug* sept* okt* nov* dec*",
    "lt": "sausi* vasari* kov* baland* geguž* birž* liep* rugpj* rugs* spal* lapkr* gruod*",
    "hu": "jan|január* feb|febr|február* márc|március* ápr|április* máj|május* jún|június* júl|július* aug|augusztus*"
    " szept|szeptember* okt|október* nov|november* dec|december*",
    "el": "ιαν|ιανουαρ* φεβ|φεβρουαρ* μαρ|μαρτ*|μάρτ* απρ|απριλ*|απρίλ* μαϊ|μάι*|μαΐ* ιουν|ιούν*|ιουνίου"
    " ιουλ|ιούλ*|ιουλίου αυγ|αύγουστ*|αυγούστ* σεπ|σεπτέμβρ*|σεπτεμβρ* οκτ|οκτώβρ*|οκτωβρ* νοε|νοέμβρ*|νοεμβρ*"
    " δεκ|δεκέμβρ*|δεκεμβρ*",
    "id": "jan|januari feb|februari mar|maret apr|april mei jun|juni jul|juli agu|agt|agustus sep|september"
    " okt|oktober nov|november des|desember",
    "ar": "يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
}


@lru_cache(maxsize=4096)
def month_number(word: str, lang: str | None = None) -> int | None:
    """The month that a word names: in `lang` if it is a month there, else where most languages agree.

    >>> month_number("ივნისს"), month_number("listopada", "pl"), month_number("listopada", "hr")
    (6, 11, 10)
    """
    word = word.casefold().strip(".").replace("i̇", "i")
    own = _in_table(word, (lang or "").partition("-")[0])
    if own:
        return own
    votes = [number for code in MONTHS if (number := _in_table(word, code))]
    return max(set(votes), key=lambda n: (votes.count(n), -n)) if votes else None


def is_month(word: str, lang: str) -> bool:
    """Whether a word, in lower case, is a month's name in this language."""
    return _in_table(word, lang.partition("-")[0]) is not None


def _in_table(word: str, lang: str) -> int | None:
    exact, stems = _TABLES.get(lang, ({}, ()))
    if word in exact:
        return exact[word]
    return next((n for stem, n in stems if word.startswith(stem) and len(word) <= len(stem) + 5), None)


def _tables(names: str) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """A language's months as exact words and as stems, longer stems first."""
    exact: dict[str, int] = {}
    stems: list[tuple[str, int]] = []
    for number, variants in enumerate(names.split(), 1):
        for variant in variants.split("|"):
            if variant.endswith("*"):
                stems.append((variant[:-1], number))
            else:
                exact[variant] = number
    return exact, tuple(sorted(stems, key=lambda pair: -len(pair[0])))


_TABLES = {lang: _tables(names) for lang, names in MONTHS.items()}
