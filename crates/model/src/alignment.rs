use crate::Span;

/// Where each byte of a derived text came from in the text it was made of.
///
/// An alignment is a list of runs in the order of the derived text. A *copied* run maps byte to byte; a *rewritten*
/// run maps its whole derived range to a whole source range (a letter restored from another letter, or a blank that
/// stands for a line break); an *inserted* run maps to a point (a letter that the source lost). Source bytes that no
/// run covers were left out (a page number, a hyphen at a line end). Offsets are bytes on both sides, and both sides
/// are monotone.
///
/// ```
/// use salname_model::{Alignment, Span};
///
/// // "x-\ny" became "xy"
/// let mut made = Alignment::builder();
/// made.copy(0, 1);
/// made.copy(3, 1);
/// let alignment = made.finish();
/// assert_eq!(alignment.source_of(Span::new(0, 2)), Span::new(0, 4));
/// assert_eq!(alignment.source_of(Span::new(1, 2)), Span::new(3, 4));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Derived range.
    to: Span,
    /// Source range; equal in length where the run is copied.
    from: Span,
    copied: bool,
}

impl Run {
    fn source_start(self, at: usize) -> usize {
        if self.copied { self.from.start + (at - self.to.start) } else { self.from.start }
    }

    fn source_end(self, at: usize) -> usize {
        if self.copied { self.from.start + (at - self.to.start) } else { self.from.end }
    }
}

impl Alignment {
    /// The alignment of a text of `len` bytes with itself.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let mut made = Self::builder();
        made.copy(0, len);
        made.finish()
    }

    /// An alignment to be built run by run, in order.
    #[must_use]
    pub fn builder() -> AlignmentBuilder {
        AlignmentBuilder::default()
    }

    /// Length of the derived text in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.last().map_or(0, |run| run.to.end)
    }

    /// True if the derived text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The smallest source span that covers everything the derived `span` was made of.
    ///
    /// An empty span, and one of inserted letters only, gives the empty span at the point between.
    #[must_use]
    pub fn source_of(&self, span: Span) -> Span {
        let first = self.runs.partition_point(|run| run.to.end <= span.start);
        let Some(run) = self.runs.get(first) else {
            let end = self.runs.last().map_or(0, |run| run.from.end);
            return Span::new(end, end);
        };
        let start = run.source_start(span.start.max(run.to.start));
        if span.is_empty() {
            return Span::new(start, start);
        }
        let last = self.runs.partition_point(|run| run.to.start < span.end) - 1;
        let run = self.runs[last.max(first)];
        Span::new(start, run.source_end(span.end.min(run.to.end)))
    }

    /// The derived span made of source bytes that start inside `source`.
    ///
    /// A run belongs to the range in which its source starts, so that the derived spans of ranges that tile the
    /// source tile the derived text.
    #[must_use]
    pub fn derived_in(&self, source: Span) -> Span {
        Span::new(self.derived_from(source.start), self.derived_from(source.end))
    }

    /// The first derived byte whose source starts at or after `at`.
    fn derived_from(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|run| run.from.start < at);
        if let Some(before) = index.checked_sub(1).map(|i| self.runs[i])
            && before.copied
            && at < before.from.end
        {
            return before.to.start + (at - before.from.start);
        }
        self.runs.get(index).map_or_else(|| self.len(), |run| run.to.start)
    }

    /// The alignment of this text with what its source was itself made of.
    ///
    /// `deeper` aligns this alignment's source (as derived text) with an older one.
    #[must_use]
    pub fn through(&self, deeper: &Self) -> Self {
        let mut made = Self::builder();
        for run in &self.runs {
            if !run.copied {
                let from = deeper.source_of(run.from);
                made.rewrite(run.to.len(), from);
                continue;
            }
            let mut at = run.from.start;
            let mut index = deeper.runs.partition_point(|older| older.to.end <= at);
            while at < run.from.end {
                let Some(older) = deeper.runs.get(index) else {
                    made.rewrite(run.from.end - at, deeper.source_of(Span::new(at, run.from.end)));
                    break;
                };
                let end = run.from.end.min(older.to.end);
                if older.copied {
                    made.copy(older.source_start(at), end - at);
                } else {
                    made.rewrite(end - at, older.from);
                }
                at = end;
                index += 1;
            }
        }
        made.finish()
    }

    /// The runs as `(derived, source, copied)`, in order.
    pub fn runs(&self) -> impl Iterator<Item = (Span, Span, bool)> + '_ {
        self.runs.iter().map(|run| (run.to, run.from, run.copied))
    }

    /// The alignment of a part of the derived text, counted from the part's start.
    #[must_use]
    pub fn slice(&self, span: Span) -> Self {
        let mut made = Self::builder();
        let first = self.runs.partition_point(|run| run.to.end <= span.start);
        for run in &self.runs[first..] {
            if run.to.start >= span.end {
                break;
            }
            let to = Span::new(run.to.start.max(span.start), run.to.end.min(span.end));
            if run.copied {
                made.copy(run.source_start(to.start), to.len());
            } else {
                made.rewrite(to.len(), run.from);
            }
        }
        made.finish()
    }
}

