//! What held on a day, asked of Salname's world, of plain SQL over SQLite and of SPARQL over Oxigraph, in one run.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/state/Cargo.toml -- [STATEMENTS]
//! ```
//!
//! The two others know no rules: they are given what Salname derived, every term of every fluent with the days for which
//! it is possible and certain, and are asked which of them hold. Their answers must be Salname's.

#[path = "../../../../crates/state/benches/archive/mod.rs"]
mod archive;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use archive::Dice;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term as Node};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use rusqlite::Connection;
use salname_model::{Certainty, Relation, Time};
use salname_packs::Packs;
use salname_state::{Bounds, Gathering, Query, World, bounds_of};

/// Days on which is asked. The slowest of the three is asked on the first few only.
const DAYS: usize = 40;
const DAYS_OF_OXIGRAPH: usize = 5;

/// A relation with its arguments, and whether it is certain.
type Row = (String, [String; 3], bool);

fn main() -> anyhow::Result<()> {
    let statements =
        std::env::args().nth(1).map_or(Ok(1_000_000), |count| count.parse()).context("say how many")?;
    let rules = Packs::embedded()?.rules;
    let start = Instant::now();
    let mut gathering = Gathering::new(&rules, str::to_lowercase);
    archive::tell_archive(42, statements, statements, |told| {
        gathering.tell(&told.evidence());
    });
    let world = gathering.derive();
    println!("{statements} statements told and derived in {:.1} s", start.elapsed().as_secs_f64());

    let terms = terms(&world);
    let start = Instant::now();
    let sqlite = in_sqlite(&terms)?;
    println!("SQLite: {} terms kept in {:.1} s", terms.len(), start.elapsed().as_secs_f64());
    let start = Instant::now();
    let oxigraph = in_oxigraph(&terms)?;
    println!("Oxigraph: {} triples kept in {:.1} s", oxigraph.len()?, start.elapsed().as_secs_f64());

    for (what, relation) in [("everything that held that day", None), ("offices only", Some(Relation::Holds))]
    {
        compare(what, relation, &world, &sqlite, &oxigraph)?;
    }
    Ok(())
}

/// A term as the others are given it.
struct Term {
    relation: Relation,
    args: [String; 3],
    possible: Bounds,
    certain: Vec<Bounds>,
}

fn terms(world: &World) -> Vec<Term> {
    let all = world.ask(&Query::ever().despite_rivals());
    all.iter()
        .map(|answer| Term {
            relation: answer.relation(),
            args: args(answer, world),
            possible: answer.possible(),
            certain: answer.certain().collect(),
        })
        .collect()
}

fn args<'w>(answer: &salname_state::Answer<'w>, world: &'w World) -> [String; 3] {
    let mut args = [const { String::new() }; 3];
    for (slot, (_, text)) in args.iter_mut().zip(answer.args(world)) {
        text.clone_into(slot);
    }
    args
}

fn compare(
    what: &str,
    relation: Option<Relation>,
    world: &World,
    sqlite: &Connection,
    oxigraph: &Store,
) -> anyhow::Result<()> {
    let mut dice = Dice::of(1);
    let [mut ours, mut sql, mut sparql] = [const { Vec::new() }; 3];
    let mut answers = Vec::new();
    for number in 0..DAYS {
        let day = format!("{}-{:02}-{:02}", 1900 + dice.roll(45), 1 + dice.roll(12), 1 + dice.roll(28));
        let day = Time::parse(&day)?;
        let number_of_day = bounds_of(&day).earliest;
        let told = timed(&mut ours, || Ok(of_world(world, &day, relation)))?;
        let kept = timed(&mut sql, || of_sqlite(sqlite, number_of_day, relation))?;
        anyhow::ensure!(sorted(told.clone()) == sorted(kept), "SQL answers otherwise on {day}");
        if number < DAYS_OF_OXIGRAPH {
            let kept = timed(&mut sparql, || of_oxigraph(oxigraph, number_of_day, relation))?;
            anyhow::ensure!(sorted(told.clone()) == sorted(kept), "SPARQL answers otherwise on {day}");
        }
        answers.push(told.len());
    }
    answers.sort_unstable();
    println!("{what}: {} answers in the median, the same from all three", answers[answers.len() / 2]);
    for (who, times) in [("Salname", ours), ("SQL over SQLite", sql), ("SPARQL over Oxigraph", sparql)] {
        report(who, times);
    }
    Ok(())
}

fn timed<T>(times: &mut Vec<Duration>, ask: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let start = Instant::now();
    let answer = ask()?;
    times.push(start.elapsed());
    Ok(answer)
}

fn report(who: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("  {who}: p50 {:.1} ms, p99 {:.1} ms", at(50), at(99));
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_unstable();
    rows
}

// ---- Salname --------------------------------------------------------------------------------------------------------

/// Every answer with its texts, as the others give them.
fn of_world(world: &World, day: &Time, relation: Option<Relation>) -> Vec<Row> {
    let query = Query::on(day).of_relation(relation).despite_rivals();
    let answers = world.answers(&query);
    answers
        .map(|answer| {
            (answer.relation().to_string(), args(&answer, world), answer.certainty == Certainty::Certain)
        })
        .collect()
}

// ---- SQLite ---------------------------------------------------------------------------------------------------------

