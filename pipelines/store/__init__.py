"""The store: the only place with SQL. One thread writes; many pages share one commit."""

from __future__ import annotations

from pipelines.store.captures import StoredOriginals
from pipelines.store.compare import Comparison, Difference, is_comparable
from pipelines.store.database import NewerArchiveError
from pipelines.store.frontier import Frontier
from pipelines.store.pages import SeenPage
from pipelines.store.redactions import RedactionRow
from pipelines.store.shown import Shown
from pipelines.store.store import Store, StoreError

__all__ = [
    "Comparison",
    "Difference",
    "Frontier",
    "NewerArchiveError",
    "RedactionRow",
    "SeenPage",
    "Shown",
    "Store",
    "StoreError",
    "StoredOriginals",
    "is_comparable",
]
