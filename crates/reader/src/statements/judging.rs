//! Judging: how likely a candidate is right, seen beside the others of its sentence.
//!
//! The words and marks around a candidate give a sum of weights (`confidence`). What that sum is worth depends on things
//! that do not add up: how sure the fillers and the date are, and whether another candidate of the same verb or clause
//! is likelier. Small decision trees over these measures have the last word; they are learnt by
//! `examples/train_statements` and hold for the languages that it learnt from.

use salname_model::{Kind, Modality, Role};
use salname_packs::{StatementTrees, TreeNode};

use crate::work;

use super::candidates::Candidate;
use super::choice::part_of;
use super::dates::Dated;
use super::features::Context;
use super::phrases::Sort;

/// What a candidate is measured by, by itself.
const OWN: [&str; 38] = [
    "form",
    "passive",
    "negative",
    "trigger-words",
    "modality",
    "roles",
    "fillers",
    "named",
    "surest",
    "unsurest",
    "mean",
    "who-acts",
    "who-takes-part",
    "towards",
    "who-suffers",
    "place",
    "date-sure",
    "dated",
    "width",
    "clauses",
    "clauses-after",
    "sentence-words",
    "clause-words",
    "words-after",
    "quoted",
    "bracketed",
    "stretched",
    "note",
    "clause-names",
    "before",
    "text-only",
    "kind-roles",
    "date-distance",
    "year-only",
    "spotted",
    "spotted-clause",
    "spotted-word",
    "spotted-rank",
];

/// What it is measured by beside the others.
const BESIDE: [&str; 12] = [
    "sum",
    "rival-word",
    "rival-clause",
    "twin-clause",
    "twin-sentence",
    "rank",
    "rank-clause",
    "in-clause",
    "in-sentence",
    "lead",
    "twin-shares",
    "rival-shares",
];

/// A sum that stands for "no rival".
const NOBODY: f32 = -8.0;

/// The names of all measures, in their order: kinds, what a candidate is by itself, and beside the others.
#[must_use]
pub fn measure_names() -> Vec<String> {
    let kinds = Kind::ALL.iter().map(|kind| format!("kind-{kind}"));
    kinds.chain(OWN.iter().chain(&BESIDE).map(|name| (*name).to_owned())).collect()
}

/// How far a candidate is believed: what its own weights make of it and what the trees do, each as much as the other.
///
/// The two err in different places, and their mean errs less than either.
#[must_use]
pub fn believed(by_weights: f32, by_trees: f32) -> f32 {
    f32::midpoint(by_weights, by_trees)
}

