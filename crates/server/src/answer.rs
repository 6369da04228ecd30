//! Answers: a list in one of its forms, an object, or the news that nothing is new.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::asked::{Caller, Form, Stretch};
use crate::desks::{Desk, Version};
use crate::kept::Answer;
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

    /// As they are sent.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A part of a list, and what there is to say of the whole of it.
#[derive(Debug, Default)]
pub struct Part {
    pub lines: Lines,
    /// The members of the object besides `lines` and `more`, as JSON: `"next":…`.
    summary: Vec<u8>,
    more: bool,
    /// True if the same question may soon have another answer, though the record stays the same.
    passing: bool,
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

    /// The same, as an answer that is not to be kept.
    pub fn passing(self, passing: bool) -> Self {
        Self { passing, ..self }
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
    /// A list that is too long to be held: each call gives its next lines, until there are none. Only for lines after
    /// lines.
    Long(Pieces),
    /// An object.
    Object(Vec<u8>),
    /// Bytes of a file.
    File(Vec<u8>),
}

/// Gives the next lines of a long list; none at its end.
pub type Pieces = Box<dyn FnMut(&Shared) -> Result<Option<Vec<u8>>, Problem> + Send>;

/// Bytes after which a piece of a long list goes out.
const PIECE: usize = 64 << 10;

impl Content {
    /// An object.
    pub fn object(value: &impl Serialize) -> Result<Self, Problem> {
        serde_json::to_vec(value).map(Self::Object).map_err(|_| Problem::fault())
    }

    /// A list of things of the world, of which a line is made when it is sent.
    pub fn long<T: Send + 'static>(
        world: Arc<World>,
        list: Vec<T>,
        write: impl Fn(&World, &T, &mut Vec<u8>) -> std::io::Result<()> + Send + 'static,
    ) -> Self {
        let mut list = list.into_iter();
        Self::Long(Box::new(move |_| {
            let mut piece = Vec::new();
            for thing in list.by_ref() {
                write(&world, &thing, &mut piece).map_err(|_| Problem::fault())?;
                if piece.len() >= PIECE {
                    break;
                }
            }
            Ok((!piece.is_empty()).then_some(piece))
        }))
    }

    /// As it is sent.
    fn into_sent(self, form: Form) -> Sent {
        let (kind, bytes) = match (self, form) {
            (Self::Long(pieces), _) => return Sent::Long(pieces),
            (Self::Part(part), Form::Ndjson) => (NDJSON, part.lines.bytes),
            (Self::Part(part), Form::Json) => ("application/json", part.into_object()),
            (Self::Object(bytes), _) => ("application/json", bytes),
            (Self::File(bytes), _) => ("application/octet-stream", bytes),
        };
        Sent::Whole(Answer { kind, bytes: Bytes::from(bytes) })
    }
}

const NDJSON: &str = "application/x-ndjson";

/// An answer as it is sent: at once, or piece by piece.
enum Sent {
    Whole(Answer),
    Long(Pieces),
}

impl Sent {
    fn into_response(self, shared: &Arc<Shared>) -> Response {
        match self {
            Self::Whole(Answer { kind, bytes }) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
            Self::Long(pieces) => {
                let body = Body::from_stream(one_by_one(Arc::clone(shared), pieces));
                ([(header::CONTENT_TYPE, NDJSON)], body).into_response()
            }
        }
    }
}

/// Each piece is made when the one before it is on its way: whoever reads slowly holds up nobody, and nothing is made that
/// is not read. A list that cannot be gone on with breaks off.
fn one_by_one(
    shared: Arc<Shared>,
    pieces: Pieces,
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    let broken = || std::io::Error::other("the list cannot be gone on with");
    futures_util::stream::try_unfold((shared, pieces), move |(shared, mut pieces)| async move {
        let turn = Arc::clone(&shared.turns).acquire_owned().await.map_err(|_| broken())?;
        let made = tokio::task::spawn_blocking(move || {
            let piece = pieces(&shared);
            drop(turn);
            (piece, shared, pieces)
        });
        let (piece, shared, pieces) = made.await.map_err(|_| broken())?;
        Ok(piece.map_err(|_| broken())?.map(|piece| (Bytes::from(piece), (shared, pieces))))
    })
}

impl Shared {
    /// Answers a question about the record as it is now; if whoever asks has that answer already, says so.
    pub async fn answer(
        self: &Arc<Self>,
        caller: Caller,
        question: impl FnOnce(&Self, &Desk) -> Result<Content, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let answered = self.ask(move |shared, desk| {
            let tag = shared.tag(desk.version()?, caller.form);
            match shared.given(&caller, &tag) {
                Some(given) => Ok(given),
                None => Ok(shared.found(&caller, tag, question(shared, desk)?)),
            }
        });
        Ok(answered.await?.into_response(self))
    }

    /// Answers a question about what is told: by all sources, or by the one that a person calls so.
    pub async fn answer_told(
        self: &Arc<Self>,
        caller: Caller,
        source: Option<String>,
        question: impl FnOnce(&Self, &Desk, &Arc<World>) -> Result<Content, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let answered = self.ask(move |shared, desk| {
            let now = desk.version()?;
            if let Some(given) = shared.given(&caller, &shared.tag(now, caller.form)) {
                return Ok(given);
            }
            let world = match &source {
                Some(source) => shared.worlds.of_source(desk, &shared.packs, source)?,
                None => shared.worlds.whole(desk, &shared.packs)?,
            };
            // While documents are added, what is told may be older than the record.
            let tag = shared.tag(world.version, caller.form);
            match shared.given(&caller, &tag).filter(|_| world.version != now) {
                Some(given) => Ok(given),
                None => Ok(shared.found(&caller, tag, question(shared, desk, &world)?)),
            }
        });
        Ok(answered.await?.into_response(self))
    }

    /// The answer that whoever asks has already, or that was given to somebody before; nothing is looked for.
    fn given(&self, caller: &Caller, tag: &str) -> Option<Answered> {
        let sent = match &caller.known {
            Some(known) if matches(known, tag) => None,
            _ => Some(Sent::Whole(self.kept.get(tag, &caller.question)?)),
        };
        Some(Answered { tag: Some(tag.to_owned()), sent })
    }

    fn found(&self, caller: &Caller, tag: String, content: Content) -> Answered {
        let passing = matches!(&content, Content::Part(part) if part.passing);
        let sent = content.into_sent(caller.form);
        if let (Sent::Whole(answer), false) = (&sent, passing) {
            self.kept.keep(&tag, &caller.question, answer);
        }
        Answered { tag: (!passing).then_some(tag), sent: Some(sent) }
    }

    /// Names the answers of one generation of the record in one form, given by this program with these packs.
    fn tag(&self, version: Version, form: Form) -> String {
        let form = if form == Form::Ndjson { "n" } else { "j" };
        format!("\"{version}-{form}-{}\"", self.edition)
    }
}

/// An answer with the tag that it goes by; without contents if whoever asked has them.
struct Answered {
    tag: Option<String>,
    sent: Option<Sent>,
}

impl Answered {
    fn into_response(self, shared: &Arc<Shared>) -> Response {
        let mut response = match self.sent {
            Some(sent) => sent.into_response(shared),
            None => StatusCode::NOT_MODIFIED.into_response(),
        };
        mark(response.headers_mut(), self.tag.as_deref());
        response
    }
}

fn mark(headers: &mut HeaderMap, tag: Option<&str>) {
    if let Some(Ok(tag)) = tag.map(HeaderValue::from_str) {
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
