//! The grammar of patterns.
//!
//! ```text
//! {year:ord} il:gen|bare (birinci|ilk) yarı:* > sonra
//! ```
//!
//! | written | stands for |
//! |---|---|
//! | `{slot}` | a number, or a word of the list of that name, that fills the slot |
//! | `name` | any word of the list of that name |
//! | `:gen\|loc`, `:*` | with one of these endings (`bare`: none), or whatever ending; without it, the bare form |
//! | `( a b \| c )` | one of these |
//! | `?` | what stands before it may be missing |
//! | `@name` | the phrase of that name |
//! | `-` `,` `/` `.` `'` and other signs | themselves |
//! | `<` `>` | where the expression begins and ends: what stands outside must stand there and is no part of it |
//! | a blank | a blank or none in the text; what is written without a blank must stand without one |

use std::collections::BTreeMap;

use super::forms::EndingNames;
use super::{Endings, Slot};

/// One thing that must stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A number or a word that fills a slot. `list` holds the words, where the pack has some for it.
    Fill {
        /// The slot.
        slot: Slot,
        /// The list of its words.
        list: Option<u16>,
        /// Endings it may have.
        endings: Endings,
        /// True if no blank may stand before it.
        glued: bool,
    },
    /// A word of a list.
    Words {
        /// The list.
        list: u16,
        /// Endings it may have.
        endings: Endings,
        /// True if no blank may stand before it.
        glued: bool,
    },
    /// A sign.
    Sign {
        /// The sign; all dashes are `-`, all apostrophes `'`, all quotation marks `"`.
        sign: char,
        /// True if no blank may stand before it.
        glued: bool,
    },
    /// The expression begins here.
    Begin,
    /// The expression ends here.
    End,
}

/// A pattern may not stand for more sequences than this: more is a slip that would make reading slow.
const MOST_SEQUENCES: usize = 4096;

pub(super) struct Grammar<'a> {
    pub(super) lists: &'a [String],
    pub(super) phrases: &'a BTreeMap<String, String>,
    pub(super) endings: &'a EndingNames,
}

type Sequences = Vec<Vec<Step>>;

impl Grammar<'_> {
    /// All sequences that a pattern stands for.
    pub(super) fn sequences(&self, pattern: &str) -> Result<Sequences, String> {
        let mut parser = Parser { grammar: self, rest: pattern, depth: 0 };
        let sequences = parser.alternatives()?;
        if !parser.rest.is_empty() {
            return Err(format!("\"{}\" is not understood", parser.rest));
        }
        if sequences.iter().any(Vec::is_empty) {
            return Err("it can stand for nothing at all".into());
        }
        Ok(sequences)
    }
}

struct Parser<'a> {
    grammar: &'a Grammar<'a>,
    rest: &'a str,
    /// How many phrases this one stands inside of: a phrase that calls itself is refused.
    depth: usize,
}

impl<'a> Parser<'a> {
    fn alternatives(&mut self) -> Result<Sequences, String> {
        let mut all = self.sequence()?;
        while self.take('|') {
            all.extend(self.sequence()?);
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Sequences, String> {
        let mut all: Sequences = vec![Vec::new()];
        let mut first = true;
        loop {
            let blank = self.skip_blanks();
            let Some(next) = self.rest.chars().next() else { break };
            if next == '|' || next == ')' {
                break;
            }
            let mut item = self.item(next, !blank && !first)?;
            first = false;
            if self.take('?') {
                item.push(Vec::new());
            }
            if all.len() * item.len() > MOST_SEQUENCES {
                return Err(format!("it stands for more than {MOST_SEQUENCES} sequences"));
            }
            all =
                all.iter().flat_map(|head| item.iter().map(move |tail| [&head[..], tail].concat())).collect();
        }
        Ok(all)
    }

    fn item(&mut self, next: char, glued: bool) -> Result<Sequences, String> {
        let step = match next {
            '(' => {
                self.rest = &self.rest[1..];
                let inside = self.alternatives()?;
                return if self.take(')') { Ok(inside) } else { Err("a \"(\" is not closed".into()) };
            }
            '@' => {
                self.rest = &self.rest[1..];
                let name = self.word();
                return self.phrase(name);
            }
            '{' => {
                self.rest = &self.rest[1..];
                let name = self.word();
                let endings = self.endings()?;
                if !self.take('}') {
                    return Err(format!("the slot \"{name}\" is not closed"));
                }
                self.slot(name, endings, glued)?
            }
            '<' => self.sign(Step::Begin),
            '>' => self.sign(Step::End),
            _ if next.is_alphanumeric() => {
                let name = self.word();
                let list = self.list(name).ok_or_else(|| format!("there is no word list \"{name}\""))?;
                Step::Words { list, endings: self.endings()?, glued }
            }
            '\\' => {
                self.rest = &self.rest[1..];
                let sign = self.rest.chars().next().ok_or("a \"\\\" at the end")?;
                self.rest = &self.rest[sign.len_utf8()..];
                Step::Sign { sign, glued }
            }
            sign => {
                self.rest = &self.rest[sign.len_utf8()..];
                Step::Sign { sign, glued }
            }
        };
        Ok(vec![vec![step]])
    }

    fn sign(&mut self, step: Step) -> Step {
        self.rest = &self.rest[1..];
        step
    }

    fn phrase(&self, name: &str) -> Result<Sequences, String> {
        let text = self.grammar.phrases.get(name).ok_or_else(|| format!("there is no phrase \"{name}\""))?;
        if self.depth > 8 {
            return Err(format!("the phrase \"{name}\" calls itself"));
        }
        let mut inside = Parser { grammar: self.grammar, rest: text, depth: self.depth + 1 };
        let sequences = inside.alternatives()?;
        if inside.rest.is_empty() {
            Ok(sequences)
        } else {
            Err(format!("phrase \"{name}\": \"{}\" is not understood", inside.rest))
        }
    }

    fn slot(&self, name: &str, endings: Endings, glued: bool) -> Result<Step, String> {
        let slot = Slot::named(name).ok_or_else(|| format!("no slot is called \"{name}\""))?;
        let list = self.list(slot.list());
        if list.is_none() && !slot.takes_digits() {
            return Err(format!("there is no [values.{}] to fill \"{name}\"", slot.list()));
        }
        Ok(Step::Fill { slot, list, endings, glued })
    }

    fn list(&self, name: &str) -> Option<u16> {
        self.grammar.lists.iter().position(|list| list == name).and_then(|index| u16::try_from(index).ok())
    }

    /// `:gen|loc`, `:*`, or nothing.
    fn endings(&mut self) -> Result<Endings, String> {
        if !self.take(':') {
            return Ok(Endings::BARE);
        }
        if self.take('*') {
            return Ok(Endings::ANY);
        }
        let mut set = Endings::default();
        loop {
            let name = self.word();
            set.0 |= if name == "bare" { Endings::BARE } else { self.grammar.endings.one(name)? }.0;
            // A bar is part of the endings only where a name follows at once: "il:gen|loc" but "(il:gen | ay)".
            let more = self.rest.strip_prefix('|').filter(|rest| rest.starts_with(char::is_alphabetic));
            match more {
                Some(rest) => self.rest = rest,
                None => return Ok(set),
            }
        }
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn skip_blanks(&mut self) -> bool {
        let trimmed = self.rest.trim_start();
        let blank = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        blank
    }
}
