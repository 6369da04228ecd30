use salname_packs::Packs;

use crate::Options;

/// What decoding needs to know: languages and fonts, made ready once and used for many texts.
#[derive(Debug)]
pub(crate) struct Knowledge {}

impl Knowledge {
    /// Makes the packs' languages and fonts ready.
    pub(crate) fn new(_packs: &Packs, _options: &Options) -> Self {
        Self {}
    }
}
