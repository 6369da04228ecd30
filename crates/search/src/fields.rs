use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

// The columns, by which passages are ordered and counted.
pub(crate) const PLACE: &str = "place_in";
pub(crate) const KINDS: &str = "kinds";
pub(crate) const NAMES: &str = "names";
pub(crate) const DAY: &str = "day";
pub(crate) const DECADE: &str = "decade";

/// A passage's place as one number.
pub(crate) fn place(source: u32, number: usize) -> u64 {
    u64::from(source) << 32 | number as u64 & 0xffff_ffff
}

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
    /// There if some word of it is not certain.
    pub doubtful: Field,
    /// The entities that it names, by their names.
    pub entity: Field,
    /// Hash of the source.
    pub source: Field,
    /// Number of the source in the index, and of the passage in the source: see [`place`].
    pub place_in: Field,
    /// The kinds of the statements in it, as bits in the order of [`Kind::ALL`](salname_model::Kind::ALL).
    pub kinds: Field,
    /// The entities that it names, by their numbers in the lexicon.
    pub names: Field,
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
        // Terms that are only there or not: how many a passage has of them does not count.
        let is = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let is = TextOptions::default().set_indexing_options(is);
        let word = schema.add_text_field("word", TextOptions::default().set_indexing_options(words));
        let [person, kind, class, lang, who, place, days, doubtful, entity, source] =
            ["person", "kind", "class", "lang", "who", "place", "days", "doubtful", "entity", "source"]
                .map(|name| schema.add_text_field(name, is.clone()));
        let [place_in, kinds, names, day, decade] =
            [PLACE, KINDS, NAMES, DAY, DECADE].map(|name| schema.add_u64_field(name, FAST));
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
            place_in,
            kinds,
            names,
            day,
            decade,
        }
    }
}
