-- Which payloads are there already: asked for every answer, before it is written.
CREATE INDEX captures_payload_digest ON captures(payload_digest) WHERE revisit_of IS NULL;
