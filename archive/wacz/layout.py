"""Where things stand in a package (WACZ 1.1.1, “Directory Layout”)."""

from __future__ import annotations

VERSION = "1.1.1"

ARCHIVE = "archive/"
PAGES = "pages/pages.jsonl"
#: The index in blocks, each a gzip member, and the list of the blocks: software reads only what it looks up.
INDEX = "indexes/index.cdx.gz"
INDEX_BLOCKS = "indexes/index.idx"
DATAPACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"

#: Files that cannot be listed in datapackage.json: itself, and what is made of it.
UNLISTED = frozenset({DATAPACKAGE, DIGEST})
