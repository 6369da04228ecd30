//! What holds of any corrections whatever.
#![allow(clippy::unwrap_used)] // what cannot be unwrapped fails the test, as it should

mod desk;

use desk::Desk;
use proptest::prelude::*;
use salname_model::{Filler, Kind, Modality, Role};
use salname_record::{Action, Correction, EntityRef, Mark, Target};

/// A random correction: what it does, to whom, and with what.
#[derive(Debug, Clone)]
struct Draft {
    what: u8,
    of: u8,
    with: u8,
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    prop::collection::vec((0..9_u8, any::<u8>(), any::<u8>()), 1..8)
        .prop_map(|all| all.into_iter().map(|(what, of, with)| Draft { what, of, with }).collect())
}

/// Makes a draft, if it makes sense in the record as it is now; gives its identifier.
fn make(desk: &mut Desk, draft: &Draft, second: usize) -> Option<String> {
    let statements = desk.writer.statements(&Default::default()).unwrap();
    let entities = desk.entities();
    let pick = |by: u8, among: usize| usize::from(by) % among.max(1);
    let statement =
        || Target { id: statements[pick(draft.of, statements.len())].id.clone(), ..Target::default() };
    let entity =
        |by: u8| EntityRef { name: entities[pick(by, entities.len())].clone(), ..EntityRef::default() };
    if statements.is_empty() || entities.len() < 2 {
        return None;
    }
    let action = match draft.what {
        0 => Action::Reject { statement: statement() },
        1 => Action::Confirm { statement: statement() },
        2 | 3 => Action::Set {
            statement: statement(),
            kind: None,
            date: Some(format!("19{:02}", draft.with % 100)),
            modality: (draft.what == 3).then_some(Modality::Denied),
            roles: [(Role::Change, vec![Filler::plain(format!("change {}", draft.with))])].into(),
        },
        4 => Action::Set {
            statement: statement(),
            kind: Some(Kind::ALL[pick(draft.with, Kind::ALL.len())]),
            date: None,
            modality: None,
            roles: [].into(),
        },
        5 => Action::Merge { entities: vec![entity(draft.of), entity(draft.with)] },
        6 => Action::Rename { entity: entity(draft.of), name: format!("Name {}", draft.with) },
        7 => Action::Split {
            entity: entity(draft.of),
            marks: vec![Mark {
                source: ["april.txt", "may.txt"][pick(draft.with, 2)].into(),
                ..Mark::default()
            }],
            into: format!("Part {}", draft.with),
        },
        _ => {
            let log = desk.writer.corrections().unwrap();
            let of = log.get(pick(draft.of, log.len()))?;
            Action::Undo { correction: of.correction.id.clone() }
        }
    };
    let at = format!("2026-01-02T10:{:02}:{:02}Z", second / 60, second % 60);
    desk.writer.correct(&Correction::new("Leyla", at, action)).ok().map(|made| made.id)
}

/// All that the record says; the log itself left out, which only grows.
fn says(desk: &Desk) -> (String, String, String) {
    (
        format!("{:?}", desk.writer.statements(&Default::default()).unwrap()),
        format!("{:?}", desk.writer.entities().unwrap()),
        format!("{:?}", desk.writer.rejected().unwrap()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_undone_leaves_the_record_as_it_was(drafts in drafts()) {
        let mut desk = Desk::with_april_and_may();
        let (last, before) = drafts.split_last().unwrap();
        for (second, draft) in before.iter().enumerate() {
            make(&mut desk, draft, second);
        }
        let said = says(&desk);
        if let Some(id) = make(&mut desk, last, 50) {
            desk.writer.undo(&id, "Leyla", "2026-01-02T11:00:00Z").unwrap();
        }
        prop_assert_eq!(says(&desk), said);
        prop_assert_eq!(desk.writer.check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_exported_is_taken_in_and_exported_the_same(drafts in drafts()) {
        let mut desk = Desk::with_april_and_may();
        for (second, draft) in drafts.iter().enumerate() {
            make(&mut desk, draft, second);
        }
        let mut exported = desk.export();
        let mut other = Desk::with_april_and_may();
        exported.reverse();
        other.writer.import_corrections(&exported).unwrap();
        prop_assert_eq!(desk.export(), other.export());
        prop_assert_eq!(says(&desk), says(&other));
        // And reading everything anew changes nothing that is said.
        let said = says(&other);
        other.keep_may("2");
        other.keep_april("2");
        prop_assert_eq!(says(&other), said);
    }
}
