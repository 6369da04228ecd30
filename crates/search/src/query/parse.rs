use std::iter::Peekable;
use std::str::CharIndices;

use salname_model::{Class, Day, Kind, Time};

use super::QueryError;

/// A query is longer than this many bytes only by mistake.
const LONGEST: usize = 2000;
/// Nobody sets more brackets inside brackets.
const DEEPEST: usize = 8;
const FIELDS: &str = "kind, who, place, entity, from, to, source, lang, class, doubtful";

/// What a passage must be like: every clause holds of it.
///
/// ```
/// use salname_search::query::{Atom, Query};
///
/// let query = Query::parse(r#"nota OR telegram who:Çiçerin -"xalq komissarı""#).unwrap();
/// assert_eq!(query.clauses.len(), 3);
/// assert_eq!(query.clauses[0].any, [Atom::Word("nota".into()), Atom::Word("telegram".into())]);
/// assert!(query.clauses[2].negated);
///
/// let error = Query::parse(r#"nota "xalq"#).unwrap_err();
/// assert!(error.to_string().ends_with("\n  nota \"xalq\n       ^"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// All of them must hold.
    pub clauses: Vec<Clause>,
}

/// One or several things of which one must be there, or one that must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// True if none of them may hold.
    pub negated: bool,
    /// One of them must hold. `a OR b c` is "a or b, and c".
    pub any: Vec<Atom>,
}

/// The smallest part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A word in any spelling, script and inflection.
    Word(String),
    /// Words that begin so: `komissar*`.
    Prefix(String),
    /// Words written nearly so: `Zəngəzur~`.
    Fuzzy(String),
    /// Words that follow one another: `"xalq komissarı"`.
    Phrase(String),
    /// A condition on the passage.
    Filter(Filter),
    /// What stands in brackets: all of it must hold.
    Group(Vec<Clause>),
}

/// A condition on the passage: `field:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// A statement of that kind stands in it.
    Kind(Kind),
    /// It names that person, body or power.
    Who(String),
    /// It names that place.
    Place(String),
    /// It names the entity of exactly that name.
    Entity(String),
    /// It speaks of that day or a later one.
    From(Day),
    /// It speaks of that day or an earlier one.
    To(Day),
    /// It stands in that source.
    Source(String),
    /// It is in that language.
    Lang(String),
    /// It names something of that class.
    Class(Class),
    /// The restored form of some word in it is not certain; or is of all.
    Doubtful(bool),
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// If it is empty, too long, excludes everything, or is malformed; the error points to the place.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.len() > LONGEST {
            return Err(QueryError::new(
                text,
                0,
                format!("the query is {} bytes long: ask with no more than {LONGEST}", text.len()),
            ));
        }
        let mut parser = Parser { text, letters: text.char_indices().peekable(), depth: 0 };
        let clauses = parser.clauses()?;
        let wanted = clauses.iter().any(|clause| !clause.negated);
        if clauses.is_empty() {
            return Err(QueryError::new(text, 0, "the query is empty: give at least one word or filter"));
        }
        if !wanted {
            let message = "the query only says what not to find: say what to find, too";
            return Err(QueryError::new(text, 0, message));
        }
        let query = Self { clauses };
        if let (Some(from), Some(to)) = query.days()
            && to < from
        {
            let at = text.to_ascii_lowercase().rfind("to:").unwrap_or(0);
            let message = format!("the time ends before it begins: the last day is {to}, the first {from}");
            return Err(QueryError::new(text, at, message));
        }
        Ok(query)
    }

    /// The first and the last day of the time that is asked for.
    #[must_use]
    pub fn days(&self) -> (Option<Day>, Option<Day>) {
        let (mut first, mut last) = (None, None);
        for clause in self.clauses.iter().filter(|clause| !clause.negated) {
            match clause.any[..] {
                [Atom::Filter(Filter::From(day))] => first = first.max(Some(day)),
                [Atom::Filter(Filter::To(day))] => last = Some(last.map_or(day, |last: Day| last.min(day))),
                _ => {}
            }
        }
        (first, last)
    }
}

