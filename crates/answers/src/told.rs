use std::collections::HashMap;
use std::sync::OnceLock;

use salname_model::{Class, Place, Relation, Relative, Time};
use salname_packs::Packs;
use salname_reader::names::Key;
use salname_record::{
    Decision, Record, RecordError, RelativeTime, StatementFilter, StoredEntity, StoredStatement,
};
use salname_state::{Bounds, Disagreement, Evidence, Gathering, Query, StatementNumber, World};
use serde::Serialize;

use crate::offices::Offices;

/// A world, and the statements that it was derived from by their numbers.
pub struct Told {
    /// What held when.
    pub world: World,
    statements: Vec<StoredStatement>,
    /// What people decided about disagreements.
    decisions: Vec<Decision>,
    /// The number of each statement by its identifier; made when the first is asked for.
    numbers: OnceLock<HashMap<String, StatementNumber>>,
    /// The statements that name each entity; made when the first is asked for.
    naming: OnceLock<HashMap<String, Vec<StatementNumber>>>,
    /// Looked for when they are first asked for.
    disagreements: OnceLock<Vec<Disagreement>>,
    /// Everything that is known by several spellings: each with its keys.
    spellings: Vec<Vec<(String, String)>>,
    key: Key,
    offices: Offices,
}

/// A statement that speaks for or against something, as answers show it.
#[derive(Debug, Serialize)]
pub struct Witness<'a> {
    id: &'a str,
    quote: &'a str,
    source: &'a Place,
}

impl Told {
    /// The world of all sources of a record, or of the one that a person calls so.
    ///
    /// # Errors
    /// If the record cannot be read, or there is no such source.
    pub fn load(record: &Record, packs: &Packs, source: Option<&str>) -> Result<Self, RecordError> {
        let filter = StatementFilter { source: source.map(str::to_owned), ..StatementFilter::default() };
        let statements = record.statements(&filter)?;
        let entities = record.entities()?;
        let key = Key::new(packs);
        let known = packs
            .gazetteer
            .entries()
            .iter()
            .map(|entry| entry.names.values().chain(entry.short.values()).flatten().collect::<Vec<_>>());
        let spellings = known
            .chain(entities.iter().map(|entity| vec![&entity.name]))
            .map(|names| names.into_iter().map(|name| (name.clone(), key.of(name))).collect())
            .collect();
        let world = derive(packs, &key, &entities, &statements, &record.relative_times()?);
        Ok(Self {
            world,
            statements,
            numbers: OnceLock::new(),
            naming: OnceLock::new(),
            disagreements: OnceLock::new(),
            decisions: record.decisions()?,
            spellings,
            key,
            offices: Offices::new(packs),
        })
    }

    /// What a person decided about statements that cannot all be so.
    #[must_use]
    pub fn decision(&self, disagreement: &Disagreement) -> Option<&Decision> {
        let mut between: Vec<&str> =
            disagreement.between.iter().map(|&number| self.statement(number).id.as_str()).collect();
        between.sort_unstable();
        let same = |decision: &&Decision| {
            decision.disagreement == disagreement.kind
                && decision.between.iter().map(String::as_str).eq(between.iter().copied())
        };
        self.decisions.iter().find(same)
    }

    /// The statement of a number.
    #[must_use]
    pub fn statement(&self, number: StatementNumber) -> &StoredStatement {
        &self.statements[number as usize]
    }