/// Builds an [`Alignment`] from left to right; neighbouring copied runs are joined.
#[derive(Debug, Clone, Default)]
pub struct AlignmentBuilder {
    runs: Vec<Run>,
    len: usize,
}

impl AlignmentBuilder {
    /// The next `len` derived bytes are the source bytes from `from` on, unchanged.
    pub fn copy(&mut self, from: usize, len: usize) {
        if len == 0 {
            return;
        }
        let to = Span::new(self.len, self.len + len);
        self.len += len;
        match self.runs.last_mut() {
            Some(last) if last.copied && last.from.end == from => {
                last.to.end += len;
                last.from.end += len;
            }
            _ => self.runs.push(Run { to, from: Span::new(from, from + len), copied: true }),
        }
    }

    /// The next `len` derived bytes stand for the source bytes `from`. An empty `from` is an insertion.
    pub fn rewrite(&mut self, len: usize, from: Span) {
        if len == 0 {
            return;
        }
        let to = Span::new(self.len, self.len + len);
        self.len += len;
        self.runs.push(Run { to, from, copied: false });
    }

    /// The next `len` derived bytes were lost in the source; they belong to the point `at`.
    pub fn insert(&mut self, len: usize, at: usize) {
        self.rewrite(len, Span::new(at, at));
    }

    /// Length of the derived text so far, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends another alignment's runs after what was built so far.
    pub fn append(&mut self, other: &Alignment) {
        for run in &other.runs {
            if run.copied {
                self.copy(run.from.start, run.to.len());
            } else {
                self.rewrite(run.to.len(), run.from);
            }
        }
    }

    /// The finished alignment.
    #[must_use]
    pub fn finish(self) -> Alignment {
        Alignment { runs: self.runs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone)]
    enum Step {
        Copy(usize),
        Rewrite(usize, usize),
        Insert(usize),
        Skip(usize),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            (1..9usize).prop_map(Step::Copy),
            (1..4usize, 1..4usize).prop_map(|(to, from)| Step::Rewrite(to, from)),
            (1..3usize).prop_map(Step::Insert),
            (1..5usize).prop_map(Step::Skip),
        ];
        prop::collection::vec(step, 0..40)
    }

    fn build(steps: &[Step]) -> (Alignment, usize) {
        let (mut made, mut at) = (Alignment::builder(), 0);
        for step in steps {
            match *step {
                Step::Copy(n) => {
                    made.copy(at, n);
                    at += n;
                }
                Step::Rewrite(to, from) => {
                    made.rewrite(to, Span::new(at, at + from));
                    at += from;
                }
                Step::Insert(n) => made.insert(n, at),
                Step::Skip(n) => at += n,
            }
        }
        (made.finish(), at)
    }

    proptest! {
        #[test]
        fn source_offsets_are_monotone(steps in steps()) {
            let (alignment, _) = build(&steps);
            let mut last = 0;
            for at in 0..alignment.len() {
                let span = alignment.source_of(Span::new(at, at + 1));
                prop_assert!(span.start >= last);
                last = span.start;
            }
        }

        #[test]
        fn ranges_that_tile_the_source_tile_the_derived_text(steps in steps(), cuts in prop::collection::vec(0..200usize, 0..6)) {
            let (alignment, len) = build(&steps);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(len)).chain([0]).collect();
            cuts.sort_unstable();
            let mut at = 0;
            for (i, &start) in cuts.iter().enumerate() {
                let end = cuts.get(i + 1).copied().unwrap_or(len + 1);
                let part = alignment.derived_in(Span::new(start, end));
                prop_assert_eq!(part.start, at);
                at = part.end;
            }
            prop_assert_eq!(at, alignment.len());
        }

        #[test]
        fn identity_changes_nothing_it_goes_through(steps in steps()) {
            let (alignment, len) = build(&steps);
            let through = alignment.through(&Alignment::identity(len));
            for at in 0..alignment.len() {
                let span = Span::new(at, at + 1);
                prop_assert_eq!(through.source_of(span), alignment.source_of(span));
            }
        }
    }

    #[test]
    fn an_inserted_letter_maps_to_the_point_between() {
        let mut made = Alignment::builder();
        made.copy(0, 2);
        made.insert(2, 2);
        made.copy(2, 1);
        let alignment = made.finish();
        assert_eq!(alignment.source_of(Span::new(2, 4)), Span::new(2, 2));
        assert_eq!(alignment.source_of(Span::new(0, 5)), Span::new(0, 3));
    }
}