/// The measures of a candidate by itself.
pub(super) fn own(context: &Context, date_sure: f32) -> Vec<f32> {
    let flag = |yes: bool| f32::from(u8::from(yes));
    let small = |count: usize| f32::from(u8::try_from(count.min(200)).unwrap_or(200));
    let sure = || context.why.iter().filter_map(|one| one.probability);
    let surest = sure().fold(0.0, f32::max);
    let unsurest = sure().fold(1.0, f32::min);
    let mean = sure().sum::<f32>() / small(sure().count().max(1));
    let part = |name: &str| {
        let of = context.why.iter().filter(|one| part_of(one.role) == name);
        of.filter_map(|one| one.probability).fold(0.0, f32::max)
    };
    let counted = |role: &&Role| !matches!(role, Role::Change | Role::Form | Role::About | Role::Unit);
    let roles = || context.kind.roles().iter().filter(counted);
    let filled = roles().filter(|role| !context.roles.get(**role).is_empty()).count();
    let fillers: usize = roles().map(|role| context.roles.get(*role).len()).sum();
    let named = context.why.iter().filter(|one| matches!(one.sort, Some(Sort::Name(_)))).count();
    let plain = context.why.iter().filter(|one| one.phrase.is_none()).count();
    let clause = &context.clauses[context.clause];
    let unit = &context.units[context.at];
    let dated = match context.dated {
        Dated::Clause => 0,
        Dated::Sentence => 1,
        Dated::Inherited => 2,
        Dated::Not => 3,
    };
    let width = context.date.map_or(4, |date| match date.as_str() {
        text if text.contains('/') => 3,
        text => 2 - text.matches('-').count().min(2),
    });
    let modality = match context.modality {
        Modality::Asserted => 0,
        Modality::Reported => 1,
        Modality::Planned => 2,
        Modality::Denied => 3,
    };
    let names =
        context.phrases.iter().filter(|one| one.clause == context.clause && one.mention.is_some()).count();
    let nearest = (context.sentence.clone())
        .inspect(|_| work::step())
        .filter(|&at| matches!(context.units[at].kind, super::units::UnitKind::Time(_)))
        .map(|at| at.abs_diff(context.at))
        .min();
    let measures = [
        small(context.found.map_or(10, |found| found.form as usize)),
        flag(context.found.is_some_and(|found| found.passive)),
        flag(context.found.is_some_and(|found| found.negative)),
        small(context.found.map_or(0, |found| found.units.len())),
        small(modality),
        small(filled),
        small(fillers),
        small(named),
        surest,
        unsurest,
        mean,
        part("who-acts"),
        part("who-takes-part"),
        part("towards"),
        part("who-suffers"),
        part("place"),
        date_sure,
        small(dated),
        small(width),
        small(context.clauses.len()),
        small(context.clauses.len() - context.clause - 1),
        small(context.sentence.len()),
        small(clause.len()),
        small(clause.end.saturating_sub(context.at + 1)),
        flag(unit.quoted),
        flag(unit.bracketed),
        flag(context.stretched),
        flag(context.note),
        small(names),
        flag(context.why.iter().any(|one| one.whence == super::roles::Whence::Before)),
        small(plain),
        small(roles().count()),
        small(nearest.unwrap_or(200)),
        flag(context.date.is_some_and(|date| date.as_str().len() == 4)),
        context.spotted.map_or(0.5, |spotted| spotted.probability(context.kind)),
        context.spotted.map_or(0.0, |spotted| spotted.within(context.kind, clause)),
        context.spotted.map_or(0.0, |spotted| spotted.within(context.kind, &(context.at..context.at + 1))),
        small(context.spotted.map_or(0, |spotted| spotted.rank(context.kind))),
    ];
    debug_assert_eq!(measures.len(), OWN.len());
    measures.to_vec()
}

/// All measures of the candidates of one sentence, whose sums of weights are `sums`.
#[must_use]
pub fn measures(sentence: &[Candidate], sums: &[f32]) -> Vec<Vec<f32>> {
    let participants: Vec<Vec<&str>> = sentence.iter().map(|one| participants(one).collect()).collect();
    let made = sentence.iter().enumerate().map(|(at, one)| {
        let kind = one.statement.kind;
        let shares = |other: usize| {
            participants[at].iter().any(|text| participants[other].iter().any(|same| same == text))
        };
        // The likeliest of the others: of its kind or of another, by where they stand.
        let (mut twin_sentence, mut twin_clause, mut twin_shares) = (NOBODY, NOBODY, NOBODY);
        let (mut rival_word, mut rival_clause, mut rival_shares) = (NOBODY, NOBODY, NOBODY);
        let (mut rank, mut rank_clause, mut in_clause) = (0, 0, 0);
        for (other, (rival, &sum)) in sentence.iter().zip(sums).enumerate().filter(|(other, _)| *other != at)
        {
            work::step();
            let (twin, near) = (rival.statement.kind == kind, rival.clause == one.clause);
            let (best_near, best_sharing) = match twin {
                true => (&mut twin_clause, &mut twin_shares),
                false => (&mut rival_clause, &mut rival_shares),
            };
            if near {
                *best_near = sum.max(*best_near);
            }
            // Another that speaks of the same participants: one of the two is likely too much.
            if sum > *best_sharing && shares(other) {
                *best_sharing = sum;
            }
            if twin {
                twin_sentence = sum.max(twin_sentence);
            } else if rival.at == one.at {
                rival_word = sum.max(rival_word);
            }
            let better = sum > sums[at];
            rank += usize::from(better);
            rank_clause += usize::from(near && better);
            in_clause += usize::from(near);
        }
        let count = |count: usize| f32::from(u8::try_from(count.min(200)).unwrap_or(200));
        let beside = [
            sums[at],
            rival_word,
            rival_clause,
            twin_clause,
            twin_sentence,
            count(rank),
            count(rank_clause),
            count(in_clause),
            count(sentence.len() - 1),
            sums[at] - rival_clause.max(twin_clause),
            sums[at] - twin_shares,
            sums[at] - rival_shares,
        ];
        let mut all = Vec::with_capacity(Kind::ALL.len() + OWN.len() + BESIDE.len());
        all.extend(Kind::ALL.iter().map(|other| f32::from(u8::from(*other == kind))));
        all.extend_from_slice(&one.own);
        all.extend_from_slice(&beside);
        all
    });
    made.collect()
}

