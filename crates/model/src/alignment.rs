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
    kind: RunKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    /// Byte to byte.
    Copied,
    /// The whole derived range to the whole source range.
    Rewritten,
    /// Several rewritten runs on end, each of `to` derived bytes and `from` source bytes: a word decoded from an encoding
    /// whose letters are all of one length. Nothing but a saving of memory; outside it shows as the runs it is made of.
    Letters { to: u16, from: u16 },
}

impl Run {
    fn source_start(self, at: usize) -> usize {
        let into = at - self.to.start;
        match self.kind {
            RunKind::Copied => self.from.start + into,
            RunKind::Rewritten => self.from.start,
            RunKind::Letters { to, from } => self.from.start + into / usize::from(to) * usize::from(from),
        }
    }

    fn source_end(self, at: usize) -> usize {
        let into = at - self.to.start;
        match self.kind {
            RunKind::Copied => self.from.start + into,
            RunKind::Rewritten => self.from.end,
            RunKind::Letters { to, from } => {
                self.from.start + into.div_ceil(usize::from(to)) * usize::from(from)
            }
        }
    }

    /// The first derived byte whose source starts at or after `at`, which lies inside the source range.
    fn derived_from(self, at: usize) -> usize {
        let into = at - self.from.start;
        match self.kind {
            RunKind::Copied => self.to.start + into,
            RunKind::Rewritten => self.to.end,
            RunKind::Letters { to, from } => {
                self.to.start + into.div_ceil(usize::from(from)) * usize::from(to)
            }
        }
    }

    /// What this run becomes if `len` derived bytes that stand for `next` follow it, and are letters like its own.
    fn letters_with(self, len: usize, next: Span) -> Option<RunKind> {
        if next.is_empty() || self.from.end != next.start {
            return None;
        }
        let (to, from) = (u16::try_from(len).ok()?, u16::try_from(next.len()).ok()?);
        let letters = RunKind::Letters { to, from };
        let is_like = match self.kind {
            RunKind::Copied => false,
            RunKind::Rewritten => self.to.len() == len && self.from.len() == next.len(),
            kind @ RunKind::Letters { .. } => kind == letters,
        };
        is_like.then_some(letters)
    }

    /// The part that lies within the derived range `within`, as runs that are copied or rewritten: a letter that the
    /// range cuts still stands for all of its source.
    fn parts(self, within: Span) -> impl Iterator<Item = (Span, Span, bool)> {
        let to = Span::new(self.to.start.max(within.start), self.to.end.min(within.end));
        let step = match self.kind {
            RunKind::Letters { to, .. } => usize::from(to),
            RunKind::Copied | RunKind::Rewritten => self.to.len().max(1),
        };
        let mut at = to.start;
        std::iter::from_fn(move || {
            if at >= to.end {
                return None;
            }
            let end = to.end.min(self.to.start + ((at - self.to.start) / step + 1) * step);
            let part = Span::new(at, end);
            at = end;
            Some((
                part,
                Span::new(self.source_start(part.start), self.source_end(part.end)),
                self.kind == RunKind::Copied,
            ))
        })
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
        self.source_among(&self.runs[first..], span)
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
            && at < before.from.end
        {
            return before.derived_from(at);
        }
        self.runs.get(index).map_or_else(|| self.len(), |run| run.to.start)
    }

    /// The alignment of this text with what its source was itself made of.
    ///
    /// `deeper` aligns this alignment's source (as derived text) with an older one.
    #[must_use]
    pub fn through(&self, deeper: &Self) -> Self {
        deeper.onward().beneath(self)
    }

    /// The same questions for spans that follow one another: each is looked for from where the last one was found.
    #[must_use]
    pub fn onward(&self) -> Onward<'_> {
        Onward { alignment: self, at: 0 }
    }

    /// What [`Self::source_of`] gives, found among the runs `rest`: those from the first on that ends behind the start of
    /// the span.
    fn source_among(&self, rest: &[Run], span: Span) -> Span {
        let Some(run) = rest.first() else {
            let end = self.runs.last().map_or(0, |run| run.from.end);
            return Span::new(end, end);
        };
        let start = run.source_start(span.start.max(run.to.start));
        if span.is_empty() {
            return Span::new(start, start);
        }
        let last = &rest[runs_before(rest, |run| run.to.start < span.end).max(1) - 1];
        Span::new(start, last.source_end(span.end.min(last.to.end)))
    }

    /// The runs as `(derived, source, copied)`, in order.
    pub fn runs(&self) -> impl Iterator<Item = (Span, Span, bool)> + '_ {
        self.runs.iter().flat_map(|run| run.parts(run.to))
    }

    /// The first byte of the derived span that was not simply copied, if there is one.
    #[must_use]
    pub fn first_change(&self, span: Span) -> Option<usize> {
        let first = self.runs.partition_point(|run| run.to.end <= span.start);
        let runs = self.runs[first..].iter().take_while(|run| run.to.start < span.end);
        let changed = runs.into_iter().find(|run| run.kind != RunKind::Copied)?;
        Some(changed.to.start.max(span.start))
    }

    /// The alignment of a part of the derived text, counted from the part's start.
    #[must_use]
    pub fn slice(&self, span: Span) -> Self {
        let mut made = Self::builder();
        let first = self.runs.partition_point(|run| run.to.end <= span.start);
        for run in self.runs[first..].iter().take_while(|run| run.to.start < span.end) {
            for (to, from, copied) in run.parts(span) {
                made.push(to.len(), from, copied);
            }
        }
        made.finish()
    }
}