    /// The number of the statement of an identifier.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<StatementNumber> {
        let numbered = || self.statements.iter().map(|statement| statement.id.clone()).zip(0..).collect();
        self.numbers.get_or_init(numbered).get(id).copied()
    }

    /// The numbers of the statements in which something of that name fills a role, in order.
    #[must_use]
    pub fn naming(&self, entity: &str) -> &[StatementNumber] {
        let index = || {
            let mut index: HashMap<String, Vec<StatementNumber>> = HashMap::new();
            for (statement, number) in self.statements.iter().zip(0..) {
                let fillers = statement.roles.iter().flat_map(|(_, fillers)| fillers);
                for name in fillers.filter_map(|filler| filler.entity.as_ref()) {
                    let numbers = index.entry(name.clone()).or_default();
                    if numbers.last() != Some(&number) {
                        numbers.push(number);
                    }
                }
            }
            index
        };
        self.naming.get_or_init(index).get(entity).map_or(&[], Vec::as_slice)
    }

    /// All statements that cannot all be so, the weightiest first.
    #[must_use]
    pub fn disagreements(&self) -> &[Disagreement] {
        self.disagreements.get_or_init(|| self.world.disagreements())
    }

    /// All statements, in the order of their dates.
    #[must_use]
    pub fn statements(&self) -> &[StoredStatement] {
        &self.statements
    }

    /// A name as it was asked for, and the other spellings of what is called so; for an office its names in all
    /// languages of the packs, with the spellings of whose it is.
    #[must_use]
    pub fn spellings(&self, name: &str) -> Vec<String> {
        let mut found = self.spellings_of_one(name);
        if let Some(title) = self.offices.title(name) {
            for rest in self.spellings_of_rest(&title.rest) {
                found.extend(
                    title.names.iter().map(|title| format!("{rest} {title}").trim_start().to_owned()),
                );
            }
            found.dedup();
        }
        found
    }

    /// The spellings of a name that may have an ending; one that is empty if there is no name.
    fn spellings_of_rest(&self, rest: &str) -> Vec<String> {
        if rest.is_empty() {
            return vec![String::new()];
        }
        let inflected = self.spellings.iter().filter(|known| self.offices.alike(rest, known));
        let inflected = inflected.flatten().map(|(spelling, _)| spelling.clone());
        self.spellings_of_one(rest).into_iter().chain(inflected).collect()
    }

    fn spellings_of_one(&self, name: &str) -> Vec<String> {
        let asked = self.key.of(name);
        let asked: Vec<&str> = asked.split(' ').filter(|word| !word.is_empty()).collect();
        let mut found = vec![name.to_owned()];
        if asked.is_empty() {
            return found;
        }
        let mut add = |spelling: String| {
            if !found.contains(&spelling) {
                found.push(spelling);
            }
        };
        for names in &self.spellings {
            let is_asked = |word: &&str| asked.contains(word);
            if names.iter().any(|(_, key)| key.split(' ').eq(asked.iter().copied())) {
                names.iter().for_each(|(spelling, _)| add(spelling.clone()));
            } else if names.iter().any(|(_, key)| key.split(' ').filter(is_asked).count() >= asked.len()) {
                // A part of a longer name ("Chicherin"): only that part, in the letters of the longer name.
                for (spelling, _) in names {
                    let part = spelling
                        .split_whitespace()
                        .filter(|word| asked.contains(&self.key.of(word).as_str()));
                    let part: Vec<&str> = part.collect();
                    if part.len() >= asked.len() {
                        add(part.join(" "));
                    }
                }
            }
        }
        found
    }

    /// Tells which texts name an office, in any language and inflection.
    pub(crate) fn naming_office(&self, asked: &str) -> impl FnMut(&str) -> bool {
        let spellings = self.spellings_of_one(asked);
        let title = self.offices.title(asked);
        let mut having = title.map(|title| {
            let rest = self.spellings_of_rest(&title.rest);
            self.offices.having(&rest, &title.names)
        });
        move |text| {
            spellings.iter().any(|name| salname_state::names(text, name))
                || having.as_mut().is_some_and(|having| having(text))
        }
    }

    /// For whom somebody speaks, by the offices that are told of him: the words of their names that are proper.
    pub(crate) fn speaks_for(&self, spellings: &[String]) -> Vec<(&str, Bounds)> {
        let query = Query::ever().of_relation(Some(Relation::Holds)).about(spellings.iter().cloned());
        let held = self.world.ask(&query);
        let offices = held.iter().filter_map(|answer| {
            let args = answer.args(&self.world);
            let arg = |asked: &str| args.iter().find(|(name, _)| *name == asked).map(|(_, text)| *text);
            let person = arg("person")?;
            let is_asked = spellings.iter().any(|name| salname_state::names(person, name));
            let day = |date: Option<&str>| Some(salname_state::bounds_of(&Time::parse(date?).ok()?));
            let (first, last) = (day(answer.first_attested())?, day(answer.last_attested())?);
            let days = Bounds { earliest: first.earliest, latest: last.latest };
            arg("office").filter(|_| is_asked).map(|office| (office, days))
        });
        offices
            .flat_map(|(office, days)| self.offices.proper_words(office).map(move |word| (word, days)))
            .collect()
    }

    /// Of several statements, the one whose date is nearest to a date; one without a date only if there is no other.
    #[must_use]
    pub fn nearest(&self, numbers: &[StatementNumber], date: &Time) -> Option<StatementNumber> {
        let asked = salname_state::bounds_of(date);
        numbers.iter().copied().min_by_key(|&number| {
            let told = self.statement(number).date.as_ref().map(salname_state::bounds_of);
            told.map_or((i32::MAX, 0), |told| (told.gap(asked), told.width()))
        })
    }

    /// Statements as answers show them.
    #[must_use]
    pub fn witnesses(&self, numbers: &[StatementNumber]) -> Vec<Witness<'_>> {
        numbers.iter().map(|&number| self.witness(number)).collect()
    }

    fn witness(&self, number: StatementNumber) -> Witness<'_> {
        let statement = self.statement(number);
        Witness { id: &statement.id, quote: &statement.quote, source: &statement.place }
    }
}

