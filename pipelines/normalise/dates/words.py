"""Words that stand in a single date besides its month: weekdays, fillers, relative days."""

from __future__ import annotations

#: Weekday names: they tell nothing that the date does not, and are passed over.
WEEKDAYS = (
    "mon* tue* wed|wednesday thu* fri|friday sat|saturday sun|sunday"
    " ორშაბათ* სამშაბათ* ოთხშაბათ* ხუთშაბათ* პარასკევ* შაბათ* კვირა ორშ სამ ოთხ ხუთ პარ შაბ კვ"
    " понедельник* вторник* сред* четверг* пятниц* суббот* воскресен* пн вт ср чт пт сб вс"
    " понеділ* вівтор* серед* четвер* п'ятниц* субот* неділ* нд"
    " montag* dienstag* mittwoch* donnerstag* freitag* samstag* sonnabend* sonntag* mo di mi do fr sa so"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim"
    " lunes martes miércoles miercoles jueves viernes sábado sabado domingo lun mié jue vie sáb dom"
    " segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta feira"
    " lunedì martedì mercoledì giovedì venerdì gio"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle"
    " pazartesi salı çarşamba perşembe cuma cumartesi pazar"
    " måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag"
)

#: Words that stand in a date and add nothing to it: articles, prepositions, the word for year, labels, time zones.
FILLERS = (
    "of the on at in year am pm a.m p.m gmt utc msk est edt cst cdt pst pdt cet cest bst ist eet eest z h hrs o'clock"
    " st nd rd th date dated published publish posted post publication released release added"
    " წელი წლის წ წელს თარიღი გამოქვეყნდა გამოქვეყნებულია გამოქვეყნების დრო სთ საათი საათზე"
    " г гг год года году в дата опубликовано опубликована публикации размещено добавлено ч мск время"
    " р рік року о"
    " den der am um uhr vom veröffentlicht datum stand"
    " le à publié er del de el a las los publicado publicada em às do il alle ore pubblicato"
    " godz dn r roku dne v hod op om uur kl yayınlanma tarihi tarih saat tarixi"
)

#: Words that make a date relative: how many days before the anchor.
RELATIVE_DAYS: dict[str, int] = {
    **dict.fromkeys(("today", "დღეს", "сегодня", "сьогодні", "heute", "aujourd'hui", "hoy", "oggi", "bugün"), 0),
    **dict.fromkeys(("yesterday", "გუშინ", "вчера", "вчора", "gestern", "hier", "ayer", "ieri", "dün"), 1),
}
#: Units of “3 days ago”, in days; a unit shorter than a day needs a moment as anchor, not a day.
AGO_UNITS: dict[str, float] = {
    **dict.fromkeys("second seconds sec secs წამის წამი секунд секунды секунду".split(), 1 / 86400),
    **dict.fromkeys("minute minutes min mins წუთის წუთი минут минуты минуту мин".split(), 1 / 1440),
    **dict.fromkeys("hour hours hr hrs საათის საათი час часа часов".split(), 1 / 24),
    **dict.fromkeys("day days დღის დღე день дня дней".split(), 1),
    **dict.fromkeys("week weeks კვირის неделю недели недель".split(), 7),
}