/// The names of those who take part.
fn participants(one: &Candidate) -> impl Iterator<Item = &str> {
    let roles = one.statement.roles.iter();
    let named =
        roles.filter(|(role, _)| !matches!(role, Role::Change | Role::Form | Role::About | Role::Unit));
    named.flat_map(|(_, fillers)| fillers.iter().map(|filler| filler.text.as_str()))
}

/// Trees with their measures by number, each filled up to the same depth: no step hangs on a guess of the last.
#[derive(Debug, Clone, Default)]
pub(super) struct Trees {
    start: f32,
    depth: usize,
    /// The questions of all trees, a tree's `2^depth - 1` after one another: those of a row stand together.
    questions: Vec<Question>,
    /// Their `2^depth` leaves.
    leaves: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
struct Question {
    /// Its number; small, so that more questions are at hand at once.
    measure: u32,
    below: f32,
}

/// Trees deeper than this are left out.
const DEEPEST: usize = 8;

impl Trees {
    /// Trees that ask for a measure which this version does not take are left out.
    pub fn new(written: &StatementTrees) -> Self {
        let names = measure_names();
        let known = |tree: &&Vec<TreeNode>| {
            tree.iter().all(|node| match node {
                TreeNode::Leaf(_) => true,
                TreeNode::Split { measure, .. } => names.contains(measure),
            }) && depth(tree, 0) <= DEEPEST
        };
        let trees: Vec<&Vec<TreeNode>> = written.trees.iter().filter(known).collect();
        let depth = trees.iter().map(|tree| depth(tree, 0)).max().unwrap_or_default();
        let mut made = Self { start: written.start, depth, ..Self::default() };
        for tree in trees {
            let first = (made.questions.len(), made.leaves.len());
            let nothing = Question { measure: 0, below: 0.0 };
            made.questions.resize(first.0 + (1 << depth) - 1, nothing);
            made.leaves.resize(first.1 + (1 << depth), 0.0);
            made.fill(tree, 0, &names, first, 0);
        }
        made
    }

    /// Writes the node `at` of a tree to place `place` of its rows, counted from 0 at the root.
    fn fill(&mut self, tree: &[TreeNode], at: usize, names: &[String], first: (usize, usize), place: usize) {
        let inner = (1 << self.depth) - 1;
        match &tree[at] {
            // Above the last row a leaf stands on both sides of a question that does not matter.
            TreeNode::Leaf(_) if place < inner => {
                self.fill(tree, at, names, first, 2 * place + 1);
                self.fill(tree, at, names, first, 2 * place + 2);
            }
            TreeNode::Leaf(weight) => self.leaves[first.1 + place - inner] = *weight,
            TreeNode::Split { measure, below, skip } => {
                let measure = names.iter().position(|name| name == measure).unwrap_or_default() as u32;
                self.questions[first.0 + place] = Question { measure, below: *below };
                self.fill(tree, at + 1, names, first, 2 * place + 1);
                self.fill(tree, at + skip, names, first, 2 * place + 2);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    pub fn probability(&self, measures: &[f32]) -> f32 {
        let inner = (1 << self.depth) - 1;
        let trees = self.leaves.chunks_exact(inner + 1).enumerate();
        let leaf = |(number, leaves): (usize, &[f32])| {
            let questions = &self.questions[number * inner..][..inner];
            let place = (0..self.depth).fold(0, |place, _| {
                let Question { measure, below } = questions[place];
                2 * place + 2 - usize::from(measures[measure as usize] < below)
            });
            leaves[place - inner]
        };
        let sum: f32 = self.start + trees.map(leaf).sum::<f32>();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// How many questions the longest way from a node on asks.
fn depth(tree: &[TreeNode], at: usize) -> usize {
    match &tree[at] {
        TreeNode::Leaf(_) => 0,
        TreeNode::Split { skip, .. } => 1 + depth(tree, at + 1).max(depth(tree, at + skip)),
    }
}
