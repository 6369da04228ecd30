//! How many of the statements that are told are wholly right: kind, date, modality, and every filler of every role.
//!
//! This is stricter than `score.py`, which forgives a filler too many, one that is cut, a year for a day, and a modality.

use std::collections::BTreeMap;

use salname_model::Role;

use crate::agreement::{Gold, date, same_number, same_words, value_equal};
use crate::corpus::Seen;
use crate::gold::Passage;

/// Of a filler and the gold's, so much of the words has to be shared.
const ENOUGH: f64 = 0.67;

/// What is said of a role.
#[derive(Default, Clone, Copy)]
pub struct Fillers {
    right: usize,
    /// Some words too many or too few.
    cut: usize,
    extra: usize,
    missing: usize,
}

impl Fillers {
    pub fn wrong(self) -> bool {
        self.cut + self.extra + self.missing > 0
    }
}

/// What became of the statements that are kept and agree with the gold.
#[derive(Default)]
pub struct Whole {
    told: usize,
    agree: usize,
    right: usize,
    date: usize,
    modality: usize,
    roles: usize,
    by_role: BTreeMap<(&'static str, &'static str), Fillers>,
    /// A kind and a role whose wrong fillers are shown case by case, or `all`.
    show: Option<String>,
}

impl Whole {
    pub fn showing(show: Option<&str>) -> Self {
        Self { show: show.map(str::to_owned), ..Self::default() }
    }

    pub fn add(&mut self, passage: &Passage, seen: &Seen, kept: &[usize], pairs: &[(usize, usize)]) {
        self.told += kept.len();
        for &(gold, at) in pairs {
            let (gold, found) = (&passage.statements[gold], &seen.candidates[at].statement);
            let dated = value_equal(date(found), &gold.date);
            if !dated && self.show.as_deref() == Some("date") {
                println!("{}: gold {:?} found {:?} | {}", passage.id, gold.date, date(found), gold.quote);
            }
            if found.modality.to_string() != gold.modality && self.show.as_deref() == Some("modality") {
                println!(
                    "{}: gold {} found {} by {} | {}",
                    passage.id, gold.modality, found.modality, seen.candidates[at].trigger, gold.quote
                );
            }
            let modality = found.modality.to_string() == gold.modality;
            let mut roles = true;
            for &role in gold.kind.roles() {
                let texts: Vec<&str> = found.roles.get(role).iter().map(|one| one.text.as_str()).collect();
                let fillers = of_role(gold, role, &texts);
                let Some(fillers) = fillers else { continue };
                let shown = self.show.as_deref();
                let shown = shown.is_some_and(|one| one == "all" || one == format!("{} {role}", gold.kind));
                if fillers.wrong() && shown {
                    println!(
                        "{} {role} {}: gold {:?} found {texts:?} by {} | {}",
                        gold.kind,
                        passage.id,
                        wanted(gold, role),
                        seen.candidates[at].trigger,
                        gold.quote
                    );
                }
                roles &= !fillers.wrong();
                let sum = self.by_role.entry((gold.kind.as_str(), role.as_str())).or_default();
                sum.right += fillers.right;
                sum.cut += fillers.cut;
                sum.extra += fillers.extra;
                sum.missing += fillers.missing;
            }
            self.agree += 1;
            self.date += usize::from(!dated);
            self.modality += usize::from(!modality);
            self.roles += usize::from(!roles);
            self.right += usize::from(dated && modality && roles);
        }
    }

    pub fn report(&self, by_role: bool) {
        let share = |part: usize| part as f64 / self.told.max(1) as f64;
        println!(
            "  wholly right {:.3} of {} told; of {} that agree the date is wrong in {}, the modality in {}, roles in {}",
            share(self.right),
            self.told,
            self.agree,
            self.date,
            self.modality,
            self.roles
        );
        for ((kind, role), one) in self.by_role.iter().filter(|_| by_role) {
            println!(
                "    {:24} right {:4} cut {:4} extra {:4} missing {:4}",
                format!("{kind} {role}"),
                one.right,
                one.cut,
                one.extra,
                one.missing
            );
        }
    }
}

/// The gold's fillers of a role.
pub fn wanted(gold: &Gold, role: Role) -> Vec<&str> {
    gold.fillers.iter().filter(|(other, _)| *other == role).map(|(_, text)| text.as_str()).collect()
}

/// How the fillers of a role stand to the gold's; none where the gold does not keep what the role holds.
pub fn of_role(gold: &Gold, role: Role, texts: &[&str]) -> Option<Fillers> {
    let wanted = wanted(gold, role);
    if role == Role::Form || role == Role::About && wanted.is_empty() {
        return None;
    }
    let (mut fillers, mut taken) = (Fillers::default(), vec![false; texts.len()]);
    for name in &wanted {
        // "%" has no words.
        let like = |text: &str| {
            if *name == text || same_number(name, text) { 1.0 } else { same_words(name, text) }
        };
        let best = (0..texts.len())
            .filter(|at| !taken[*at])
            .max_by(|&one, &two| like(texts[one]).total_cmp(&like(texts[two])).then(two.cmp(&one)));
        match best.map(|at| (at, like(texts[at]))) {
            Some((at, like)) if like > 0.0 => {
                taken[at] = true;
                if like >= ENOUGH { fillers.right += 1 } else { fillers.cut += 1 }
            }
            _ => fillers.missing += 1,
        }
    }
    fillers.extra = taken.iter().filter(|taken| !**taken).count();
    Some(fillers)
}
