use tantivy::Term;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::cut::{LINES, WORDS};

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
    /// What else it is found by: terms of each [`Is`].
    pub is: Field,
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
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true);
        // Terms that are only there or not: how many a passage has of them does not count.
        let terms = TextFieldIndexing::default()
            .set_tokenizer(LINES)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let word = schema.add_text_field("word", TextOptions::default().set_indexing_options(words));
        let is = schema.add_text_field("is", TextOptions::default().set_indexing_options(terms));
        let [place_in, kinds, names, day, decade] =
            [PLACE, KINDS, NAMES, DAY, DECADE].map(|name| schema.add_u64_field(name, FAST));
        Self { schema: schema.build(), word, is, place_in, kinds, names, day, decade }
    }

    /// The term for a text of that sort.
    pub fn term(&self, is: Is, text: &str) -> Term {
        let mut term = String::with_capacity(text.len() + 1);
        is.write(text, &mut term);
        Term::from_field_text(self.is, &term)
    }
}

/// What a term that is no word says of a passage. All of them stand in one field, for a field costs each passage more than
/// a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Is {
    /// It names a person so called in full, by the sound.
    Person,
    /// A statement of that kind stands in it.
    Kind,
    /// It names something of that class.
    Class,
    /// It is in that language.
    Lang,
    /// It names a person, body or power that is called so, by the sound.
    Who,
    /// It names a place that is called so, by the sound.
    Place,
    /// It speaks of that date, as [`crate::days`] writes it.
    Date,
    /// Some word of it is not certain.
    Doubtful,
    /// It names the entity of that name.
    Entity,
    /// It stands in the source of that hash.
    Source,
}

impl Is {
    /// How the terms of this sort begin.
    pub fn prefix(self) -> char {
        match self {
            Self::Person => 'p',
            Self::Kind => 'k',
            Self::Class => 'c',
            Self::Lang => 'l',
            Self::Who => 'w',
            Self::Place => 'g',
            Self::Date => 'd',
            Self::Doubtful => 'u',
            Self::Entity => 'e',
            Self::Source => 's',
        }
    }

    /// Adds the term for a text to others. A line of it would end the term.
    pub fn write(self, text: &str, term: &mut String) {
        term.push(self.prefix());
        if text.contains('\n') {
            term.push_str(&text.replace('\n', " "));
        } else {
            term.push_str(text);
        }
    }

    /// Goes over the terms of this sort in an index of [`Fields::is`]: the text of each, and where its passages are listed.
    pub fn each(
        self,
        index: &InvertedIndexReader,
        mut then: impl FnMut(&str, &TermInfo),
    ) -> std::io::Result<()> {
        let prefix = self.prefix().to_string();
        let mut stream = index.terms().range().ge(&prefix).into_stream()?;
        while let Some((term, info)) = stream.next() {
            let Some(text) = term.strip_prefix(prefix.as_bytes()) else { break };
            if let Ok(text) = std::str::from_utf8(text) {
                then(text, info);
            }
        }
        Ok(())
    }
}
