use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use salname_answers::StatementLine;
use salname_answers::restoration::RestorationReport;
use salname_model::{Class, Doubt, SourceId, Span, Time};
use salname_record::{ReadPassage, SourceSummary, Spot, entity_id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lines;
use crate::answer::{Content, Lines, Part};
use crate::asked::{Asked, AskedList, Caller, Form, ListAsked, NothingElse, Stretch};
use crate::desks::Desk;
use crate::problem::Problem;
use crate::shared::Shared;
use crate::worlds::World;

/// A source.
#[derive(Serialize, ToSchema)]
struct SourceLine {
    file: String,
    /// BLAKE3 of its bytes.
    hash: String,
    format: String,
    encoding: String,
    bytes: u64,
    /// The language that most of its letters are in.
    lang: Option<String>,
    passages: u64,
    statements: u64,
    /// Passages by what had happened to their letters.
    damage: BTreeMap<String, u64>,
    /// True if no file has these bytes any more.
    retired: bool,
}

impl SourceLine {
    fn of(summary: &SourceSummary) -> Self {
        let SourceSummary { source, passages, statements, damage, retired } = summary.clone();
        Self {
            file: source.name,
            hash: source.id.0,
            format: source.format,
            encoding: source.encoding,
            bytes: source.bytes,
            lang: source.lang,
            passages,
            statements,
            damage,
            retired,
        }
    }
}

/// The sources of the record
#[utoipa::path(get, path = "/sources", tag = "sources", params(ListAsked),
    responses((status = 200, description = "Sources", content((lines::List<SourceLine> = "application/json"), (SourceLine = "application/x-ndjson"))), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn sources(
    State(shared): State<Arc<Shared>>,
    list: AskedList<NothingElse>,
) -> Result<Response, Problem> {
    let (stretch, caller) = (list.stretch()?, list.caller);
    shared
        .answer_told(caller, None, move |_, desk, world| {
            Part::of(world.sources(&desk.record)?, stretch, SourceLine::of).map(Content::Part)
        })
        .await
}

/// One source
#[utoipa::path(get, path = "/sources/{hash}", tag = "sources", params(("hash" = String, Path, description = "the hash of its bytes")),
    responses((status = 200, body = SourceLine), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn source(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(hash): Path<String>,
) -> Result<Response, Problem> {
    shared
        .answer_told(caller, None, move |_, desk, world| {
            Content::object(&SourceLine::of(known(world, desk, &hash)?))
        })
        .await
}

/// The source of that hash.
fn known<'w>(world: &'w World, desk: &Desk, hash: &str) -> Result<&'w SourceSummary, Problem> {
    let found = world.source(&desk.record, hash)?;
    found.ok_or_else(|| Problem::nothing("no source has this hash: /api/v1/sources lists those there are"))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PassagesAsked {
    /// From the passage of this number on, the first being 0.
    from: Option<usize>,
    /// From the passage at this line of the file on.
    line: Option<u64>,
    /// From the first passage of this page on.
    page: Option<u32>,
    /// From the passage at this byte of the source on.
    offset: Option<u64>,
}

/// A passage with what was found in it. Spans are bytes of `text` as UTF-8, if nothing else is said.
#[derive(Serialize)]
struct PassageLine<'a> {
    number: usize,
    text: &'a str,
    /// As in the source, where that is not the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    lang: Option<&'a str>,
    damage: &'a str,
    kind: &'a str,
    line: usize,
    page: Option<u32>,
    /// Bytes of the source.
    source: Span,
    doubts: Vec<DoubtLine<'a>>,
    times: Vec<TimeLine<'a>>,
    mentions: Vec<MentionLine<'a>>,
    statements: Vec<StatementInPassage<'a>>,
}

#[derive(Serialize)]
struct DoubtLine<'a> {
    span: Span,
    probability: f64,
    alternatives: &'a [String],
}

#[derive(Serialize)]
struct TimeLine<'a> {
    text: Span,
    value: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
