//! Which names name the same thing.

use rustc_hash::FxHashMap;
use salname_model::{Class, Span, Time, TimeMention};
use salname_packs::{Entry, Packs};

use super::atlas::Name;
use super::document::Document;
use super::finder::Found;
use super::key::Key;
use super::nominative::Nominatives;
use super::persons::{Person, Persons};
use super::vocabulary::{Roles, Shape, Vocabulary, WordType};
use crate::words::WordKind;
use crate::work;

/// A calendar expression that spans more days says nothing of when the text around it plays.
const LONGEST_TIME: i32 = 4 * 366;

/// Gives every mention of a document the one name of its entity.
#[derive(Debug)]
pub(super) struct Resolver {
    key: Key,
    entries: Vec<Entry>,
}

/// A group of names for one thing.
#[derive(Debug, Default)]
struct Cluster {
    /// The name that stands for the group.
    name: String,
    /// True if the gazetteer gave the name.
    known: bool,
}

impl Resolver {
    pub fn new(packs: &Packs) -> Self {
        Self { key: Key::new(packs), entries: packs.gazetteer.entries().to_vec() }
    }

    /// The entity of each name found.
    pub fn resolve(
        &self,
        document: &Document<'_>,
        vocabularies: &[Vocabulary],
        found: &[Found],
        times: &[TimeMention],
    ) -> Vec<String> {
        let nominatives = Nominatives::of(document, found);
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut by_entry: FxHashMap<usize, usize> = FxHashMap::default();
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        let mut keys = Keys { key: &self.key, known: FxHashMap::default() };
        let mut persons = Persons::default();
        let mut tails = Tails::default();
        let mut now = Now::new(times);
        let mut last_meant: FxHashMap<Vec<usize>, usize> = FxHashMap::default();
        let mut members = Vec::with_capacity(found.len());
        for (index, name) in found.iter().enumerate() {
            work::step();
            let vocabulary = &vocabularies[name.vocabulary];
            let text = nominative(document, name, &nominatives);
            let date = now.at(name.paragraph, name.span(), document.text(name.paragraph));
            let entry = self.meant(name, date, &mut last_meant);
            let new = |clusters: &mut Vec<Cluster>, text: &str, known: bool| {
                clusters.push(Cluster { name: text.to_owned(), known });
                clusters.len() - 1
            };
            let cluster = if name.class == Class::Per {
                let person = person(document, name, &text, &mut keys);
                let cluster = entry
                    .and_then(|entry| by_entry.get(&entry).copied())
                    .or_else(|| alias_of(document, found, index).map(|before| members[before]))
                    .or_else(|| persons.same(&person))
                    .unwrap_or_else(|| new(&mut clusters, &text, false));
                persons.add(person, cluster);
                cluster
            } else {
                let key = keys.of(&text);
                let whole = entry.and_then(|entry| by_entry.get(&entry).copied());
                let cluster = whole
                    .or_else(|| by_key.get(&key).copied().filter(|_| entry.is_none()))
                    .or_else(|| link_of(document, found, index).map(|before| members[before]))
                    .or_else(|| tails.same(name.class, &key).filter(|_| entry.is_none()))
                    .unwrap_or_else(|| new(&mut clusters, &text, false));
                if entry.is_none() {
                    by_key.insert(key.clone(), cluster);
                }
                tails.add(name.class, &key, cluster);
                cluster
            };
            if let Some(entry) = entry {
                by_entry.insert(entry, cluster);
                if !clusters[cluster].known {
                    let name = self.entries[entry].name_in(&vocabulary.reads_in).to_owned();
                    clusters[cluster] = Cluster { name, known: true };
                }
            } else if !clusters[cluster].known && fuller(&text, &clusters[cluster].name) {
                clusters[cluster].name = text;
            }
            members.push(cluster);
        }
        members.into_iter().map(|cluster| clusters[cluster].name.clone()).collect()
    }

    /// The gazetteer's entry that a name means at that time.
    fn meant(
        &self,
        name: &Found,
        date: Option<&Time>,
        last: &mut FxHashMap<Vec<usize>, usize>,
    ) -> Option<usize> {
        let fitting: Vec<&Name> =
            name.known.iter().filter(|known| self.entries[known.entry].class == name.class).collect();
        let all: Vec<&Name> = if fitting.is_empty() { name.known.iter().collect() } else { fitting };
        let mut entries: Vec<usize> = all.iter().map(|name| name.entry).collect();
        entries.dedup();
        if entries.len() < 2 {
            // A place where a person was expected is no evidence of either.
            return entries
                .first()
                .copied()
                .filter(|_| all.len() == name.known.len() || name.class != Class::Per);
        }
        let alive: Vec<usize> = entries
            .iter()
            .copied()
            .filter(|&entry| date.is_none_or(|date| self.entries[entry].was_at(date)))
            .collect();
        let choice = match (alive.as_slice(), last.get(&entries)) {
            (alive, Some(before)) if alive.contains(before) || alive.is_empty() => *before,
            ([], None) => self.nearest(&entries, date),
            (alive, _) if date.is_some() => alive[alive.len() - 1],
            (alive, _) => alive[0],
        };
        last.insert(entries, choice);
        Some(choice)
    }

