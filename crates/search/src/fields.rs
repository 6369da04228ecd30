use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// The fields of an indexed passage.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// Words as written, in small letters.
    pub literal: Field,
    /// Words in plain Latin letters.
    pub folded: Field,
    /// What remains when endings are taken off.
    pub stem: Field,
    /// Names by their sound, those of the entities that the passage names included.
    pub sound: Field,
    pub kind: Field,
    pub class: Field,
    pub lang: Field,
    /// Names of people, bodies and powers, and of places, by their sound.
    pub who: Field,
    pub place: Field,
    /// Dates, as [`crate::days`] writes them.
    pub days: Field,
    pub doubtful: Field,
    /// The entities that it names, by their names.
    pub entity: Field,
    /// Hash of the source.
    pub source: Field,
    /// Number of the passage in the source.
    pub number: Field,
    /// The first day that it speaks of, as [`crate::days::number`] writes it.
    pub day: Field,
    /// The decades that it speaks of: 192 for the years from 1920.
    pub decade: Field,
}

impl Fields {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let words = |schema: &mut SchemaBuilder, name: &str, record: IndexRecordOption| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(record)
                .set_fieldnorms(true);
            schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let literal = words(&mut schema, "literal", IndexRecordOption::WithFreqsAndPositions);
        let folded = words(&mut schema, "folded", IndexRecordOption::WithFreqsAndPositions);
        let stem = words(&mut schema, "stem", IndexRecordOption::WithFreqs);
        let sound = words(&mut schema, "sound", IndexRecordOption::WithFreqs);
        let [class, lang, who, place, days, doubtful] = ["class", "lang", "who", "place", "days", "doubtful"]
            .map(|name| schema.add_text_field(name, STRING));
        let [source, kind, entity] =
            crate::facets::TEXTS.map(|name| schema.add_text_field(name, STRING | FAST));
        let [number, day, decade] = ["number", "day", "decade"].map(|name| schema.add_u64_field(name, FAST));
        Self {
            schema: schema.build(),
            literal,
            folded,
            stem,
            sound,
            kind,
            class,
            lang,
            who,
            place,
            days,
            doubtful,
            entity,
            source,
            number,
            day,
            decade,
        }
    }
}