/// How many runs at the beginning are so: few as a rule, so that they are looked for in ever longer steps.
fn runs_before(runs: &[Run], is_so: impl Fn(&Run) -> bool) -> usize {
    let (mut known, mut step) = (0, 1);
    while runs.get(known + step - 1).is_some_and(&is_so) {
        known += step;
        step *= 2;
    }
    let end = (known + step).min(runs.len());
    known + runs[known..end].partition_point(is_so)
}

/// An [`Alignment`] that is asked for one span after the other.
///
/// ```
/// use salname_model::{Alignment, Span};
///
/// let alignment = Alignment::identity(100);
/// let mut onward = alignment.onward();
/// assert_eq!(onward.source_of(Span::new(10, 20)), alignment.source_of(Span::new(10, 20)));
/// assert_eq!(onward.source_of(Span::new(20, 30)), alignment.source_of(Span::new(20, 30)));
/// ```
#[derive(Debug, Clone)]
pub struct Onward<'a> {
    alignment: &'a Alignment,
    /// Runs that end before what was asked for last.
    at: usize,
}

impl<'a> Onward<'a> {
    /// The runs from the first on that ends behind `start`.
    fn runs_from(&mut self, start: usize) -> &'a [Run] {
        let runs = &self.alignment.runs;
        let passed = |run: &Run| run.to.end <= start;
        if self.at > 0 && !passed(&runs[self.at - 1]) {
            self.at = 0;
        }
        self.at += runs_before(&runs[self.at..], passed);
        &runs[self.at..]
    }

    /// What [`Alignment::source_of`] gives.
    #[must_use]
    pub fn source_of(&mut self, span: Span) -> Span {
        let rest = self.runs_from(span.start);
        self.alignment.source_among(rest, span)
    }

    /// What [`Alignment::through`] gives for `made`, with this as the deeper one.
    #[must_use]
    pub fn beneath(&mut self, made: &Alignment) -> Alignment {
        let mut composed = Alignment::builder();
        for run in &made.runs {
            // What one copied run holds is but moved.
            if let Some(older) = self.runs_from(run.from.start).first()
                && older.kind == RunKind::Copied
                && older.to.start <= run.from.start
                && run.from.end <= older.to.end
            {
                let from = Span::new(older.source_start(run.from.start), older.source_end(run.from.end));
                composed.run(Run { from, ..*run });
                continue;
            }
            for (to, from, copied) in run.parts(run.to) {
                if copied {
                    self.copied_beneath(from, &mut composed);
                } else {
                    composed.rewrite(to.len(), self.source_of(from));
                }
            }
        }
        composed.finish()
    }

    /// Appends what the span stands for, of which all was copied by the later one of two.
    fn copied_beneath(&mut self, span: Span, composed: &mut AlignmentBuilder) {
        let mut at = span.start;
        for older in self.runs_from(at).iter().take_while(|older| older.to.start < span.end) {
            if span.start <= older.to.start && older.to.end <= span.end {
                composed.run(*older);
                at = older.to.end;
                continue;
            }
            for (to, from, copied) in older.parts(span) {
                composed.push(to.len(), from, copied);
                at = to.end;
            }
        }
        if at < span.end {
            let left = Span::new(at, span.end);
            composed.rewrite(left.len(), self.source_of(left));
        }
    }
}

/// Builds an [`Alignment`] from left to right; neighbouring copied runs are joined.
#[derive(Debug, Clone, Default)]
pub struct AlignmentBuilder {
    runs: Vec<Run>,
    len: usize,
}

impl AlignmentBuilder {
    /// A builder that uses the memory of an alignment which is not needed any more.
    #[must_use]
    pub fn in_place_of(old: Alignment) -> Self {
        let mut runs = old.runs;
        runs.clear();
        Self { runs, len: 0 }
    }

