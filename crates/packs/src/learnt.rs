use crate::{PackError, PackFiles, StatementTrees, StatementWeights};

/// `lang/ID/statements/`: what was learnt, of texts in one language, of what its sentences say.
///
/// Each language has its own, so that what is learnt of one spoils nothing in another.
#[derive(Debug, Clone, Default)]
pub struct Learnt {
    /// What was learnt of fillers, dates and modalities, and of which candidates for statements are right.
    pub weights: StatementWeights,
    /// What was learnt of how candidates stand against the others of their sentence.
    pub trees: StatementTrees,
}

impl Learnt {
    /// Reads the files of a language; without them its frames alone decide.
    pub(crate) fn load(files: &PackFiles, id: &str) -> Result<Self, PackError> {
        let path = |name: &str| format!("lang/{id}/statements/{name}");
        Ok(Self {
            weights: StatementWeights::load(files, &path("weights.tsv"))?,
            trees: StatementTrees::load(files, &path("trees.tsv"))?,
        })
    }
}
