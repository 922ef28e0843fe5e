"""Lines that begin with a label: “Tags: a, b”, “Author: NAME, ROLE”."""

from __future__ import annotations

import re

#: Labels by what follows them, in lower case.
LABELS: dict[str, tuple[str, ...]] = {
    "tags": (
        "tags", "tag", "topics", "topic", "keywords", "labels", "ტეგები", "ტეგი", "თეგები", "თეგი", "თემები",
        "საკვანძო სიტყვები", "теги", "тег", "метки", "темы", "ключевые слова", "мітки", "schlagwörter",
        "schlagworte", "themen", "mots-clés", "etiquetas", "palavras-chave", "tagi", "etiketler", "teqlər",
    ),
    "author": (
        "author", "authors", "by", "written by", "text by", "ავტორი", "ავტორები", "автор", "авторы", "автори",
        "autor", "autora", "autoren", "auteur", "autore", "yazar", "müəllif", "von", "par", "por", "tekst",
    ),
}  # fmt: skip

_LABEL = {
    kind: re.compile(
        rf"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\s*[:：]\s*(.*)",
        re.IGNORECASE | re.DOTALL,
    )
    for kind, words in LABELS.items()
}


def labelled(text: str, kind: str) -> str | None:
    """What follows the label of a kind at a line's beginning; empty where the label stands alone; None without label.

    >>> labelled("ტეგი: Tskhinvali Region", "tags"), labelled("Tagsüber: Regen", "tags")
    ('Tskhinvali Region', None)
    """
    if ":" not in text and "：" not in text:
        return None
    match = _LABEL[kind].match(text)
    return match[1].strip() if match else None