fn in_sqlite(terms: &[Term]) -> anyhow::Result<Connection> {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(
        "CREATE TABLE term (id INTEGER PRIMARY KEY, relation TEXT, a TEXT, b TEXT, c TEXT, first INTEGER, last INTEGER);
         CREATE TABLE certain (term INTEGER, first INTEGER, last INTEGER);",
    )?;
    let transaction = database.transaction()?;
    {
        let mut term_row = transaction.prepare("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?)")?;
        let mut certain_row = transaction.prepare("INSERT INTO certain VALUES (?, ?, ?)")?;
        for (id, term) in (0_i64..).zip(terms) {
            let [a, b, c] = &term.args;
            let Bounds { earliest, latest, .. } = term.possible;
            term_row.execute((id, term.relation.to_string(), a, b, c, earliest, latest))?;
            for days in &term.certain {
                certain_row.execute((id, days.earliest, days.latest))?;
            }
        }
    }
    transaction.commit()?;
    database.execute_batch(
        "CREATE INDEX term_by_days ON term (first, last);
         CREATE INDEX term_by_relation ON term (relation, first, last);
         CREATE INDEX certain_by_term ON certain (term, first, last);
         ANALYZE;",
    )?;
    Ok(database)
}

fn of_sqlite(database: &Connection, day: i32, relation: Option<Relation>) -> anyhow::Result<Vec<Row>> {
    let one = if relation.is_some() { "AND term.relation = ?2" } else { "AND ?2 IS NULL" };
    let mut query = database.prepare_cached(&format!(
        "SELECT relation, a, b, c, EXISTS
             (SELECT 1 FROM certain WHERE certain.term = term.id AND certain.first <= ?1 AND certain.last >= ?1)
         FROM term WHERE term.first <= ?1 AND term.last >= ?1 {one}"
    ))?;
    let rows = query.query_map((day, relation.map(|relation| relation.to_string())), |row| {
        Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?], row.get(4)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

// ---- Oxigraph -------------------------------------------------------------------------------------------------------

fn name(text: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:state:{text}"))
}

fn in_oxigraph(terms: &[Term]) -> anyhow::Result<Store> {
    let store = Store::new()?;
    let mut loader = store.bulk_loader();
    let triple = |subject: &NamedNode, predicate: &str, object: Node| {
        Quad::new(subject.clone(), name(predicate), object, GraphName::DefaultGraph)
    };
    let quads = terms.iter().enumerate().flat_map(|(id, term)| {
        let subject = name(&format!("term:{id}"));
        let day = |predicate, number: i32| triple(&subject, predicate, Literal::from(number).into());
        let mut quads = vec![
            triple(&subject, "relation", name(&term.relation.to_string()).into()),
            day("first", term.possible.earliest),
            day("last", term.possible.latest),
        ];
        for (predicate, text) in ["a", "b", "c"].into_iter().zip(&term.args) {
            quads.push(triple(&subject, predicate, Literal::from(text.as_str()).into()));
        }
        for (number, days) in term.certain.iter().enumerate() {
            let stretch = name(&format!("certain:{id}:{number}"));
            quads.push(triple(&subject, "certain", stretch.clone().into()));
            quads.push(triple(&stretch, "from", Literal::from(days.earliest).into()));
            quads.push(triple(&stretch, "to", Literal::from(days.latest).into()));
        }
        quads
    });
    loader.load_quads(quads)?;
    loader.commit()?;
    Ok(store)
}

/// Two questions, for which terms are possible and which are certain: as one, with EXISTS, it takes minutes.
fn of_oxigraph(store: &Store, day: i32, relation: Option<Relation>) -> anyhow::Result<Vec<Row>> {
    let one =
        relation.map_or(String::new(), |relation| format!("VALUES ?relation {{ <urn:state:{relation}> }}"));
    let possible = format!(
        "PREFIX : <urn:state:>
         SELECT ?term ?relation ?a ?b ?c WHERE {{
             {one}
             ?term :relation ?relation ; :first ?first ; :last ?last ; :a ?a ; :b ?b ; :c ?c .
             FILTER (?first <= {day} && ?last >= {day})
         }}"
    );
    let certain = format!(
        "PREFIX : <urn:state:>
         SELECT ?term WHERE {{
             ?stretch :from ?from ; :to ?to .
             FILTER (?from <= {day} && ?to >= {day})
             ?term :certain ?stretch .
         }}"
    );
    let certain: HashSet<String> = ask(store, &certain, ["term"])?.into_iter().map(|[term]| term).collect();
    let rows = ask(store, &possible, ["term", "relation", "a", "b", "c"])?;
    let row = |[term, relation, a, b, c]: [String; 5]| (relation, [a, b, c], certain.contains(&term));
    Ok(rows.into_iter().map(row).collect())
}

fn ask<const N: usize>(store: &Store, query: &str, variables: [&str; N]) -> anyhow::Result<Vec<[String; N]>> {
    let results = SparqlEvaluator::new().parse_query(query)?.on_store(store).execute()?;
    let QueryResults::Solutions(solutions) = results else { anyhow::bail!("SELECT gives solutions") };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution?;
        rows.push(variables.map(|variable| match solution.get(variable) {
            Some(Node::Literal(literal)) => literal.value().to_owned(),
            Some(Node::NamedNode(node)) => node.as_str().trim_start_matches("urn:state:").to_owned(),
            _ => String::new(),
        }));
    }
    Ok(rows)
}
