-- The manifest of each run that ended: it anchors the newest one, which no other manifest names yet.
CREATE TABLE seals (
    run_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL            -- of the bytes of runs/<run>/manifest.json
) WITHOUT ROWID;
