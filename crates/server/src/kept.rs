//! Answers that were given, kept for whoever asks the same of the same record.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// Bytes of answers and questions that are kept in each half, and of an answer that is too long for it.
const HALF: usize = 16 << 20;
const TOO_LONG: usize = 2 << 20;

/// Answers by the tag of the record's state and the question. Of two halves the newer takes what is asked for; when it is
/// full, it becomes the older, and what nobody asked for meanwhile is gone.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Halves>);

#[derive(Debug, Default)]
struct Halves {
    newer: HashMap<String, Answer>,
    older: HashMap<String, Answer>,
    /// Of the newer half.
    bytes: usize,
}

/// An answer as it is sent.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its content type.
    pub kind: &'static str,
    pub bytes: Bytes,
}

impl Kept {
    /// The answer that was given to a question about a state of the record.
    pub fn get(&self, tag: &str, question: &str) -> Option<Answer> {
        let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(tag, question);
        if let Some(found) = halves.newer.get(&key) {
            return Some(found.clone());
        }
        let found = halves.older.remove(&key)?;
        halves.keep(key, found.clone());
        Some(found)
    }

    /// Keeps an answer, unless it is long.
    pub fn keep(&self, tag: &str, question: &str, answer: &Answer) {
        if answer.bytes.len() <= TOO_LONG {
            let mut halves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            halves.keep(key(tag, question), answer.clone());
        }
    }
}

impl Halves {
    fn keep(&mut self, key: String, answer: Answer) {
        let bytes = key.len() + answer.bytes.len();
        if self.bytes + bytes > HALF {
            self.older = mem::take(&mut self.newer);
            self.bytes = 0;
        }
        if self.newer.insert(key, answer).is_none() {
            self.bytes += bytes;
        }
    }
}

fn key(tag: &str, question: &str) -> String {
    format!("{tag} {question}")
}

/// A path and its parameters, those of different names in the order of the names: what means the same is one question.
pub fn question(path: &str, query: &str) -> String {
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.retain(|pair| !pair.starts_with("format="));
    pairs.sort_by_key(|pair| pair.split('=').next());
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(length: usize) -> Answer {
        Answer { kind: "application/json", bytes: Bytes::from(vec![b'x'; length]) }
    }

    #[test]
    fn what_is_asked_again_stays_and_the_rest_goes() {
        let kept = Kept::default();
        kept.keep("1", "often", &answer(1000));
        for number in 0..100 {
            kept.keep("1", &format!("once {number}"), &answer(1 << 20));
            assert!(kept.get("1", "often").is_some(), "after {number}");
        }
        assert!(kept.get("1", "once 0").is_none());
        let halves = kept.0.lock().unwrap();
        let held = halves.newer.values().chain(halves.older.values());
        assert!(held.map(|answer| answer.bytes.len()).sum::<usize>() <= 2 * HALF);
    }

    #[test]
    fn another_state_of_the_record_is_another_answer_and_long_ones_are_not_kept() {
        let kept = Kept::default();
        kept.keep("1", "find?", &answer(1));
        assert!(kept.get("1", "find?").is_some() && kept.get("2", "find?").is_none());
        kept.keep("1", "long", &answer(TOO_LONG + 1));
        assert!(kept.get("1", "long").is_none());
    }

    #[test]
    fn the_order_of_parameters_is_no_difference() {
        assert_eq!(
            question("/find", "who=a&kind=b&who=c&format=json"),
            question("/find", "kind=b&who=a&who=c")
        );
        assert_ne!(question("/threads", "between=a&between=b"), question("/threads", "between=b&between=a"));
    }
}
