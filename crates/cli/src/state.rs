use std::io::Write;

use clap::Args;
use salname_answers::{StateLine, Told, at, write_line};
use salname_model::{Relation, Time};
use salname_state::Answer;

use crate::Outcome;
use crate::arguments::{AnswerArguments, PackArguments, RecordArgument, told};

#[derive(Debug, Args)]
pub struct StateArguments {
    #[command(flatten)]
    pub record: RecordArgument,
    /// The day asked about, as EDTF (1920-05-15); for a month or a year, what held on some day of it.
    #[arg(long, value_name = "DATE", required_unless_present = "from", conflicts_with_all = ["from", "to"])]
    pub on: Option<Time>,
    /// What began or ended from this date on…
    #[arg(long, value_name = "DATE", requires = "to")]
    pub from: Option<Time>,
    /// …to this date.
    #[arg(long, value_name = "DATE", requires = "from")]
    pub to: Option<Time>,
    /// Only what has this name in it. May be given several times: with any of them.
    #[arg(long, value_name = "NAME")]
    pub about: Vec<String>,
    /// Only one relation: exists, holds, controls, claims, part-of, status, member, in-force, at-war, recognises,
    /// relations, subordinate, detained or awaiting-answer.
    #[arg(long, value_name = "RELATION")]
    pub relation: Option<Relation>,
    /// The world of this source alone.
    #[arg(long, value_name = "FILE")]
    pub according_to: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArguments,
}

pub fn run(command: &StateArguments, packs: &PackArguments) -> anyhow::Result<Outcome> {
    let told = told(&command.record, command.according_to.as_deref(), packs)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let outcome = match (&command.on, &command.from, &command.to) {
        (Some(date), _, _) => on(command, &told, date, &mut out)?,
        (None, Some(from), Some(to)) => crate::changes::print(command, &told, from, to, &mut out)?,
        _ => anyhow::bail!("say which day: --on DATE, or --from DATE --to DATE"),
    };
    out.flush()?;
    Ok(outcome)
}

fn on(command: &StateArguments, told: &Told, date: &Time, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut answers = salname_answers::state::on(told, date, &command.about, command.relation);
    if answers.is_empty() {
        if !command.answer.json {
            eprintln!("salname: no source tells of anything that held on {date}");
        }
        return Ok(Outcome::Nothing);
    }
    let all = answers.len();
    let limit = command.answer.limit().unwrap_or(usize::MAX);
    if command.answer.json {
        for answer in answers.iter().take(limit) {
            write_line(out, &StateLine::of(told, answer))?;
        }
        return Ok(Outcome::Done);
    }
    answers = of_every_relation(answers, limit);
    for of_relation in answers.chunk_by(|a, b| a.relation() == b.relation()) {
        writeln!(out, "{}", heading(of_relation[0].relation()))?;
        for answer in of_relation {
            print(out, told, answer, date)?;
        }
        writeln!(out)?;
    }
    if all > limit {
        out.flush()?;
        eprintln!("{limit} of {all} shown: --about NAME or --relation R asks for less, --limit N for more.");
    }
    Ok(Outcome::Done)
}