impl Atom {
    /// True if it is a condition on the passage, or has one in it.
    pub(crate) fn has_filter(&self) -> bool {
        match self {
            Self::Filter(_) => true,
            Self::Group(clauses) => clauses.iter().flat_map(|clause| &clause.any).any(Self::has_filter),
            _ => false,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    letters: Peekable<CharIndices<'a>>,
    /// How many brackets are open.
    depth: usize,
}

impl<'a> Parser<'a> {
    fn clauses(&mut self) -> Result<Vec<Clause>, QueryError> {
        let mut clauses: Vec<Clause> = Vec::new();
        // Where an OR stands that still waits for its right side.
        let mut or = None;
        while let Some(at) = self.skip_blanks() {
            if self.depth > 0 && self.is_next(')') {
                break;
            }
            // What is there by itself needs no AND.
            if self.eat_word(at, "AND") {
                continue;
            }
            let negated = self.eat_word(at, "NOT") || self.eat('-');
            if !negated && self.eat_word(at, "OR") {
                match clauses.last() {
                    Some(last) if or.is_none() && !last.negated => or = Some(at),
                    Some(last) if last.negated => return Err(self.error(at, NOT_WITH_OR)),
                    _ => return Err(self.error(at, LONELY_OR)),
                }
                continue;
            }
            let Some(atom) = self.atom()? else { continue };
            match (or.take(), clauses.last_mut()) {
                (Some(_), Some(_)) if negated => return Err(self.error(at, NOT_WITH_OR)),
                (Some(_), Some(last)) => last.any.push(atom),
                _ => clauses.push(Clause { negated, any: vec![atom] }),
            }
        }
        match or {
            Some(at) => Err(self.error(at, LONELY_OR)),
            // What stands in brackets for itself needs none.
            None => Ok(clauses.into_iter().flat_map(opened).collect()),
        }
    }

    /// What stands in brackets; none if only marks stand there.
    fn group(&mut self, at: usize) -> Result<Option<Atom>, QueryError> {
        if self.depth == DEEPEST {
            return Err(self.error(at, format!("brackets stand in brackets, more than {DEEPEST} deep")));
        }
        self.letters.next();
        self.depth += 1;
        let clauses = self.clauses()?;
        self.depth -= 1;
        self.letters.next();
        if !clauses.is_empty() && clauses.iter().all(|clause| clause.negated) {
            return Err(self.error(at, "the brackets only say what not to find: say what to find, too"));
        }
        Ok((!clauses.is_empty()).then_some(Atom::Group(clauses)))
    }

    /// True if the bracket that opens here is closed at the end of a word. Else it is a mark like others, as in a text
    /// that was pasted.
    fn is_group(&self, open: usize) -> bool {
        let (mut depth, mut quoted) = (0usize, false);
        let mut letters = self.text[open..].chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return letters.peek().is_none_or(|next| next.is_whitespace() || *next == ')');
            }
        }
        false
    }

    /// The next atom; none if only marks stand there.
    fn atom(&mut self) -> Result<Option<Atom>, QueryError> {
        let Some(&(at, letter)) = self.letters.peek() else { return Ok(None) };
        if letter == '"' {
            let phrase = self.quoted()?;
            return Ok(has_letter(phrase).then(|| Atom::Phrase(phrase.to_owned())));
        }
        if let Some(phrase) = self.quoted_in_print(at, letter) {
            return Ok(has_letter(phrase).then(|| Atom::Phrase(phrase.to_owned())));
        }
        if letter == '(' && self.is_group(at) {
            return self.group(at);
        }
        let word = self.bare();
        if let Some((field, value)) = word.split_once(':')
            && !field.is_empty()
            && field.chars().all(|letter| letter.is_ascii_alphabetic())
        {
            let value_at = at + field.len() + 1;
            let value = match self.letters.peek() {
                Some(&(_, '"')) if value.is_empty() => self.quoted()?,
                _ => value,
            };
            return self.filter(field, at, value.trim(), value_at).map(|filter| Some(Atom::Filter(filter)));
        }
        if !has_letter(word) {
            return Ok(None);
        }
        Ok(Some(match (word.strip_suffix('*'), word.strip_suffix('~')) {
            (Some(stem), _) => Atom::Prefix(stem.to_owned()),
            (_, Some(stem)) => Atom::Fuzzy(stem.to_owned()),
            _ => Atom::Word(word.to_owned()),
        }))
    }

