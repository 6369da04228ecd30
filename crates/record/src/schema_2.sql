-- The record, version 2: names apart from entities, corrections, statements from elsewhere, chronologies.
-- Run with foreign keys off, and checked before it is committed.

ALTER TABLE sources ADD COLUMN role TEXT NOT NULL DEFAULT 'document';  -- or 'chronology': reference facts, not an archive's paper

CREATE TABLE names (                           -- what one source calls one thing: one string for its spellings there
    id     INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    name   TEXT NOT NULL,
    label  TEXT NOT NULL,                      -- the entity it was found to name, whatever a person said since
    entity INTEGER NOT NULL REFERENCES entities (id),
    UNIQUE (source, name)
) STRICT;
INSERT INTO names (source, name, label, entity)
SELECT source, name, name, entity FROM (
    SELECT passages.source AS source, entities.name AS name, entities.id AS entity
    FROM mentions JOIN passages ON passages.id = passage JOIN entities ON entities.id = entity
    UNION
    SELECT passages.source, entities.name, entities.id
    FROM fillers JOIN statements ON statements.id = statement JOIN passages ON passages.id = passage
         JOIN entities ON entities.id = entity)
ORDER BY source, name;
CREATE INDEX names_by_entity ON names (entity);
CREATE INDEX names_by_label ON names (label);

CREATE TABLE name_words (                      -- under which keys a name is found, in any of its spellings
    key  TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES names (id) ON DELETE CASCADE,
    PRIMARY KEY (name, key)
) STRICT, WITHOUT ROWID;
INSERT INTO name_words SELECT key, names.id FROM names JOIN entity_words ON entity_words.entity = names.entity;

CREATE TABLE mentions_2 (
    id           INTEGER PRIMARY KEY,
    passage      INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    text_start   INTEGER NOT NULL,
    text_end     INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    text         TEXT NOT NULL,
    class        TEXT NOT NULL,
    name         INTEGER NOT NULL REFERENCES names (id) ON DELETE CASCADE,  -- as read
    entity       INTEGER NOT NULL REFERENCES entities (id)                  -- as corrected
) STRICT;
INSERT INTO mentions_2
SELECT mentions.id, passage, text_start, text_end, mentions.source_start, mentions.source_end, mentions.text, class,
       names.id, mentions.entity
FROM mentions JOIN passages ON passages.id = passage
     JOIN names ON names.source = passages.source AND names.entity = mentions.entity;
DROP TABLE mentions;
ALTER TABLE mentions_2 RENAME TO mentions;
CREATE INDEX mentions_by_passage ON mentions (passage);
CREATE INDEX mentions_by_entity ON mentions (entity);
CREATE INDEX mentions_by_name ON mentions (name);

ALTER TABLE fillers ADD COLUMN name INTEGER REFERENCES names (id);          -- as read or as a person put it
UPDATE fillers SET name = (
    SELECT names.id FROM statements JOIN passages ON passages.id = statements.passage
        JOIN names ON names.source = passages.source
    WHERE statements.id = fillers.statement AND names.entity = fillers.entity)
WHERE entity IS NOT NULL;
CREATE INDEX fillers_by_name ON fillers (name);

CREATE TABLE moved (                           -- mentions that a person took away from what their name names
    mention INTEGER PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE stale (                           -- entities whose words and class are to be settled anew
    entity INTEGER PRIMARY KEY
) STRICT;
INSERT INTO stale SELECT id FROM entities;

ALTER TABLE statements ADD COLUMN verdict TEXT;  -- 'confirmed' by a person; rejected ones stand in "readings" only
ALTER TABLE statements ADD COLUMN origin TEXT;   -- null: the reader; 'person NAME' or 'import NAME'

CREATE TABLE readings (                        -- statements as read, of those that a person changed or rejected
    id        TEXT PRIMARY KEY,
    passage   INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    rejected  INTEGER NOT NULL,
    statement TEXT NOT NULL                    -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_passage ON readings (passage);

CREATE TABLE imported (                        -- statements from elsewhere; they stay when their source is read anew
    id        TEXT PRIMARY KEY,                -- see statement_id in document.rs
    source    TEXT NOT NULL,                   -- hash
    origin    TEXT NOT NULL,                   -- what made them
    statement TEXT NOT NULL                    -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_by_source ON imported (source);

-- Version 1 reserved the table and never wrote to it.
DROP TABLE corrections;
CREATE TABLE corrections (                     -- append-only; keyed to bytes, not to rows, so that rebuilds keep it
    number INTEGER PRIMARY KEY,                -- in the order in which this record learnt of them
    id     TEXT NOT NULL UNIQUE,               -- hash of all that the line says
    line   TEXT NOT NULL                       -- JSON, as exported
) STRICT;
CREATE TRIGGER corrections_stay BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are never deleted: undo them instead'); END;
CREATE TRIGGER corrections_are_as_written BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are never changed: undo them instead'); END;

CREATE TABLE attached (                        -- what each correction in force was found to speak of
    correction TEXT NOT NULL,
    position   INTEGER NOT NULL,               -- which of the things that it speaks of
    statement  TEXT,
    passage    INTEGER REFERENCES passages (id) ON DELETE CASCADE,
    PRIMARY KEY (correction, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_by_passage ON attached (passage);
CREATE INDEX attached_by_statement ON attached (statement);

-- What was settled before was settled by other rules.
UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation';