struct MentionLine<'a> {
    text: Span,
    class: Class,
    entity: EntityLine<'a>,
}

#[derive(Serialize)]
struct EntityLine<'a> {
    id: String,
    name: &'a str,
}

#[derive(Serialize)]
struct StatementInPassage<'a> {
    #[serde(flatten)]
    line: StatementLine<'a>,
    text: Span,
}

impl<'a> PassageLine<'a> {
    fn of(read: &'a ReadPassage, world: &'a World) -> Self {
        let passage = &read.passage;
        let doubts = read.doubts.iter().map(|Doubt { span, probability, alternatives }| DoubtLine {
            span: *span,
            probability: (f64::from(*probability) * 1000.0).round() / 1000.0,
            alternatives,
        });
        let times = read.times.iter().map(|time| TimeLine {
            text: time.span,
            value: time.value.as_ref().map_or("", Time::as_str),
            note: &time.note,
        });
        let mentions = read.mentions.iter().map(|mention| MentionLine {
            text: mention.span,
            class: mention.class,
            entity: EntityLine { id: entity_id(&mention.entity), name: &mention.entity },
        });
        let statements = read.statements.iter().filter_map(|(span, id)| {
            let statement = world.told.statement(world.told.number(id)?);
            Some(StatementInPassage { line: StatementLine::of(statement), text: *span })
        });
        Self {
            number: passage.number,
            text: &passage.text,
            original: passage.original.as_deref(),
            lang: passage.lang.as_deref(),
            damage: &passage.damage,
            kind: &passage.kind,
            line: passage.place.line,
            page: passage.place.page,
            source: Span::new(passage.place.start, passage.place.end),
            doubts: doubts.collect(),
            times: times.collect(),
            mentions: mentions.collect(),
            statements: statements.collect(),
        }
    }
}

/// The passages of a source, with what was found in them
#[utoipa::path(get, path = "/sources/{hash}/passages", tag = "sources", params(("hash" = String, Path), PassagesAsked, ListAsked),
    responses((status = 200, description = "Passages", content((lines::List<lines::Passage> = "application/json"), (lines::Passage = "application/x-ndjson"))), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn passages(
    State(shared): State<Arc<Shared>>,
    Path(hash): Path<String>,
    list: AskedList<PassagesAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let given = [asked.from.is_some(), asked.line.is_some(), asked.page.is_some(), asked.offset.is_some()];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(Problem::misasked("from, line, page, offset: give one of them"));
    }
    let form = caller.form;
    shared
        .answer_told(caller, None, move |_, desk, world| {
            let source = known(world, desk, &hash)?;
            let id = &source.source.id;
            let spot = match asked {
                PassagesAsked { line: Some(line), .. } => Some(Spot::Line(line)),
                PassagesAsked { page: Some(page), .. } => Some(Spot::Page(page)),
                PassagesAsked { offset: Some(byte), .. } => Some(Spot::Byte(byte)),
                _ => None,
            };
            let first = match spot {
                Some(spot) => desk.record.passage_at(id, spot)?.unwrap_or(0),
                None => asked.from.unwrap_or(0),
            };
            let from = if stretch.from > 0 { stretch.from } else { first };
            let total = usize::try_from(source.passages).unwrap_or(usize::MAX);
            let stretch = Stretch { from, ..stretch };
            if form == Form::Ndjson {
                return Ok(long(Arc::clone(world), id.clone(), from, stretch.limit.unwrap_or(total)));
            }
            let read = desk.record.read_passages(id, from, stretch.limit.unwrap_or(total))?;
            let lines = Lines::of(read.iter().map(|passage| PassageLine::of(passage, world)))?;
            Part::counted(lines, stretch, total).map(Content::Part)
        })
        .await
}