fn derive(
    packs: &Packs,
    key: &Key,
    entities: &[StoredEntity],
    statements: &[StoredStatement],
    relative: &[RelativeTime],
) -> World {
    let mut gathering = Gathering::new(&packs.rules, |name| key.of(name));
    for entry in packs.gazetteer.entries() {
        let spellings = entry.names.values().flatten();
        if entry.class == Class::Gpe && entry.kind == "state" {
            gathering.know_polity(spellings);
        } else {
            gathering.know(Some(entry.class), spellings);
        }
    }
    // A name that several polities share one after another is a name of its own: which of them a text means by it is
    // for the reader to infer, not given.
    for entry in packs.gazetteer.entries().iter().filter(|entry| entry.kind == "state") {
        gathering.know_short_name(entry.short.values().flatten(), entry.names.values().flatten());
    }
    for entity in entities {
        let class = entity.class.as_deref().and_then(|class| class.parse().ok());
        gathering.know(class, [&entity.name]);
    }
    for statement in statements {
        gathering.tell(&Evidence {
            source: &statement.place.file,
            sentence: statement.place.start as u64,
            kind: statement.kind,
            date: statement.date.as_ref(),
            roles: &statement.roles,
            quote: &statement.quote,
            modality: statement.modality,
            confidence: statement.confidence,
        });
    }
    for (later, earlier, least, most) in relative_orders(statements, relative) {
        gathering.relate(later, earlier, least, most);
    }
    gathering.derive()
}

/// "Three days later": a statement without a date happened so many days after the one that its source told before it.
///
/// "Three days later, on 20 May": the statement has its date from the text, and so has what it counts from; the count is
/// held against both where it does not lead from one to the other. Who counts in the middle of a sentence counts from
/// something that the sentence says itself, of which no statement may tell.
fn relative_orders(
    statements: &[StoredStatement],
    relative: &[RelativeTime],
) -> Vec<(StatementNumber, StatementNumber, i32, i32)> {
    type Placed<'a> = (&'a str, usize, usize, StatementNumber);
    let mut placed: Vec<Placed> = (0..)
        .zip(statements)
        .map(|(number, one)| (one.place.file.as_str(), one.place.start, one.place.end, number))
        .collect();
    placed.sort_unstable();
    let date = |one: &Placed| statements[one.3 as usize].date.as_ref();
    let mut orders = Vec::new();
    for time in relative {
        let Some(told) = Relative::in_note(&time.note) else { continue };
        let Some((least, most)) = days_of(&told) else { continue };
        let start = placed.partition_point(|one| (one.0, one.1) < (time.file.as_str(), 0));
        let of_source = placed[start..].iter().take_while(|one| one.0 == time.file);
        let (before, rest): (Vec<&Placed>, Vec<&Placed>) =
            of_source.partition(|one| one.2 <= time.span.start);
        let around: Vec<&Placed> =
            rest.into_iter().filter(|one| one.1 <= time.span.start && time.span.end <= one.2).collect();
        let nearest = |counts: &dyn Fn(&Placed) -> bool| {
            before.iter().filter(|one| counts(one)).max_by_key(|one| (one.2, one.1)).copied()
        };
        let Some(value) = &time.value else {
            let Some(earlier) = nearest(&|_| true) else { continue };
            let undated = around.iter().filter(|one| earlier.2 <= one.1 && date(one).is_none());
            orders.extend(undated.map(|one| (one.3, earlier.3, least, most)));
            continue;
        };
        let opens = around.iter().all(|one| {
            // In small letters it is a later part of a sentence.
            let first = statements[one.3 as usize].quote.chars().find(|sign| sign.is_alphabetic());
            time.span.start - one.1 <= OPENING && first.is_none_or(|letter| !letter.is_lowercase())
        });
        let Some(from) = told.from.filter(|from| opens && !counts_to(from, value, (least, most))) else {
            continue;
        };
        let Some(earlier) = nearest(&|one| date(one) == Some(&from)) else { continue };
        let dated = around.iter().filter(|one| earlier.2 <= one.1 && date(one) == Some(value));
        orders.extend(dated.map(|one| (one.3, earlier.3, least, most)));
    }
    orders
}

/// A sentence opens with what stands within so many bytes of its beginning.
const OPENING: usize = 8;

/// True unless both are days, and no count of days from the fewest to the most leads from the one to the other.
fn counts_to(from: &Time, value: &Time, (least, most): (i32, i32)) -> bool {
    let [from, value] = [from, value].map(salname_state::bounds_of);
    from.width() > 0 || value.width() > 0 || {
        let days = value.earliest - from.earliest;
        (least..=most).contains(&days)
    }
}

/// The fewest and the most days that are counted.
fn days_of(told: &Relative) -> Option<(i32, i32)> {
    let (least, most) = told.days()?;
    Some((i32::try_from(least).ok()?, i32::try_from(most).ok()?))
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Told").field("statements", &self.statements.len()).finish_non_exhaustive()
    }
}
