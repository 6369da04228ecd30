import { useEffect, useMemo, useState } from "preact/hooks";
import {
  type About,
  type Changes,
  type Fluent,
  type Page,
  type PlacePoint,
  RELATIONS,
  type Timeline,
} from "../api/types";
import { useGet, usePages, useSources } from "../api/use";
import { core, quantile, whole } from "../chronicle/range";
import { number, t } from "../i18n";
import { useLater } from "../later";
import { lazy } from "../lazy";
import { Nothing, Trouble, Waiting } from "../parts/notices";
import { ask, usePlace } from "../router";
import { ChangesSince } from "../state/changes";
import { Relations } from "../state/tables";
import { dayNumber, inWords, isoDay, nextDay, readDay } from "../time/edtf";
import { useTitle } from "../title";

const StateMap = lazy(() => import("../map/state").then((module) => module.StateMap));

/** Sentences that come with each line; the others are fetched when they are asked for. */
const FIRST = 1;

/** What held on a day: on the map, and in tables. */
export function StatePage() {
  const { query } = usePlace();
  const days = useDays();
  const asked = query.get("on");
  const on = readDay(asked ?? "") ?? days.begin;
  const according = query.get("according_to");
  const name = query.get("about");
  const state = useGet<Page<Fluent>>(on ? "state" : null, {
    on,
    according_to: according,
    about: name,
    limit: 1000,
    witnesses: FIRST,
  });
  const changes = useGet<Page<Changes> | Changes>(on ? "changes" : null, {
    from: on && nextDay(on, -1),
    to: on,
    according_to: according,
    about: name,
    witnesses: 1,
  });
  useTitle(on ? inWords(on) : "");
  const places = usePages<PlacePoint, Page<PlacePoint>>("places", { limit: 1000 });
  const lines = state.data?.lines ?? [];
  const count = (certainty: string) => number(lines.filter((line) => line.certainty === certainty).length);
  return (
    <section class="page wide">
      <h1>{on ? inWords(on) : t("nav.state")}</h1>
      {asked && !readDay(asked) && (
        <p class="notice trouble" role="alert">
          {t("state.malformed", { date: asked })}
        </p>
      )}
      {on && <DayChooser on={on} first={days.first} last={days.last} />}
      <Choices query={query} />
      <p class="legend" aria-live="polite">
        <span class="certainty certainty-certain">{t("certainty.certain")}</span> {count("certain")}{" "}
        <span class="certainty certainty-possible">{t("certainty.possible")}</span> {count("possible")}
        <span class="faint"> {t("certainty.legend")}</span>
        {state.data?.more && <span>{t("state.first", { count: lines.length })}</span>}
      </p>
      <Trouble asked={state} />
      <Waiting asked={state} />
      <div class="state-top">
        <StateMap fluents={lines} places={places.lines} on={on} />
        <ChangesSince asked={changes} />
      </div>
      {state.data && lines.length === 0 && <Nothing>{t("state.nothing")}</Nothing>}
      {RELATIONS.map((relation) => (
        <Relations
          key={relation}
          relation={relation}
          on={on}
          fluents={lines.filter((line) => line.relation === relation)}
        />
      ))}
    </section>
  );
}

/** The days between which one chooses, and the one to begin with: where the sources speak most. */
function useDays(): { first: number; last: number; begin: string | null } {
  const about = useGet<About>("about");
  const told = useGet<Timeline>("timeline", { bins: 600 });
  return useMemo(() => {
    const bins = told.data?.bins ?? [];
    const [first, last] = core(bins, whole(about.data, bins));
    const begin = quantile(bins, 0.5)?.from ?? null;
    return { first, last, begin: begin ?? (told.problem ? isoDay(Math.round((first + last) / 2)) : null) };
  }, [about.data, told.data, told.problem]);
}

function DayChooser({ on, first, last }: { on: string; first: number; last: number }) {
  const [day, set] = useState(on);
  const [typed, type] = useState(on);
  useEffect(() => {
    set(on);
    type(on);
  }, [on]);
  const later = useLater(60);
  const now = dayNumber(day) ?? 0;
  const choose = (iso: string) => {
    set(iso);
    type(iso);
    later(() => ask({ on: iso }));
  };
  return (
    <div class="day">
      <button type="button" onClick={() => choose(nextDay(day, -1))} aria-label={t("day.before")}>
        ‹
      </button>
      <input
        type="range"
        aria-label={t("day")}
        aria-valuetext={inWords(day)}
        min={Math.min(first, now)}
        max={Math.max(last, now)}
        value={now}
        onInput={(event) => choose(isoDay(Number(event.currentTarget.value)))}
      />
      <button type="button" onClick={() => choose(nextDay(day, 1))} aria-label={t("day.after")}>
        ›
      </button>
      <input
        class="date-box"
        aria-label={t("date")}
        value={typed}
        size={11}
        aria-invalid={readDay(typed) === null || undefined}
        onInput={(event) => {
          type(event.currentTarget.value);
          const read = readDay(event.currentTarget.value);
          if (read) later(() => ask({ on: read }));
        }}
      />
    </div>
  );
}

function Choices({ query }: { query: URLSearchParams }) {
  const sources = useSources();
  const given = query.get("about") ?? "";
  const [typed, type] = useState(given);
  useEffect(() => type(given), [given]);
  const later = useLater(350);
  return (
    <div class="bar">
      <label>
        {t("state.according")}
        <select
          value={query.get("according_to") ?? ""}
          onChange={(event) => ask({ according_to: event.currentTarget.value })}
        >
          <option value="">{t("state.according.all")}</option>
          {[...sources.keys()].map((file) => (
            <option value={file} key={file}>
              {file}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("state.about")}
        <input
          type="search"
          value={typed}
          onInput={(event) => {
            const text = event.currentTarget.value;
            type(text);
            later(() => ask({ about: text }));
          }}
        />
      </label>
    </div>
  );
}
