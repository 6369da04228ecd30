use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use salname_answers::{EntityAnswer, EntityFacts, EntityLine, PlaceLine};
use salname_model::Class;
use salname_record::{NameKeys as _, StoredEntity, entity_id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::lines;
use crate::answer::{Content, Part};
use crate::asked::{AskedList, Caller, ListAsked, NothingElse};
use crate::problem::Problem;
use crate::shared::Shared;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntitiesAsked {
    /// Those that are called so, in any spelling, or have these letters in their name. The one of just this name comes
    /// first.
    q: Option<String>,
    /// Only persons (PER), states and towns (GPE), regions and waters (LOC), bodies (ORG) or events and documents (EVT).
    class: Option<String>,
}

/// What the record names, the most mentioned first
#[utoipa::path(get, path = "/entities", tag = "entities", params(EntitiesAsked, ListAsked),
    responses((status = 200, description = "Entities", content((lines::List<lines::Entity> = "application/json"), (lines::Entity = "application/x-ndjson"))), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn entities(
    State(shared): State<Arc<Shared>>,
    list: AskedList<EntitiesAsked>,
) -> Result<Response, Problem> {
    let stretch = list.stretch()?;
    let AskedList { asked, caller, .. } = list;
    let class = asked.class.as_deref().filter(|class| !class.is_empty());
    let class: Option<Class> = class
        .map(str::parse)
        .transpose()
        .map_err(|_| Problem::misasked("class: is one of PER, GPE, LOC, ORG, EVT"))?;
    let asked = asked.q.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            let all = world.entities(&desk.record)?;
            let mut found: Vec<&StoredEntity> = match &asked {
                None => all.iter().collect(),
                Some(name) => {
                    let called = desk.record.entities_named(name, &shared.names.keys(name))?;
                    let known = |name: &str| all.iter().find(|entity| entity.name == name);
                    let mut found: Vec<&StoredEntity> =
                        called.iter().filter_map(|entity| known(&entity.name)).collect();
                    let letters = name.to_lowercase();
                    let besides = all.iter().filter(|entity| entity.name.to_lowercase().contains(&letters));
                    let besides: Vec<_> = besides.filter(|entity| !found.contains(entity)).collect();
                    found.extend(besides);
                    found
                }
            };
            found.retain(|entity| class.is_none_or(|class| entity.class.as_deref() == Some(class.as_str())));
            Part::of(&found, stretch, |entity| EntityLine::of(&world.told, entity)).map(Content::Part)
        })
        .await
}

/// All that is known of an entity
#[utoipa::path(get, path = "/entities/{id}", tag = "entities", params(("id" = String, Path, description = "its identifier")),
    responses((status = 200, description = "Spellings, offices, statements by kind, neighbours, places, sources, disagreements", body = lines::EntityInFull),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn entity(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            let all = world.entities(&desk.record)?;
            let entity = all.iter().find(|entity| entity_id(&entity.name) == id);
            let entity = entity.ok_or_else(|| Problem::nothing("the record names no such entity"))?;
            let facts = EntityFacts::load(&desk.record, entity)?;
            let classes = world.classes(&desk.record)?;
            Content::object(&EntityAnswer::of(&world.told, &facts, &shared.packs, &shared.known, classes))
        })
        .await
}

/// The places that the record names and the gazetteer knows
#[utoipa::path(get, path = "/places", tag = "entities", params(ListAsked),
    responses((status = 200, description = "Places with coordinates", content((lines::List<lines::PointOfPlace> = "application/json"), (lines::PointOfPlace = "application/x-ndjson"))), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn places(
    State(shared): State<Arc<Shared>>,
    list: AskedList<NothingElse>,
) -> Result<Response, Problem> {
    let (stretch, caller) = (list.stretch()?, list.caller);
    shared
        .answer_told(caller, None, move |shared, desk, world| {
            let all = world.entities(&desk.record)?;
            let line = |entity| PlaceLine::of(entity, &shared.packs, &shared.known);
            let places: Vec<PlaceLine> = all.iter().filter_map(line).collect();
            Part::of(&places, stretch, |place| place).map(Content::Part)
        })
        .await
}
