use std::iter::Peekable;
use std::str::CharIndices;

use salname_model::{Class, Day, Kind, Time};

use super::QueryError;

/// A query is longer than this many bytes only by mistake.
const LONGEST: usize = 2000;
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
        let mut parser = Parser { text, letters: text.char_indices().peekable() };
        let clauses = parser.clauses()?;
        let wanted = clauses.iter().any(|clause| !clause.negated);
        if clauses.is_empty() {
            return Err(QueryError::new(text, 0, "the query is empty: give at least one word or filter"));
        }
        if !wanted {
            let message = "the query only says what not to find: say what to find, too";
            return Err(QueryError::new(text, 0, message));
        }
        Ok(Self { clauses })
    }
}

struct Parser<'a> {
    text: &'a str,
    letters: Peekable<CharIndices<'a>>,
}

impl<'a> Parser<'a> {
    fn clauses(&mut self) -> Result<Vec<Clause>, QueryError> {
        let mut clauses: Vec<Clause> = Vec::new();
        // Where an OR stands that still waits for its right side.
        let mut or = None;
        while let Some(at) = self.skip_blanks() {
            let negated = self.eat('-');
            if !negated && self.is_or(at) {
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
            None => Ok(clauses),
        }
    }

    /// The next atom; none if only marks stand there.
    fn atom(&mut self) -> Result<Option<Atom>, QueryError> {
        let Some(&(at, letter)) = self.letters.peek() else { return Ok(None) };
        if letter == '"' {
            let phrase = self.quoted()?;
            return Ok(has_letter(phrase).then(|| Atom::Phrase(phrase.to_owned())));
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
        let date = || value.parse::<Time>().map_err(|error| wrong(error.to_string()));
        let name = || {
            if has_letter(value) {
                Ok(value.to_owned())
            } else {
                Err(wrong(format!("{field}: wants a value after the colon, with no blank between")))
            }
        };
        match field.to_ascii_lowercase().as_str() {
            "kind" => {
                value.to_lowercase().parse().map(Filter::Kind).map_err(|error| wrong(error.to_string()))
            }
            "class" => {
                value.to_uppercase().parse().map(Filter::Class).map_err(|error| wrong(error.to_string()))
            }
            "who" => name().map(Filter::Who),
            "place" => name().map(Filter::Place),
            "entity" => name().map(Filter::Entity),
            "source" => name().map(Filter::Source),
            "lang" => name().map(Filter::Lang),
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

    /// What stands up to the next blank or quotation mark.
    fn bare(&mut self) -> &'a str {
        let start = self.position();
        while self.letters.next_if(|&(_, letter)| !letter.is_whitespace() && letter != '"').is_some() {}
        &self.text[start..self.position()]
    }

    fn is_or(&mut self, at: usize) -> bool {
        let rest = &self.text[at..];
        let is = rest.starts_with("OR") && rest[2..].chars().next().is_none_or(char::is_whitespace);
        if is {
            self.letters.nth(1);
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

    fn position(&mut self) -> usize {
        self.letters.peek().map_or(self.text.len(), |&(at, _)| at)
    }

    fn error(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError::new(self.text, at, message)
    }
}

const LONELY_OR: &str = "OR stands between two words: one is missing here";
const NOT_WITH_OR: &str = "what must not be found cannot be a choice: use - without OR";

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
        fn nothing_makes_it_panic(query in r#"[a-zəÇ"*~: OR\-]{0,40}"#) {
            if let Err(error) = Query::parse(&query) {
                let _ = error.to_string();
            }
        }
    }
}
