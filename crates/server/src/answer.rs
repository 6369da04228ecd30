//! Answers: a list in one of its forms, an object, or the news that nothing is new.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::asked::{Caller, Form, Stretch};
use crate::desks::Desk;
use crate::problem::Problem;
use crate::shared::Shared;
use crate::worlds::World;

/// Lines of JSON, ready to be sent.
#[derive(Debug, Default)]
pub struct Lines {
    bytes: Vec<u8>,
    count: usize,
}

impl Lines {
    /// The lines of things.
    pub fn of<T: Serialize>(things: impl IntoIterator<Item = T>) -> Result<Self, Problem> {
        let mut lines = Self::default();
        for thing in things {
            salname_answers::write_line(&mut lines.bytes, &thing).map_err(|_| Problem::fault())?;
            lines.count += 1;
        }
        Ok(lines)
    }
}

/// A part of a list, and what there is to say of the whole of it.
#[derive(Debug, Default)]
pub struct Part {
    pub lines: Lines,
    /// The members of the object besides `lines` and `more`, as JSON: `"next":…`.
    summary: Vec<u8>,
    more: bool,
}

/// What is said of most lists.
#[derive(Serialize)]
struct Summary<'a> {
    /// The cursor of what follows.
    next: Option<&'a str>,
    /// How many lines the whole list has.
    total: usize,
}

impl Part {
    /// The stretch of a list that was asked for, with what makes a line of each of its things.
    pub fn of<'t, T, L: Serialize>(
        list: &'t [T],
        stretch: Stretch,
        line: impl Fn(&'t T) -> L,
    ) -> Result<Self, Problem> {
        let part = stretch.of_list(list);
        Self::counted(Lines::of(part.iter().map(line))?, stretch, list.len())
    }

    /// Lines that are a stretch of a list of so many.
    pub fn counted(lines: Lines, stretch: Stretch, total: usize) -> Result<Self, Problem> {
        let next = stretch.next(lines.count, total);
        Self::from(lines).summed_up(&Summary { next: next.as_deref(), total })
    }

    /// The same with an object that says more of the whole list. Whether there are more lines is told by its member
    /// `next`.
    pub fn summed_up(mut self, summary: &impl Serialize) -> Result<Self, Problem> {
        let summary = serde_json::to_vec(summary).map_err(|_| Problem::fault())?;
        let next: Next = serde_json::from_slice(&summary).map_err(|_| Problem::fault())?;
        self.more |= next.next.is_some();
        let members = summary.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")).unwrap_or_default();
        if !members.is_empty() {
            self.summary.push(b',');
            self.summary.extend_from_slice(members);
        }
        Ok(self)
    }

    /// `{"lines":[…],"more":true,"next":"…","total":…}`
    fn into_object(self) -> Vec<u8> {
        let mut lines = self.lines.bytes;
        lines.pop();
        // A line break never stands inside a line of JSON.
        lines.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b',');
        let more: &[u8] = if self.more { b"],\"more\":true" } else { b"],\"more\":false" };
        [b"{\"lines\":[", lines.as_slice(), more, &self.summary, b"}"].concat()
    }
}

impl From<Lines> for Part {
    fn from(lines: Lines) -> Self {
        Self { lines, ..Self::default() }
    }
}

/// The one member of a summary that is looked at.
#[derive(serde::Deserialize)]
struct Next {
    next: Option<serde::de::IgnoredAny>,
}

/// The contents of an answer.
pub enum Content {
    /// A part of a list.
    Part(Part),
    /// An object.
    Object(Vec<u8>),
    /// Bytes of a file.
    File(Vec<u8>),
}

impl Content {
    /// An object.
    pub fn object(value: &impl Serialize) -> Result<Self, Problem> {
        serde_json::to_vec(value).map(Self::Object).map_err(|_| Problem::fault())
    }

    fn into_response(self, form: Form) -> Response {
        let (kind, bytes) = match (self, form) {
            (Self::Part(part), Form::Ndjson) => {
                return (
                    [(header::CONTENT_TYPE, "application/x-ndjson")],
                    Body::from_stream(in_pieces(part.lines.bytes)),
                )
                    .into_response();
            }
            (Self::Part(part), Form::Json) => ("application/json", part.into_object()),
            (Self::Object(bytes), _) => ("application/json", bytes),
            (Self::File(bytes), _) => ("application/octet-stream", bytes),
        };
        ([(header::CONTENT_TYPE, kind)], bytes).into_response()
    }
}

