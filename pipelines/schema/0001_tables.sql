-- The records. Ids are made of what they identify, so that archives made apart can be merged.
-- Moments are ISO 8601, UTC; dates are ISO 8601 with the precision that is known, EDTF beside them;
-- languages are BCP 47; digests are written as in the WARC files.

-- A site, with the profile that it was last crawled with.
CREATE TABLE sources (
    id TEXT PRIMARY KEY,            -- the profile's name
    title TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL,              -- where the walk begins
    languages TEXT NOT NULL,        -- JSON array, the main language first
    profile TEXT NOT NULL           -- JSON: the whole profile, for reading the archive again
);

-- One execution of the crawler for one source.
CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources(id),
    started_at TEXT NOT NULL,
    finished_at TEXT,               -- empty while it runs, and after it was killed
    exit_code INTEGER,
    reason TEXT,                    -- why it ended, in words
    software TEXT NOT NULL,
    options TEXT NOT NULL,          -- JSON: what the command line asked for
    counts TEXT NOT NULL DEFAULT '{}' -- JSON: pages, new, changed, failed, bytes …
);
CREATE INDEX runs_source_id ON runs(source_id, started_at);

-- Every address that is known of a source: what is still to be asked, and how asking went.
CREATE TABLE frontier (
    source_id TEXT NOT NULL REFERENCES sources(id),
    url_key TEXT NOT NULL,          -- the address without what does not tell pages apart
    url TEXT NOT NULL,              -- the address to ask
    kind TEXT NOT NULL,             -- what it should be: listing, article, feed, page, requisite
    state TEXT NOT NULL DEFAULT 'pending', -- pending, done, failed, missing, excluded; unnamed: a requisite that no page of this round names
    due_at TEXT NOT NULL DEFAULT '', -- not to be asked before
    via TEXT,                       -- the page that named it
    priority INTEGER NOT NULL DEFAULT 0, -- the lowest is asked first
    depth INTEGER NOT NULL DEFAULT 0, -- links from a start address
    page INTEGER NOT NULL DEFAULT 1, -- which page of a listing; of a requisite, how many steps from the page that needs it
    optional INTEGER NOT NULL DEFAULT 0, -- 1: only tried; that it does not answer is no loss
    attempts INTEGER NOT NULL DEFAULT 0, -- in this round
    hops INTEGER NOT NULL DEFAULT 0, -- redirects that led here
    status INTEGER,                 -- of the last answer
    error TEXT,                     -- why it failed or was left out, in words
    capture_id TEXT,                -- the last exchange
    run_id TEXT,                    -- the run that asked last
    etag TEXT,
    last_modified TEXT,
    PRIMARY KEY (source_id, url_key)
) WITHOUT ROWID;
CREATE INDEX frontier_pending ON frontier(source_id, priority, due_at) WHERE state = 'pending';
CREATE INDEX frontier_run_id ON frontier(run_id, state);

-- An exchange that is kept, and where.
CREATE TABLE captures (
    id TEXT PRIMARY KEY,
    run_id TEXT,
    source_id TEXT NOT NULL,
    url TEXT NOT NULL,              -- as asked
    method TEXT NOT NULL,
    status INTEGER,                 -- empty where the answer was no HTTP
    mime TEXT,
    fetched_at TEXT NOT NULL,       -- when the request began
    payload_digest TEXT NOT NULL,
    truncated TEXT,                 -- length, time, disconnect: why the answer is not whole
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    revisit_of TEXT REFERENCES captures(id)
);
CREATE INDEX captures_url ON captures(url, fetched_at);
CREATE INDEX captures_run_id ON captures(run_id);

