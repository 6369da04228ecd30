use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};

/// The fields of an indexed passage.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub schema: Schema,
    /// Words as written, in small letters.
    pub word: Field,
    /// The full names of the people that are named in it, by their sound.
    pub person: Field,
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
        let words = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true);
        let word = schema.add_text_field("word", TextOptions::default().set_indexing_options(words));
        let [person, class, lang, who, place, days, doubtful] =
            ["person", "class", "lang", "who", "place", "days", "doubtful"]
                .map(|name| schema.add_text_field(name, STRING));
        let [source, kind, entity] =
            crate::facets::TEXTS.map(|name| schema.add_text_field(name, STRING | FAST));
        let [number, day, decade] = ["number", "day", "decade"].map(|name| schema.add_u64_field(name, FAST));
        Self {
            schema: schema.build(),
            word,
            person,
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