    /// The entry whose lifetime lies nearest to a time outside all of them.
    fn nearest(&self, entries: &[usize], date: Option<&Time>) -> usize {
        let Some(date) = date else { return entries[0] };
        let before = entries.iter().find(|&&entry| {
            self.entries[entry].from.as_ref().is_some_and(|from| date.latest() < from.earliest())
        });
        before.copied().unwrap_or(entries[entries.len() - 1])
    }
}

/// The keys of names, each made once.
struct Keys<'a> {
    key: &'a Key,
    known: FxHashMap<String, String>,
}

impl Keys<'_> {
    fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let key = self.key.of(name);
        self.known.insert(name.to_owned(), key.clone());
        key
    }
}

fn person(document: &Document<'_>, name: &Found, nominative: &str, keys: &mut Keys<'_>) -> Person {
    let (types, text) = (&document.forms[name.vocabulary].types, document.text(name.paragraph));
    let last_text = nominative.rsplit([' ', '.', '-']).next().unwrap_or(nominative);
    let last = name.last().span;
    let words: Vec<&str> = name
        .words
        .iter()
        .filter(|word| {
            let known = &types[word.kind as usize];
            known.kind == WordKind::Letters
                && (!known.roles.has(Roles::TITLE_AFTER) || known.roles.has(Roles::SURNAME))
                && (known.shape.is_capital() || !known.roles.has(Roles::TITLE_BEFORE))
        })
        .map(|word| if word.span == last { last_text } else { &text[word.span.range()] })
        .collect();
    Person::new(&words, |text| keys.of(text))
}

/// When the text plays, as the reading goes on.
struct Now<'a> {
    times: &'a [TimeMention],
    next: usize,
    last: Option<&'a Time>,
}

impl<'a> Now<'a> {
    fn new(times: &'a [TimeMention]) -> Self {
        Self { times, next: 0, last: None }
    }

    /// The calendar expression that tells when a name's sentence plays: one in the sentence itself, else the last before
    /// that place, else the first of the paragraph. `text` is the paragraph's.
    fn at(&mut self, paragraph: usize, place: Span, text: &str) -> Option<&'a Time> {
        while let Some(time) = self.times.get(self.next)
            && (time.anchor.paragraph, time.anchor.text.start) <= (paragraph, place.start)
        {
            self.last = time.value.as_ref().filter(|value| is_close(value)).or(self.last);
            self.next += 1;
        }
        let here = |time: &&TimeMention| time.anchor.paragraph == paragraph;
        let close = |time: &'a TimeMention| time.value.as_ref().filter(|value| is_close(value));
        let ahead = self.times.get(self.next).filter(here);
        let behind = self.next.checked_sub(1).and_then(|last| self.times.get(last)).filter(here);
        let apart = |from: usize, to: usize| text.get(from..to).is_none_or(breaks_off);
        let own_behind = behind.is_some_and(|time| !apart(time.anchor.text.end, place.start));
        let own_ahead = ahead.filter(|time| !own_behind && !apart(place.end, time.anchor.text.start));
        own_ahead.and_then(close).or(self.last).or_else(|| ahead.and_then(close))
    }
}

/// So many bytes between a name and a calendar expression are looked at; farther apart they are in two sentences.
const LONGEST_BETWEEN: usize = 240;

/// True if a sentence ends in the text.
fn breaks_off(text: &str) -> bool {
    text.len() > LONGEST_BETWEEN || [". ", "! ", "? ", "\n"].iter().any(|end| text.contains(end))
}

fn is_close(time: &Time) -> bool {
    let days = (i32::from(time.latest().year()) - i32::from(time.earliest().year())) * 366;
    days <= LONGEST_TIME
}