-- A work, independent of language.
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources(id),
    section TEXT,
    native_id TEXT,                 -- the site's own number or slug, unique in its section
    date_published TEXT,            -- as precise as it is known
    date_published_edtf TEXT,
    date_source TEXT,               -- json-ld, meta, time, visible, feed, listing, url
    first_seen TEXT NOT NULL,       -- when it was first named
    last_seen TEXT NOT NULL,        -- when a page last showed or named it; empty where none did
    gone_at TEXT
);
CREATE INDEX articles_source_id ON articles(source_id, date_published);
CREATE INDEX articles_date_published ON articles(date_published);

-- An article in one language.
CREATE TABLE editions (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles(id),
    lang TEXT NOT NULL,
    url TEXT,
    headline TEXT,
    excerpt TEXT,                   -- as the listing shows it
    author TEXT,
    availability TEXT,              -- full, notice, missing, gone; empty while it was not asked
    capture_id TEXT REFERENCES captures(id), -- the exchange that availability rests on
    UNIQUE (article_id, lang)
);

-- Long text, apart.
CREATE TABLE texts (
    edition_id TEXT PRIMARY KEY REFERENCES editions(id),
    body TEXT NOT NULL,             -- paragraphs, with an empty line between
    capture_id TEXT NOT NULL REFERENCES captures(id),
    seen_at TEXT NOT NULL
);

-- One state of an edition's content.
CREATE TABLE revisions (
    edition_id TEXT NOT NULL REFERENCES editions(id),
    capture_id TEXT NOT NULL REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    content_digest TEXT NOT NULL,   -- sha256 of headline, date and body as read
    headline TEXT,
    body TEXT,
    PRIMARY KEY (edition_id, capture_id)
) WITHOUT ROWID;

CREATE TABLE tags (
    id TEXT PRIMARY KEY,            -- the slug
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE tag_labels (
    tag_id TEXT NOT NULL REFERENCES tags(id),
    lang TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (tag_id, lang)
) WITHOUT ROWID;

CREATE TABLE article_tags (
    article_id TEXT NOT NULL REFERENCES articles(id),
    tag_id TEXT NOT NULL REFERENCES tags(id),
    method TEXT NOT NULL,           -- listing: it stands under the tag; article: it names the tag
    capture_id TEXT NOT NULL REFERENCES captures(id),
    PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX article_tags_tag_id ON article_tags(tag_id, article_id);

-- What a listing shows, as it was last seen.
CREATE TABLE listing_items (
    listing_url TEXT NOT NULL,
    position INTEGER NOT NULL,      -- from 1
    article_id TEXT NOT NULL REFERENCES articles(id),
    run_id TEXT,
    capture_id TEXT NOT NULL REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    tag_id TEXT REFERENCES tags(id),
    PRIMARY KEY (listing_url, position)
) WITHOUT ROWID;
CREATE INDEX listing_items_article_id ON listing_items(article_id);

-- A date found in an edition's text.
CREATE TABLE mentions (
    edition_id TEXT NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL,         -- in characters of the text
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    edtf TEXT NOT NULL,
    earliest TEXT,
    latest TEXT,
    basis TEXT NOT NULL,            -- where a missing year comes from
    PRIMARY KEY (edition_id, start)
) WITHOUT ROWID;

-- How each field is known.
CREATE TABLE provenance (
    "table" TEXT NOT NULL,
    row TEXT NOT NULL,              -- id of the row
    field TEXT NOT NULL,
    capture_id TEXT NOT NULL REFERENCES captures(id),
    method TEXT NOT NULL,           -- json-ld, meta, heading, visible, listing, url …
    place TEXT NOT NULL,            -- XPath, JSON path, meta name …
    raw TEXT NOT NULL,              -- what stood there
    rank INTEGER NOT NULL,          -- a statement of a higher rank wins; of the same rank, the later one
    stated_at TEXT NOT NULL,        -- when that exchange began
    PRIMARY KEY ("table", row, field)
) WITHOUT ROWID;

-- An article whose address only leads to another article.
CREATE TABLE redirected_articles (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    capture_id TEXT NOT NULL REFERENCES captures(id)
) WITHOUT ROWID;
