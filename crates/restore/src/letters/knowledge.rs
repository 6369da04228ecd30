use salname_packs::Packs;

use super::speech::Speech;
use super::table::Table;
use crate::Options;

/// What decoding needs to know: languages and fonts, made ready once and used for many texts.
#[derive(Debug)]
pub(crate) struct Knowledge {
    /// The languages that have letters.
    pub(crate) speeches: Vec<Speech>,
    /// The tables of the font packs, one for each font and language.
    pub(crate) tables: Vec<Table>,
}

impl Knowledge {
    /// Makes the packs' languages and fonts ready.
    pub(crate) fn new(packs: &Packs, options: &Options) -> Self {
        let speeches: Vec<Speech> = packs.languages.iter().filter_map(Speech::new).collect();
        let fonts = if options.no_font_packs { &[][..] } else { &packs.fonts };
        let mut tables = Vec::new();
        for font in fonts {
            for (index, speech) in speeches.iter().enumerate() {
                if font.languages.contains(&speech.id) {
                    tables.push(Table::of_font(font, index, speech));
                }
            }
        }
        Self { speeches, tables }
    }

    /// True if a language's pack lists the word, in whatever case it is written.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.speeches.iter().any(|speech| speech.knows_written(word))
    }

    /// True if some font has the character as a sign.
    pub(crate) fn is_sign(&self, character: char) -> bool {
        self.tables.iter().any(|table| table.is_sign(character))
    }
}
