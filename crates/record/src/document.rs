use salname_model::{
    Alignment, Filler, Format, Kind, Paragraph, Reading, Role, Source, SourceId, Span, Statement,
};

/// All that was made of one file, ready to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The file as ingested.
    pub source: &'a Source,
    /// The file's bytes, of which [`Source::id`] is the hash.
    pub original: &'a [u8],
    /// Its restored text.
    pub paragraphs: &'a [Paragraph],
    /// What was read in it.
    pub reading: &'a Reading,
    /// Where the file lies, as an absolute path: other bytes from the same path replace it.
    pub path: &'a str,
    /// Fingerprint of the engine and packs that read it: another one means that it must be read again.
    pub reader: &'a str,
}

impl Document<'_> {
    /// The bytes of the source that a span of a paragraph's source text came from.
    pub(crate) fn source_span(&self, text: Span) -> Span {
        self.source.span_of(text)
    }

    /// A stretch of the source's text as the source has it, before restoration.
    pub(crate) fn as_written(&self, text: Span) -> &str {
        let whole = &self.source.text;
        let (start, end) = (whole.floor_char_boundary(text.start), whole.ceil_char_boundary(text.end));
        &whole[start..end.max(start)]
    }

    /// The language that most letters of the document are in; the first in the alphabet where two are even.
    pub(crate) fn language(&self) -> Option<&str> {
        let mut letters: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for paragraph in self.paragraphs {
            if let Some(lang) = &paragraph.lang {
                *letters.entry(lang).or_default() += paragraph.text.len();
            }
        }
        letters.into_iter().rev().max_by_key(|&(_, count)| count).map(|(lang, _)| lang)
    }
}

/// The stable name of a statement: 16 hexadecimal digits of a hash over its source, its place there, its kind and its
/// roles. What is read anew under the same name is the same statement, even if its date or modality is understood
/// better.
#[must_use]
pub fn statement_id(source: &SourceId, span: Span, statement: &Statement) -> String {
    identifier(&source.0, span, statement.kind, statement.roles.iter())
}

pub(crate) fn identifier<'r>(
    source: &str,
    span: Span,
    kind: Kind,
    roles: impl Iterator<Item = (Role, &'r [Filler])>,
) -> String {
    let mut hash = blake3::Hasher::new();
    let mut part = |text: &str| {
        hash.update(text.as_bytes());
        hash.update(&[0]);
    };
    part(source);
    part(&span.to_string());
    part(kind.as_str());
    for (role, fillers) in roles {
        part(role.as_str());
        for filler in fillers {
            part(&filler.text);
        }
    }
    hash.finalize().to_hex()[..16].to_owned()
}

/// A source of UTF-8 text that stands in no file: for tests and examples.
#[must_use]
pub fn plain_text(name: &str, text: &str) -> Source {
    Source {
        id: SourceId(blake3::hash(text.as_bytes()).to_hex().to_string()),
        name: name.to_owned(),
        format: Format::Text,
        encoding: "UTF-8".to_owned(),
        text: text.to_owned(),
        alignment: Alignment::identity(text.len()),
        pages: Vec::new(),
        lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
    }
}
