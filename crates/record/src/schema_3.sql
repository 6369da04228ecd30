-- The record, version 3: what a citation refers to beside its words.
-- Left out where a record of version 2 has the column already: for some hours of that version it was part of it.

ALTER TABLE citations ADD COLUMN cited TEXT;      -- JSON: what it refers to, parsed; see model::Cited