/// The name as the dictionary has it, with its own capitals.
fn nominative(document: &Document<'_>, name: &Found, nominatives: &Nominatives<'_>) -> String {
    let text = document.text(name.paragraph);
    let (whole, last) = (name.span(), name.last());
    let word = &document.forms[name.vocabulary].types[last.kind as usize];
    let (before, written) = (&text[whole.start..last.span.start], &text[last.span.range()]);
    if word.kind != WordKind::Letters {
        return text[whole.range()].to_owned();
    }
    let types = &document.forms[name.vocabulary].types;
    let compound = name.words.len() > 1 && word.head.is_some();
    let lemma = nominatives.choose(word, compound, ends_in_joined(types, name));
    let kept = word.lower.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    let end = |text: &str| text.char_indices().nth(kept).map_or(text.len(), |(at, _)| at);
    let (stem, rest) = (&written[..end(written)], &lemma[end(lemma)..]);
    // A script read in another's letters keeps its own, whole words only.
    if word.lower.chars().count() != written.chars().count()
        || !rest.is_empty() && written.chars().all(char::is_uppercase)
    {
        return text[whole.range()].to_owned();
    }
    [before, stem, rest].concat()
}

/// True if a particle and hyphens join the last word to the name: "Ain-od-Dowleh".
fn ends_in_joined(types: &[WordType], name: &Found) -> bool {
    let [.., joint, hyphen, _] = &name.words[..] else { return false };
    let (joint, hyphen) = (&types[joint.kind as usize], &types[hyphen.kind as usize]);
    joint.roles.has(Roles::PARTICLE) && joint.shape == Shape::Small && hyphen.kind == WordKind::Mark
}

/// True if `text` says more than `name` does.
fn fuller(text: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    letters(text) > letters(name) + 1
}

/// For a person's name in brackets of its own right after another's, that other: "Mustafa Kemal (Atatürk)".
fn alias_of(document: &Document<'_>, found: &[Found], index: usize) -> Option<usize> {
    let before = index.checked_sub(1)?;
    let (name, long) = (&found[index], &found[before]);
    if long.class != Class::Per || !bracketed_after(document, long, name) {
        return None;
    }
    let text = document.text(name.paragraph);
    text[name.span().end..].trim_start_matches(['"', '”', '»']).starts_with(')').then_some(before)
}

/// True if nothing but an opening bracket stands between the two.
fn bracketed_after(document: &Document<'_>, long: &Found, short: &Found) -> bool {
    let between = long.span().end..short.span().start;
    long.paragraph == short.paragraph
        && document.text(long.paragraph)[between].trim_matches(['"', '“', '«', ' ']) == "("
}

/// For an abbreviation in brackets right after a name, that name: "Ali İqtisadi Şura (AİŞ)", "… Partiyası (RK(b)P)".
fn link_of(document: &Document<'_>, found: &[Found], index: usize) -> Option<usize> {
    let before = index.checked_sub(1)?;
    let (name, long) = (&found[index], &found[before]);
    let text = document.text(name.paragraph);
    let written = &text[name.span().range()];
    if long.words.len() < 2 || written.contains(char::is_whitespace) || !bracketed_after(document, long, name)
    {
        return None;
    }
    let capitals: Vec<char> = written.chars().filter(|letter| letter.is_uppercase()).collect();
    let initials = long.words.iter().filter_map(|word| {
        text[word.span.range()].chars().next().filter(|first| first.is_alphabetic())?.to_uppercase().next()
    });
    let first = initials.clone().next()?;
    // Letters of the abbreviation that begin words of the name, in order: "ОЗАКОМ" has three of its six.
    let mut rest = initials.clone();
    let told = capitals
        .iter()
        .filter(|letter| {
            let mut ahead = rest.clone();
            let found = ahead.any(|initial| initial == **letter);
            if found {
                rest = ahead;
            }
            found
        })
        .count();
    let same_first = capitals.len() >= 2 && written.starts_with(first);
    (same_first || (told >= 2 && told * 2 >= capitals.len())).then_some(before)
}

/// Long names of bodies and events by the words they end in, so that a later short form finds them.
#[derive(Debug, Default)]
struct Tails {
    by_tail: FxHashMap<(Class, String), usize>,
}

impl Tails {
    /// The last long name that ends in the words of this key, of which there must be two.
    fn same(&self, class: Class, key: &str) -> Option<usize> {
        if !matches!(class, Class::Org | Class::Evt) || !key.contains(' ') {
            return None;
        }
        self.by_tail.get(&(class, key.to_owned())).copied()
    }

    fn add(&mut self, class: Class, key: &str, cluster: usize) {
        if !matches!(class, Class::Org | Class::Evt) {
            return;
        }
        let starts: Vec<usize> = key.match_indices(' ').map(|(at, _)| at + 1).collect();
        for &start in starts.iter().take(12) {
            if key[start..].contains(' ') {
                self.by_tail.insert((class, key[start..].to_owned()), cluster);
            }
        }
    }
}
