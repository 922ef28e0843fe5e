"""How far apart two spellings are."""

from __future__ import annotations


def typing_errors(a: str, b: str, *, limit: int) -> int:
    """How many letters were missed, added, mistaken or swapped with their neighbour (optimal string alignment).

    More than `limit` are not counted on.

    >>> typing_errors("georgian", "gerogian", limit=2), typing_errors("region", "regions", limit=2)
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
