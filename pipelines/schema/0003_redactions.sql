-- A capture that was removed from the WARC files, as the tombstone in its place says: no round asks its address again.
CREATE TABLE redactions (
    id TEXT PRIMARY KEY,            -- record id of the tombstone
    url_key TEXT NOT NULL,          -- of every spelling of the address
    url TEXT NOT NULL,              -- as it was asked
    source_id TEXT NOT NULL REFERENCES sources(id),
    captured_at TEXT NOT NULL,      -- when the request of what was removed began
    reason TEXT NOT NULL,           -- in words, as given
    redacted_at TEXT NOT NULL,
    run_id TEXT NOT NULL,           -- the run that removed it
    records INTEGER NOT NULL        -- how many WARC records the tombstone stands for
);
CREATE INDEX redactions_url_key ON redactions(url_key);