/// A long answer goes out piece by piece, so that the first lines are read while the last are still on their way.
fn in_pieces(bytes: Vec<u8>) -> impl futures_util::Stream<Item = Result<Bytes, std::convert::Infallible>> {
    const PIECE: usize = 64 << 10;
    let mut rest = Bytes::from(bytes);
    futures_util::stream::iter(std::iter::from_fn(move || {
        (!rest.is_empty()).then(|| Ok(rest.split_to(PIECE.min(rest.len()))))
    }))
}

impl Shared {
    /// Answers a question about the record as it is now; if whoever asks has that answer already, says so.
    pub async fn answer(
        self: &Arc<Self>,
        caller: Caller,
        question: impl FnOnce(&Self, &Desk) -> Result<Content, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let form = caller.form;
        let answered = self.ask(move |shared, desk| {
            let generation = desk.record.generation()?;
            shared.unless_known(&caller, generation, || question(shared, desk))
        });
        Ok(answered.await?.into_response(form))
    }

    /// Answers a question about what is told: by all sources, or by the one that a person calls so.
    pub async fn answer_told(
        self: &Arc<Self>,
        caller: Caller,
        source: Option<String>,
        question: impl FnOnce(&Self, &Desk, &World) -> Result<Content, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let form = caller.form;
        let answered = self.ask(move |shared, desk| {
            let world = match &source {
                Some(source) => shared.worlds.of_source(&desk.record, &shared.packs, source)?,
                None => shared.worlds.whole(&desk.record, &shared.packs)?,
            };
            shared.unless_known(&caller, world.generation, || question(shared, desk, &world))
        });
        Ok(answered.await?.into_response(form))
    }

    fn unless_known(
        &self,
        caller: &Caller,
        generation: u64,
        find: impl FnOnce() -> Result<Content, Problem>,
    ) -> Result<Answered, Problem> {
        let tag = self.tag(generation, caller.form);
        let known = caller.known.as_deref().is_some_and(|known| matches(known, &tag));
        Ok(Answered { content: if known { None } else { Some(find()?) }, tag })
    }

    /// Names the answers of one generation of the record in one form, given by this program with these packs.
    fn tag(&self, generation: u64, form: Form) -> String {
        let form = if form == Form::Ndjson { "n" } else { "j" };
        format!("\"{generation}-{form}-{}\"", self.edition)
    }
}

/// An answer with the tag that it goes by; without contents if whoever asked has them.
struct Answered {
    tag: String,
    content: Option<Content>,
}

impl Answered {
    fn into_response(self, form: Form) -> Response {
        let mut response = match self.content {
            Some(content) => content.into_response(form),
            None => StatusCode::NOT_MODIFIED.into_response(),
        };
        mark(response.headers_mut(), &self.tag);
        response
    }
}

fn mark(headers: &mut HeaderMap, tag: &str) {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
}

/// True if an `If-None-Match` header has a tag in it.
fn matches(known: &str, tag: &str) -> bool {
    known.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_an_object_or_lines() {
        let list = ["a", "b\nc", "d"];
        let stretch = Stretch { from: 0, limit: Some(2) };
        let part = Part::of(&list, stretch, |text| text).unwrap();
        let part = part.summed_up(&serde_json::json!({"note": "x"})).unwrap();
        assert_eq!(part.lines.count, 2);
        let object: serde_json::Value = serde_json::from_slice(&part.into_object()).unwrap();
        let wanted =
            serde_json::json!({"lines": ["a", "b\nc"], "more": true, "next": "c2", "total": 3, "note": "x"});
        assert_eq!(object, wanted);
        let none = Part::of(&[] as &[&str], stretch, |text| text).unwrap();
        assert_eq!(none.into_object(), b"{\"lines\":[],\"more\":false,\"next\":null,\"total\":0}");
    }

    #[test]
    fn a_tag_is_found_among_others() {
        assert!(matches("\"1\", W/\"2-j-x\"", "\"2-j-x\""));
        assert!(!matches("\"1\"", "\"2-j-x\""));
    }
}