    fn filter(&self, field: &str, at: usize, value: &str, value_at: usize) -> Result<Filter, QueryError> {
        let wrong = |message: String| self.error(value_at, message);
        let field = field.to_ascii_lowercase();
        if FIELDS.split(", ").any(|known| known == field) && !has_letter(value) {
            return Err(wrong(format!("{field}: wants a value after the colon, with no blank between")));
        }
        let date = || value.parse::<Time>().map_err(|error| wrong(error.to_string()));
        let name = value.to_owned();
        match field.as_str() {
            "kind" => {
                value.to_lowercase().parse().map(Filter::Kind).map_err(|error| wrong(error.to_string()))
            }
            "class" => {
                value.to_uppercase().parse().map(Filter::Class).map_err(|error| wrong(error.to_string()))
            }
            "who" => Ok(Filter::Who(name)),
            "place" => Ok(Filter::Place(name)),
            "entity" => Ok(Filter::Entity(name)),
            "source" => Ok(Filter::Source(name)),
            "lang" => Ok(Filter::Lang(name)),
            "from" => date().map(|time| Filter::From(time.earliest())),
            "to" => date().map(|time| Filter::To(time.latest())),
            "doubtful" => match value {
                "yes" => Ok(Filter::Doubtful(true)),
                "no" => Ok(Filter::Doubtful(false)),
                _ => Err(wrong("doubtful: is yes or no".to_owned())),
            },
            _ => Err(self.error(
                at,
                format!(
                    "there is no filter {field}: (there are {FIELDS}); to search for the words themselves, \
                     put them in quotation marks"
                ),
            )),
        }
    }

    /// What stands between a quotation mark and the next.
    fn quoted(&mut self) -> Result<&'a str, QueryError> {
        let Some((open, _)) = self.letters.next() else { return Ok("") };
        for (at, letter) in self.letters.by_ref() {
            if letter == '"' {
                return Ok(&self.text[open + 1..at]);
            }
        }
        Err(self.error(open, "this quotation mark is never closed"))
    }

    /// What stands between quotation marks as books and word processors have them; none if the mark is never closed: then
    /// it is a mark like others, as in a text that was pasted.
    fn quoted_in_print(&mut self, at: usize, letter: char) -> Option<&'a str> {
        let closing: &[char] = match letter {
            '“' => &['”'],
            '„' => &['“', '”'],
            '«' => &['»'],
            _ => return None,
        };
        let start = at + letter.len_utf8();
        let end = start + self.text[start..].find(closing)?;
        while self.letters.next().is_some_and(|(at, _)| at < end) {}
        Some(&self.text[start..end])
    }

    /// What stands up to the next blank or quotation mark, or to the end of the brackets around it.
    fn bare(&mut self) -> &'a str {
        let start = self.position();
        let (mut open, inside) = (0usize, self.depth > 0);
        let text = self.text;
        while let Some((_, letter)) = self.letters.next_if(|&(at, letter)| {
            let ends = letter.is_whitespace() || letter == '"' || inside && open == 0 && letter == ')';
            !ends && !parts_words(&text[start..at], &text[at..])
        }) {
            match letter {
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        &self.text[start..self.position()]
    }

    /// Reads a word of the query language, which stands alone in capitals, and the blanks behind it.
    fn eat_word(&mut self, at: usize, word: &str) -> bool {
        let rest = self.text[at..].strip_prefix(word);
        let is = rest.is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
        if is {
            self.letters.nth(word.len() - 1);
            self.skip_blanks();
        }
        is
    }

    fn skip_blanks(&mut self) -> Option<usize> {
        while self.letters.next_if(|&(_, letter)| letter.is_whitespace()).is_some() {}
        self.letters.peek().map(|&(at, _)| at)
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.letters.next_if(|&(_, letter)| letter == wanted).is_some()
    }

    fn is_next(&mut self, wanted: char) -> bool {
        self.letters.peek().is_some_and(|&(_, letter)| letter == wanted)
    }

    fn position(&mut self) -> usize {
        self.letters.peek().map_or(self.text.len(), |&(at, _)| at)
    }

    fn error(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError::new(self.text, at, message)
    }
}

