-- An article a row, for people who want one table.
CREATE VIEW articles_flat AS
SELECT
    a.id,
    a.source_id AS source,
    a.section,
    a.native_id,
    a.date_published AS published,
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
    a.last_seen
FROM articles a;

-- A dated mention a row.
CREATE VIEW timeline AS
SELECT m.earliest, m.latest, m.edtf, m.text, m.basis, e.lang, e.headline, e.article_id, m.edition_id
FROM mentions m JOIN editions e ON e.id = m.edition_id;

-- Article × language: what there is, and the exchange that shows it.
CREATE VIEW availability AS
SELECT e.article_id, a.source_id, a.date_published, e.lang, e.availability, e.headline, e.url, e.capture_id
FROM editions e JOIN articles a ON a.id = e.article_id;
