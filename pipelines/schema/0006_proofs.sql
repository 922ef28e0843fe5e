-- What several places say of one field of an article, side by side: its publication date, its tags.
CREATE TABLE statements (
    article_id TEXT NOT NULL REFERENCES articles(id),
    field TEXT NOT NULL,            -- date_published, tag
    origin TEXT NOT NULL,           -- who says it: the edition whose page it is, or the address of a listing or feed
    method TEXT NOT NULL,           -- json-ld, meta, time, visible, feed, listing, url …
    value TEXT NOT NULL,            -- a date in EDTF; a tag's id
    place TEXT NOT NULL,            -- XPath, JSON path, meta name …
    raw TEXT NOT NULL,              -- what stood there
    rank INTEGER NOT NULL,          -- the highest stands
    capture_id TEXT NOT NULL REFERENCES captures(id),
    stated_at TEXT NOT NULL,        -- when that exchange began
    PRIMARY KEY (article_id, field, origin, method, value)
) WITHOUT ROWID;

-- What each look at an edition's address found; revisions and availability follow from it.
CREATE TABLE checks (
    edition_id TEXT NOT NULL REFERENCES editions(id),
    capture_id TEXT NOT NULL REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    found TEXT NOT NULL,            -- full, notice, missing, gone
    method TEXT NOT NULL,           -- page, status, language: how that is known
    place TEXT NOT NULL,
    raw TEXT NOT NULL,
    digests TEXT NOT NULL,          -- JSON: of headline, date_published, tags, body, as far as the page states them
    misplaced INTEGER NOT NULL DEFAULT 0, -- 1: found at the place for another language; what stands at its own counts more
    PRIMARY KEY (edition_id, seen_at, capture_id)
) WITHOUT ROWID;

-- How the statements on the publication date agree.
ALTER TABLE articles ADD COLUMN date_agreement TEXT; -- single, agree, conflict: what all statements on the date say together

-- Which readmore read a capture.
ALTER TABLE captures ADD COLUMN read_by TEXT; -- the readmore that read it

-- A changed headline, date, tag or text begins another state.
ALTER TABLE revisions ADD COLUMN changed TEXT NOT NULL DEFAULT '[]'; -- JSON array: the fields that are not as they were before
ALTER TABLE revisions ADD COLUMN digests TEXT NOT NULL DEFAULT '{}'; -- JSON: sha256 of each field
ALTER TABLE revisions ADD COLUMN date_published TEXT; -- as the page states it
ALTER TABLE revisions ADD COLUMN tags TEXT; -- JSON array of labels, as the page states them

-- How an article is known to be another one.
ALTER TABLE redirected_articles ADD COLUMN method TEXT NOT NULL DEFAULT 'redirect'; -- redirect: its address leads there; edition: its page is an edition of it

-- What a listing says, when it says something else.
CREATE INDEX statements_origin ON statements(origin, field);

-- Whose address it is that is not there any more.
CREATE INDEX editions_url ON editions(url);

-- An article a row, for people who want one table.
DROP VIEW articles_flat;
CREATE VIEW articles_flat AS
SELECT
    a.id,
    a.source_id AS source,
    a.section,
    a.native_id,
    a.date_published AS published,
    a.date_published_edtf AS published_edtf,
    a.date_source,
    a.date_agreement,
    (SELECT e.headline FROM editions e WHERE e.article_id = a.id AND e.lang = 'en') AS headline_en,
    (SELECT e.headline FROM editions e WHERE e.article_id = a.id AND e.lang = 'ka') AS headline_ka,
    (SELECT e.headline FROM editions e WHERE e.article_id = a.id AND e.lang = 'ru') AS headline_ru,
    (SELECT json_group_object(e.lang, e.headline) FROM editions e
      WHERE e.article_id = a.id AND e.headline IS NOT NULL) AS headlines,
    (SELECT json_group_array(e.lang) FROM
        (SELECT lang FROM editions WHERE article_id = a.id AND availability = 'full' ORDER BY lang) e) AS languages,
    (SELECT json_group_array(t.tag_id) FROM
        (SELECT tag_id FROM article_tags WHERE article_id = a.id ORDER BY tag_id) t) AS tags,
    (SELECT json_group_object(e.lang, e.url) FROM editions e WHERE e.article_id = a.id) AS urls,
    (SELECT json_group_object(e.lang, e.capture_id) FROM editions e
      WHERE e.article_id = a.id AND e.capture_id IS NOT NULL) AS captures,
    a.first_seen,
    a.last_seen,
    a.gone_at
FROM articles a;

-- Article × language: what there is, how that is known, and the exchange that shows it.
DROP VIEW availability;
CREATE VIEW availability AS
SELECT
    e.article_id, a.source_id, a.date_published, e.lang, e.availability, e.headline, e.url, e.capture_id,
    p.method AS known_by, p.place, p.raw AS shown
FROM editions e JOIN articles a ON a.id = e.article_id
LEFT JOIN provenance p ON p."table" = 'editions' AND p.row = e.id AND p.field = 'availability';
