//! What began and what ended between two dates: `state --from D --to D`.

use std::io::Write;

use salname_answers::{ChangeLine, Told, state, write_line};
use salname_model::Time;

use crate::Outcome;
use crate::state::{StateArguments, phrase, sentence};

pub fn print(
    command: &StateArguments,
    told: &Told,
    from: &Time,
    to: &Time,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let changes = state::changes(told, from, to, &command.about, command.relation)?;
    if changes.is_empty() {
        if !command.answer.json {
            eprintln!("salname: no source tells of anything that began or ended from {from} to {to}");
        }
        return Ok(Outcome::Nothing);
    }
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    for change in changes.iter().take(limit) {
        if command.answer.json {
            write_line(out, &ChangeLine::of(told, change))?;
        } else {
            let answer = &change.answer;
            let words = phrase(answer.relation(), &answer.args(&told.world));
            writeln!(out, "{}  {}: {}  ({})", change.date, change.what, words, answer.relation().as_str())?;
            let witness = match change.what {
                "ends" => answer.ended_by(),
                _ => answer.witnesses().first().copied(),
            };
            if let Some(number) = witness {
                sentence(out, told, number, "", 0)?;
            }
        }
    }
    if !command.answer.json && changes.len() > limit {
        out.flush()?;
        eprintln!(
            "{limit} of {} shown: --about NAME or --relation R asks for less, --limit N for more.",
            changes.len()
        );
    }
    Ok(Outcome::Done)
}