    /// The next `len` derived bytes are the source bytes from `from` on, unchanged.
    pub fn copy(&mut self, from: usize, len: usize) {
        if len == 0 {
            return;
        }
        let to = Span::new(self.len, self.len + len);
        self.len += len;
        match self.runs.last_mut() {
            Some(last) if last.kind == RunKind::Copied && last.from.end == from => {
                last.to.end += len;
                last.from.end += len;
            }
            _ => self.runs.push(Run { to, from: Span::new(from, from + len), kind: RunKind::Copied }),
        }
    }

    /// The next `len` derived bytes stand for the source bytes `from`. An empty `from` is an insertion.
    pub fn rewrite(&mut self, len: usize, from: Span) {
        if len == 0 {
            return;
        }
        let to = Span::new(self.len, self.len + len);
        self.len += len;
        if let Some(last) = self.runs.last_mut()
            && let Some(letters) = last.letters_with(len, from)
        {
            *last = Run { to: last.to.cover(to), from: last.from.cover(from), kind: letters };
        } else {
            self.runs.push(Run { to, from, kind: RunKind::Rewritten });
        }
    }

    /// Appends all the letters of a run, each of `to` derived bytes and `from` source bytes.
    fn letters(&mut self, run: Run, to: u16, from: u16) {
        let first = Span::new(run.from.start, run.from.start + usize::from(from));
        let added = Span::new(self.len, self.len + run.to.len());
        self.len = added.end;
        match self.runs.last_mut() {
            Some(last) if last.letters_with(usize::from(to), first).is_some() => {
                *last = Run { to: last.to.cover(added), from: last.from.cover(run.from), kind: run.kind };
            }
            _ => self.runs.push(Run { to: added, ..run }),
        }
    }

    /// Appends a run, whatever its derived range is.
    fn run(&mut self, run: Run) {
        match run.kind {
            RunKind::Copied => self.copy(run.from.start, run.to.len()),
            RunKind::Rewritten => self.rewrite(run.to.len(), run.from),
            RunKind::Letters { to, from } => self.letters(run, to, from),
        }
    }

    fn push(&mut self, len: usize, from: Span, copied: bool) {
        if copied {
            self.copy(from.start, len);
        } else {
            self.rewrite(len, from);
        }
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
        for (to, from, copied) in other.runs() {
            self.push(to.len(), from, copied);
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
        fn asking_what_two_make_is_asking_one_after_the_other(steps in steps(), older in steps()) {
            let (made, len) = build(&steps);
            let (older, end) = build(&older);
            let mut deeper = Alignment::builder();
            deeper.append(&older);
            deeper.copy(end, len.saturating_sub(older.len()));
            let deeper = deeper.finish();
            let through = made.through(&deeper);
            for at in 0..made.len() {
                let span = Span::new(at, at + 1);
                prop_assert_eq!(through.source_of(span), deeper.source_of(made.source_of(span)));
            }
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

    /// A text decoded letter by letter, as one run for each letter and as alignments keep it.
    fn letters() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
        let letter =
            prop_oneof![Just((2, 1, false)), Just((1, 2, false)), Just((1, 1, true)), Just((3, 2, false))];
        prop::collection::vec((letter, 1..6usize), 0..12)
            .prop_map(|words| words.into_iter().flat_map(|(letter, count)| vec![letter; count]).collect())
    }

    proptest! {
        #[test]
        fn letters_of_one_length_share_a_run_and_keep_their_places(letters in letters(), cut in 0..60usize, end in 0..60usize) {
            let mut made = Alignment::builder();
            let (mut places, mut at) = (Vec::new(), 0);
            for &(to, from, copied) in &letters {
                places.push((Span::new(made.len(), made.len() + to), Span::new(at, at + from)));
                made.push(to, Span::new(at, at + from), copied);
                at += from;
            }
            let alignment = made.finish();
            let changes = letters.windows(2).filter(|pair| pair[0] != pair[1]).count();
            prop_assert!(alignment.runs.len() <= changes + 1);
            let slice = Span::new(cut.min(alignment.len()), end.min(alignment.len()));
            let part = alignment.slice(slice);
            prop_assert_eq!(part.len(), slice.len());
            let through = alignment.through(&Alignment::identity(at));
            let seen_through = Alignment::identity(alignment.len()).through(&alignment);
            for &(to, from) in &places {
                prop_assert_eq!(alignment.source_of(to), from);
                prop_assert_eq!(through.source_of(to), from);
                prop_assert_eq!(seen_through.source_of(to), from);
                prop_assert_eq!(alignment.derived_in(from), to);
                prop_assert_eq!(alignment.source_of(Span::new(to.start, to.start + 1)), from);
                if slice.contains(to) {
                    prop_assert_eq!(part.source_of(Span::new(to.start - slice.start, to.end - slice.start)), from);
                }
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