/// Not more answers than the limit: in turn one of every relation, the surest and best attested first.
fn of_every_relation(mut answers: Vec<Answer<'_>>, limit: usize) -> Vec<Answer<'_>> {
    answers.sort_by_key(|answer| {
        (answer.relation(), answer.certainty, std::cmp::Reverse(answer.witnesses().len()))
    });
    let mut rank = 0;
    let mut ranked: Vec<(usize, Answer)> = Vec::with_capacity(answers.len());
    for answer in answers {
        let same = ranked.last().is_some_and(|(_, last)| last.relation() == answer.relation());
        rank = if same { rank + 1 } else { 0 };
        ranked.push((rank, answer));
    }
    ranked.sort_by_key(|(rank, answer)| (*rank, answer.relation()));
    ranked.truncate(limit);
    ranked.sort_by_key(|(rank, answer)| (answer.relation(), *rank));
    ranked.into_iter().map(|(_, answer)| answer).collect()
}

/// A fluent for people: what, since and until when, how sure, and the sentences for and against it.
fn print(out: &mut impl Write, told: &Told, answer: &Answer, date: &Time) -> std::io::Result<()> {
    let args = answer.args(&told.world);
    writeln!(out, "  {}", phrase(answer.relation(), &args))?;
    writeln!(out, "      {}", term(answer))?;
    let witnesses = answer.witnesses();
    if let Some(nearest) = told.nearest(&witnesses, date) {
        sentence(out, told, nearest, "", witnesses.len() - 1)?;
    }
    let opponents = answer.opponents();
    if let Some(nearest) = told.nearest(&opponents, date) {
        sentence(out, told, nearest, "but ", opponents.len() - 1)?;
    }
    Ok(())
}

/// "since 1920-04-28, until 1921-05; certain".
pub fn term(answer: &Answer) -> String {
    let mut parts = Vec::new();
    match (answer.since(), answer.last_attested()) {
        (Some(since), _) => parts.push(format!("since {}", since.trim_end_matches("/.."))),
        (None, Some(last)) => match answer.first_attested().filter(|first| *first != last) {
            Some(first) => parts.push(format!("attested {first} to {last}")),
            None => parts.push(format!("attested {last}")),
        },
        (None, None) => parts.extend(answer.first_attested().map(|first| format!("first attested {first}"))),
    }
    match answer.until() {
        Some(until) if until.starts_with("../") => {
            parts.push(format!("until {} at the latest", until.trim_start_matches("../")));
        }
        Some(until) => parts.push(format!("until {until}")),
        None => {
            if let (Some(since), Some(attested)) = (answer.since(), answer.last_attested())
                && since != attested
            {
                parts.push(format!("last attested {attested}"));
            }
        }
    }
    format!("{}; {}", parts.join(", "), answer.certainty)
}

/// A statement's sentence and where it stands.
pub fn sentence(
    out: &mut impl Write,
    told: &Told,
    number: salname_state::StatementNumber,
    lead: &str,
    more: usize,
) -> std::io::Result<()> {
    let statement = told.statement(number);
    let at = at(&statement.place, statement.citation.as_deref());
    let more = match more {
        0 => String::new(),
        1 => "  and one more".to_owned(),
        more => format!("  and {more} more"),
    };
    writeln!(out, "      {lead}“{}”  {at}{more}", shortened(&statement.quote))
}

/// A sentence, cut at a word if it is longer than a screen has room for.
pub fn shortened(quote: &str) -> String {
    const LETTERS: usize = 240;
    match quote.char_indices().nth(LETTERS) {
        Some((end, _)) => {
            let cut = quote[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &quote[..cut])
        }
        None => quote.to_owned(),
    }
}

fn heading(relation: Relation) -> &'static str {
    match relation {
        Relation::Exists => "States, parties and bodies",
        Relation::Holds => "Offices",
        Relation::Controls => "Places held",
        Relation::Claims => "Claims",
        Relation::PartOf => "Places and whose they are",
        Relation::Status => "Status of places",
        Relation::Member => "Members",
        Relation::InForce => "Agreements in force",
        Relation::AtWar => "At war",
        Relation::Recognises => "Recognition",
        Relation::Relations => "Diplomatic relations",
        Relation::Subordinate => "Who stands under whom",
        Relation::Detained => "Arrested, exiled, deported",
        Relation::AwaitingAnswer => "Messages that await an answer",
    }
}

/// A fluent in words.
pub fn phrase(relation: Relation, args: &[(&str, &str)]) -> String {
    let arg = |name: &str| args.iter().find(|(known, _)| *known == name).map_or("?", |(_, text)| *text);
    let given = |name: &str| args.iter().any(|(known, _)| *known == name);
    match relation {
        Relation::Exists => arg("polity").to_owned(),
        Relation::Holds => format!("{} — {}", arg("person"), arg("office")),
        Relation::Controls => format!("{} holds {}", arg("actor"), arg("place")),
        Relation::Claims => format!("{} claims {}", arg("actor"), arg("place")),
        Relation::PartOf => format!("{} belongs to {}", arg("place"), arg("polity")),
        Relation::Status => format!("{}: {}", arg("place"), arg("status")),
        Relation::Member => format!("{} in {}", arg("member"), arg("body")),
        Relation::InForce => match (given("agreement"), given("parties")) {
            (true, true) => format!("{} ({})", arg("agreement"), arg("parties")),
            (true, false) => arg("agreement").to_owned(),
            _ => format!("between {}", arg("parties")),
        },
        Relation::AtWar | Relation::Relations => format!("{} and {}", arg("a"), arg("b")),
        Relation::Recognises if given("how") => {
            format!("{} recognises {} {}", arg("by"), arg("of"), arg("how"))
        }
        Relation::Recognises => format!("{} recognises {}", arg("by"), arg("of")),
        Relation::Subordinate => format!("{} under {}", arg("body"), arg("to")),
        Relation::Detained if given("by") => format!("{}, by {}", arg("person"), arg("by")),
        Relation::Detained => arg("person").to_owned(),
        Relation::AwaitingAnswer => {
            format!("{} from {} to {}", arg("message"), arg("from"), arg("to"))
        }
    }
}