/// Passages of a source from one number on, no more than so many, a few at a time.
fn long(world: Arc<World>, source: SourceId, mut from: usize, mut left: usize) -> Content {
    const PAGE: usize = 100;
    Content::Long(Box::new(move |shared| {
        let desk = shared.desk()?;
        let read = desk.record.read_passages(&source, from, PAGE.min(left))?;
        shared.give_back(desk);
        from += read.len();
        left -= read.len();
        let lines = Lines::of(read.iter().map(|passage| PassageLine::of(passage, &world)))?;
        Ok((!read.is_empty()).then(|| lines.into_bytes()))
    }))
}

/// How a passage's text stands to the text of its source.
#[derive(Serialize, ToSchema)]
struct AlignmentAnswer<'a> {
    /// `[text_start, text_end, source_start, source_end]`: bytes of the restored text, and bytes of the source that they
    /// were made of.
    runs: Vec<[usize; 4]>,
    /// The text as in the source.
    original: &'a str,
}

/// How a passage's text stands to the bytes of its source
#[utoipa::path(get, path = "/sources/{hash}/passages/{number}/alignment", tag = "sources",
    params(("hash" = String, Path), ("number" = usize, Path)),
    responses((status = 200, body = AlignmentAnswer), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn alignment(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((hash, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    shared
        .answer(caller, move |_, desk| {
            let number = number.parse().map_err(|_| Problem::misasked("a passage has a number, from 0"))?;
            let passage = desk.record.passage(&SourceId(hash), number)?;
            let passage = passage.ok_or_else(|| Problem::nothing("there is no such passage"))?;
            let runs = passage.alignment.runs().map(|(to, from, _)| [to.start, to.end, from.start, from.end]);
            let original = passage.original.as_deref().unwrap_or(&passage.text);
            Content::object(&AlignmentAnswer { runs: runs.collect(), original })
        })
        .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OriginalAsked {
    /// From this byte on.
    start: Option<usize>,
    /// To this byte, exclusive.
    end: Option<usize>,
}

/// The bytes of a source's file
#[utoipa::path(get, path = "/sources/{hash}/original", tag = "sources", params(("hash" = String, Path), OriginalAsked),
    responses((status = 200, description = "the bytes", content_type = "application/octet-stream"), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn original(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(hash): Path<String>,
    Asked(asked): Asked<OriginalAsked>,
) -> Result<Response, Problem> {
    let (start, end) = (asked.start.unwrap_or(0), asked.end.unwrap_or(usize::MAX));
    if start > end {
        return Err(Problem::misasked("start: lies after end"));
    }
    let mut response = shared
        .answer_told(caller, None, move |_, desk, world| {
            let source = known(world, desk, &hash)?;
            let bytes = desk.record.original(&source.source.id)?;
            let part = bytes.get(start..end.min(bytes.len())).unwrap_or_default();
            Ok(Content::File(part.to_vec()))
        })
        .await?;
    // Never shown as a page: what a stranger's file says to a browser is not ours to pass on.
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}

/// Reports that are kept: making one takes as long as restoring the source.
const REPORTS: usize = 8;

/// What had happened to a source's letters, and how it was decided
#[utoipa::path(get, path = "/sources/{hash}/report", tag = "sources", params(("hash" = String, Path)),
    responses((status = 200, description = "Damaged stretches, tables and doubtful words, as of `salname restore --report --json`"),
        (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn report(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(hash): Path<String>,
) -> Result<Response, Problem> {
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            let kept = || shared.reports.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, report)) = kept().iter().find(|(of, _)| *of == hash) {
                return Ok(Content::Object(report.to_vec()));
            }
            let source = &known(world, desk, &hash)?.source;
            let bytes = desk.record.original(&source.id)?;
            let (source, restored) =
                shared.jobs.engine().restore(&bytes, &source.name).map_err(Problem::refused)?;
            let report = serde_json::to_vec(&RestorationReport::of(&source, &restored));
            let report = report.map_err(|_| Problem::fault())?;
            let mut kept = kept();
            if kept.len() == REPORTS {
                kept.remove(0);
            }
            kept.push((hash, report.as_slice().into()));
            Ok(Content::Object(report))
        })
        .await
}