const LONELY_OR: &str = "OR stands between two words: one is missing here";
const NOT_WITH_OR: &str = "what must not be found cannot be a choice: use - without OR";

/// A clause, or the clauses that it has in brackets where these are all that it has.
fn opened(mut clause: Clause) -> Vec<Clause> {
    if let ([Atom::Group(clauses)], false) = (&mut clause.any[..], clause.negated) {
        return std::mem::take(clauses);
    }
    vec![clause]
}

/// True if one word ends and another begins at a mark that nobody writes inside of one: "Bakı,Gəncə". What a filter asks for
/// is left whole.
fn parts_words(before: &str, after: &str) -> bool {
    let mut after = after.chars();
    matches!(after.next(), Some(',' | ';' | '/'))
        && after.next().is_some_and(char::is_alphabetic)
        && before.ends_with(char::is_alphabetic)
        && !before.contains(':')
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn atoms(text: &str) -> Vec<Atom> {
        Query::parse(text).unwrap().clauses.into_iter().flat_map(|clause| clause.any).collect()
    }

    #[test]
    fn every_form_is_read() {
        use Atom::{Fuzzy, Phrase, Prefix, Word};
        let word = |text: &str| Word(text.into());
        assert_eq!(atoms("nota Çiçerin"), [word("nota"), word("Çiçerin")]);
        assert_eq!(atoms("komissar* Zəngəzur~"), [Prefix("komissar".into()), Fuzzy("Zəngəzur".into())]);
        assert_eq!(atoms("\"xalq komissarı\" — ?"), [Phrase("xalq komissarı".into())]);
        assert_eq!(atoms("12:30 RK(b)P"), [word("12:30"), word("RK(b)P")]);
        assert_eq!(
            atoms("kind:agreement who:\"Fətəli xan\" from:1920-05 to:1921 doubtful:no class:per"),
            [
                Filter::Kind(Kind::Agreement),
                Filter::Who("Fətəli xan".into()),
                Filter::From("1920-05-01".parse().unwrap()),
                Filter::To("1921-12-31".parse().unwrap()),
                Filter::Doubtful(false),
                Filter::Class(Class::Per),
            ]
            .map(Atom::Filter)
        );
    }

    #[test]
    fn a_query_is_read_as_people_type_it() {
        let word = |text: &str| Atom::Word(text.into());
        let phrase = Atom::Phrase("xalq komissarı".into());
        for quoted in ["“xalq komissarı”", "„xalq komissarı“", "„xalq komissarı”", "«xalq komissarı»"]
        {
            assert_eq!(atoms(&format!("nota {quoted} cavab")), [word("nota"), phrase.clone(), word("cavab")]);
        }
        assert_eq!(atoms("«xalq nota"), [word("«xalq"), word("nota")]);
        assert_eq!(Query::parse("nota AND cavab"), Query::parse("nota cavab"));
        assert_eq!(Query::parse("nota NOT cavab"), Query::parse("nota -cavab"));
        assert_eq!(Query::parse("nota AND NOT cavab"), Query::parse("nota -cavab"));
        assert_eq!(atoms("ANDA NOTA"), [word("ANDA"), word("NOTA")]);
        let texts = |text: &str| atoms(text).len();
        assert_eq!(
            ["Bakı,Gəncə", "Bakı/Gəncə;Şuşa", "1,5", "12/3", "from:1918/1920"].map(texts),
            [2, 3, 1, 1, 1]
        );
    }

    #[test]
    fn brackets_group_and_other_brackets_are_marks() {
        let word = |text: &str| Atom::Word(text.into());
        let one = |atom| Clause { negated: false, any: vec![atom] };
        let clauses = |text: &str| Query::parse(text).unwrap().clauses;
        assert_eq!(clauses("(nota OR teleqram) cavab"), clauses("nota OR teleqram cavab"));
        assert_eq!(
            clauses("məktub OR (nota cavab)"),
            [Clause {
                negated: false,
                any: vec![word("məktub"), Atom::Group(vec![one(word("nota")), one(word("cavab"))])]
            }]
        );
        assert_eq!(clauses("(nota cavab) OR məktub")[0].any.len(), 2);
        assert!(clauses("nota -(cavab məktub)")[1].negated);
        assert_eq!(clauses("((RK(b)P MK))"), [one(word("RK(b)P")), one(word("MK"))]);
        assert_eq!(clauses("(who:\"Fətəli xan\") nota").len(), 2);
        for mark in ["(nota", "nota)", "a) nota", "(b)P", "() nota", "(— ) nota"] {
            assert!(clauses(mark).iter().all(|clause| matches!(clause.any[..], [Atom::Word(_)])), "{mark}");
        }
    }

    #[test]
    fn all_that_is_said_of_a_time_holds() {
        let days = |text: &str| Query::parse(text).unwrap().days();
        let day = |text: &str| Some(text.parse::<Day>().unwrap());
        assert_eq!(days("from:1920 from:1921-03 to:1925 to:1923"), (day("1921-03-01"), day("1923-12-31")));
        assert_eq!(days("nota -from:1920"), (None, None));
        assert_eq!(days("from:1920 to:1920"), (day("1920-01-01"), day("1920-12-31")));
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        for (query, message, column) in [
            ("", "empty", None),
            ("  ", "empty", None),
            ("— ?", "empty", None),
            ("-nota", "only says what not to find", Some(0)),
            ("nota \"xalq", "never closed", Some(5)),
            ("nota OR", "one is missing here", Some(5)),
            ("OR nota", "one is missing here", Some(0)),
            ("nota OR -x", "use - without OR", Some(8)),
            ("şərh kind:treaty", "\"treaty\" is no kind of statement", Some(10)),
            ("from:1920-13", "is not a date", Some(5)),
            ("who: Lenin", "wants a value", Some(4)),
            ("Kind: agreement", "wants a value", Some(5)),
            ("from:1921 to:1920", "ends before it begins", Some(10)),
            ("nota OR (-cavab)", "only say what not to find", Some(8)),
            ("(nota OR )", "one is missing here", Some(6)),
            ("((((((((((nota))))))))))", "more than 8 deep", Some(8)),
            ("color:red", "there is no filter color:", Some(0)),
        ] {
            let told = Query::parse(query).unwrap_err().to_string();
            assert!(told.contains(message), "{query}: {told}");
            if let Some(column) = column {
                let caret = told.lines().last().unwrap();
                assert_eq!(caret, format!("  {:column$}^", ""), "{query}: {told}");
            }
        }
        let long = Query::parse(&"söz ".repeat(3000)).unwrap_err().to_string();
        assert!(long.contains("bytes long") && long.len() < 200, "{long}");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(query in r#"[a-zəÇ"*~: OR()\-]{0,40}"#) {
            if let Err(error) = Query::parse(&query) {
                let _ = error.to_string();
            }
        }
    }
}
