-- The record, version 1. A released migration is never edited; schema_2.sql goes on from here.
-- Spans are half-open byte ranges: of the file for plain formats, of the extracted text for the others ("source"),
-- or of a passage's restored text ("text"). Days are integers that read as dates: 19200428.

CREATE TABLE facts (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO facts VALUES ('generation', '0');

CREATE TABLE sources (
    id       INTEGER PRIMARY KEY,
    hash     TEXT NOT NULL UNIQUE,             -- BLAKE3 of the bytes; the file's name under sources/
    name     TEXT NOT NULL,                    -- what answers call it
    format   TEXT NOT NULL,
    encoding TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    lang     TEXT,                             -- the language that most of its letters are in
    reader   TEXT NOT NULL,                    -- fingerprint of the engine and packs that read it
    revision INTEGER NOT NULL,                 -- generation in which its rows were written
    retired  INTEGER NOT NULL DEFAULT 0        -- 1: no file has these bytes any more; nothing is read from it
) STRICT;

CREATE TABLE files (                           -- where the bytes were found, copies included
    path   TEXT PRIMARY KEY,                   -- absolute, with /
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_source ON files (source);

CREATE TABLE passages (
    id           INTEGER PRIMARY KEY,
    source       INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,             -- from 0, in the order of the source
    text         TEXT NOT NULL,                -- restored
    original     TEXT,                         -- as in the source; null where it is the same
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    page         INTEGER,
    kind         TEXT NOT NULL,
    lang         TEXT,
    damage       TEXT NOT NULL,
    doubts       TEXT,                         -- JSON: [{"span":[s,e],"probability":p,"alternatives":[…]}]
    alignment    BLOB NOT NULL,                -- from text to source; see alignment_blob.rs
    UNIQUE (source, number)
) STRICT;

CREATE TABLE times (
    id           INTEGER PRIMARY KEY,
    passage      INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    text_start   INTEGER NOT NULL,
    text_end     INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    text         TEXT NOT NULL,
    value        TEXT,                         -- EDTF
    earliest     INTEGER,
    latest       INTEGER,
    note         TEXT NOT NULL
) STRICT;
CREATE INDEX times_by_passage ON times (passage);

CREATE TABLE entities (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    class TEXT                                 -- the class that most of its mentions have
) STRICT;

CREATE TABLE entity_words (                    -- under which keys an entity is found, in any of its spellings
    key    TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    PRIMARY KEY (key, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_words_by_entity ON entity_words (entity);

CREATE TABLE mentions (
    id           INTEGER PRIMARY KEY,
    passage      INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    text_start   INTEGER NOT NULL,
    text_end     INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    text         TEXT NOT NULL,
    class        TEXT NOT NULL,
    entity       INTEGER NOT NULL REFERENCES entities (id)
) STRICT;
CREATE INDEX mentions_by_passage ON mentions (passage);
CREATE INDEX mentions_by_entity ON mentions (entity);

CREATE TABLE statements (
    id           TEXT PRIMARY KEY,             -- see statement_id in document.rs
    passage      INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    date         TEXT,                         -- EDTF
    earliest     INTEGER,
    latest       INTEGER,
    modality     TEXT NOT NULL,
    confidence   REAL NOT NULL,
    quote        TEXT NOT NULL,                -- restored
    original     TEXT NOT NULL,                -- as in the source
    text_start   INTEGER NOT NULL,
    text_end     INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    page         INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX statements_by_passage ON statements (passage);
CREATE INDEX statements_by_day ON statements (earliest, latest);

CREATE TABLE fillers (                         -- who and what fills a statement's roles
    id        INTEGER PRIMARY KEY,
    statement TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    position  INTEGER NOT NULL,                -- from 0, in the order of the text
    text      TEXT NOT NULL,
    entity    INTEGER REFERENCES entities (id),
    UNIQUE (statement, role, position)
) STRICT;
CREATE INDEX fillers_by_entity ON fillers (entity);

CREATE TABLE filler_words (                    -- under which keys a filler is found by its own text
    key    TEXT NOT NULL,
    filler INTEGER NOT NULL REFERENCES fillers (id) ON DELETE CASCADE,
    PRIMARY KEY (key, filler)
) STRICT, WITHOUT ROWID;
CREATE INDEX filler_words_by_filler ON filler_words (filler);

CREATE TABLE citations (                       -- the authority that the text itself gives
    statement TEXT PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
    text      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (                     -- append-only; keyed to bytes, not to rows, so that rebuilds keep it
    id           INTEGER PRIMARY KEY,
    source       TEXT,                         -- hash
    source_start INTEGER,
    source_end   INTEGER,
    what         TEXT NOT NULL,                -- JSON
    who          TEXT NOT NULL,
    at           TEXT NOT NULL,                -- ISO 8601
    undoes       INTEGER REFERENCES corrections (id)
) STRICT;
CREATE TRIGGER corrections_stay BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are never deleted: undo them instead'); END;
CREATE TRIGGER corrections_are_as_written BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections are never changed: undo them instead'); END;
