"""The shapes of single dates: patterns of the letters that stand for words (`codes`).

Their groups: `d` day, `m` month, `y` year, `y2` a second year, `s` season, `t` decade, `c` century, `D` a date in
figures, `r` two years in figures, `f` an ending that says from or until, `w` the word year, `o` an
ordinal's ending; what stands in brackets is the part that a shape reads.
"""

from __future__ import annotations

import re

_MONTH = r"(?P<m>[mabqQZ]|j\.?)"
_DAY = "(?P<d>[don])"
_YEAR = "(?P<y>Y)"
_SINCE = "(?P<f>[FU])?"
#: The word year after a year, and before what it rules.
_MARK = r"(?P<w>['v]?[wWAB]|g\.?)"
_MARKED = rf"(?:{_MARK}|')?"

#: The year belongs to the date before it: 24 დეკემბრიდან 2025 წლის 7 იანვრამდე has another one after it.
_NO_OTHER = "(?!(?:[don]['vFU]*)?[mabqQ])"
#: “XIX–XX centuries”: the word stands once.
_MORE_CENTURIES = "(?=(?:-|,?&)H?[oR]c)"

#: The shapes of dates by the letters that they begin with (`codes`), the longer ones first.
_SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "don",
        (
            # 24 September 2024, the 24th of September, 2024, 24-Sep-2024, 24 სექტემბერი, 2024 წ.
            rf"{_DAY}(?:['v]?(?:1?V)?H?|-){_MONTH}(?:,?V?|-){_YEAR}(?>{_MARKED}){_NO_OTHER}",
            # 24 September, 26-го сентября
            rf"{_DAY}['v]?{_SINCE}(?:1?V)?H?{_MONTH}",
            # 90-е годы XX века
            r"(?P<t>[dn])['v]?W(?P<c>[doR])['v]?c",
            # 90-იან წლებში, 90-х годов, в 90-х
            r"(?P<t>[dn])(?:t|v(?=W)|(?<=i[dn])v(?![xC]))[wWAB]?",
            # მე-20 საუკუნის 90-იანი წლები
            r"(?P<c>[do])['v]?cM?(?P<t>[dnT])[t'v]?[wWAB]?",
            # 19th century, მე-19 საუკუნე
            rf"(?P<c>[do])['v]?(?:c|{_MORE_CENTURIES})",
            # September 24-[26, 2024]
            rf"{_DAY}'?,?{_YEAR}{_MARKED}",
            # [24]-26 September, [17-დან] 19 მარტამდე
            rf"{_DAY}['v]?{_SINCE}",
        ),
    ),
    (
        "mabqQjZ",
        (
            # September 24, 2024
            rf"{_MONTH}H?{_DAY}'?,?{_YEAR}{_MARKED}",
            # September 24, მარტის 24-ს
            rf"{_MONTH}H?{_DAY}(?P<o>')?{_SINCE}",
            # September 2024, сентябрь 2024 года
            rf"{_MONTH}(?:,|V)?{_YEAR}(?>{_MARKED}){_NO_OTHER}",
            _MONTH,
        ),
    ),
    (
        "Y",
        (
            # 2024 წლის 24 სექტემბერს
            rf"{_YEAR}{_MARK},?{_DAY}['v]?{_SINCE}{_MONTH}",
            # 2024, 24 September
            rf"{_YEAR},?{_DAY}{_MONTH}(?!,?Y)",
            # 2024 September 24
            rf"{_YEAR}{_MARKED},?{_MONTH}{_DAY}(?P<o>')?{_SINCE}(?!,?Y)",
            # 2024 წლის სექტემბერში
            rf"{_YEAR}{_MARK}{_MONTH}",
            # 2024 September
            rf"{_YEAR}(?P<m>[mab]|(?<=HY)q)(?!,?Y)",
            # 2017 წლის ზაფხულში
            rf"{_YEAR}{_MARKED}(?P<s>s)",
            # 1991-1992 წლების ზამთარში
            rf"{_YEAR}(?P<dash>-)(?P<y2>[Ydn]){_MARKED}(?P<s>s)",
            # 1990-იან წლებში, 1990-е
            r"(?P<t>Y)(?:t|v(?=W)|v(?!w))[wWAB]?",
            # [2024 წლის 17-დან] 19 მარტამდე
            rf"{_YEAR}{_MARK},?{_DAY}['v]?{_SINCE}(?!c)",
            # 2024-25
            rf"{_YEAR}(?P<dash>-)(?P<y2>[dn])",
            # 2024, 2024 წელს, 2008 წლიდან, в 2024 году
            rf"{_YEAR}{_SINCE}{_MARKED}",
        ),
    ),
    # summer 2017, зимой 2016–17 годов; summer
    ("s", (rf"(?P<s>s)(?:,|V|i)?H?{_YEAR}(?P<dash>-)?(?(dash)(?P<y2>[Ydn])){_MARKED}", r"(?P<s>s)")),
    # 60s of the 19th century; 1990s
    ("T", (r"(?P<t>T)VH?(?P<c>[oR])c", r"(?P<t>T)[wWAB]?")),
    # XIX საუკუნის 60-იან წლებში; XIX век
    ("R", (r"(?P<c>R)cM?(?P<t>[dnT])[t'v]?[wWAB]?", rf"(?P<c>R)(?:c|{_MORE_CENTURIES})")),
    # 24.09.2024 г.; 2024-09; 24.09; 2019/20
    ("D", (r"(?P<D>D)g?\.?",)),
    ("P", (r"(?P<D>P)",)),
    ("e", (r"(?P<D>e)",)),
    ("r", (r"(?P<r>r)[wW]?",)),
)
SHAPES_BY_LETTER = {
    letter: tuple(re.compile(shape) for shape in shapes) for letters, shapes in _SHAPES for letter in letters
}
#: Letters that a date can begin with.
STARTERS = "".join(SHAPES_BY_LETTER)
