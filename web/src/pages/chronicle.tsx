import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { type About, KINDS, type Kind, type Page, type Statement, type Timeline as Told } from "../api/types";
import { useGet, usePages, useSources } from "../api/use";
import { core, type Range, whole } from "../chronicle/range";
import { Timeline } from "../chronicle/timeline";
import { t, word } from "../i18n";
import { useLater } from "../later";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { SHAPES } from "../parts/shapes";
import { StatementCard } from "../parts/statement";
import { ask, usePlace } from "../router";
import { dayNumber, isDate, isoDay } from "../time/edtf";

/** Statements in the order of time: drawn, and as a list that keeps in step with the drawing. */
export function ChroniclePage() {
  const { query } = usePlace();
  const about = useGet<About>("about");
  const filters = filtersOf(query);
  const from = valid(query.get("from"));
  const to = valid(query.get("to"));
  const told = useGet<Told>("timeline", { ...filters, bins: 600 });
  // Where there are too many to send, those in view are asked for by themselves: marks near by, finer counts farther out.
  const many = told.data !== null && !told.data.items;
  const bins = told.data?.bins;
  const all = useMemo(() => whole(about.data, bins ?? []), [about.data, bins]);
  const near = useMemo(() => core(bins ?? [], all), [bins, all]);
  const view: Range = [
    (from && dayNumber(padded(from, false))) || near[0],
    (to && dayNumber(padded(to, true))) || near[1],
  ];
  const [first, last] = [view[0], view[1]];
  const everything = first <= all[0] && last >= all[1];
  const shown = everything ? {} : { from: isoDay(first), to: isoDay(last) };
  const part = useGet<Told>(many && !everything ? "timeline" : null, { ...filters, ...shown, bins: 300 });
  const found = usePages<Statement, Page<Statement>>(told.loading && !told.data ? null : "chronicle", {
    ...filters,
    ...shown,
    limit: 40,
  });
  const later = useLater(120);
  const moved = useCallback(
    (begin: number, end: number) => {
      later(() => ask({ from: isoDay(Math.round(begin)), to: isoDay(Math.round(end)) }));
    },
    [later],
  );
  const kinds = query
    .getAll("kind")
    .filter((kind): kind is Kind => (KINDS as readonly string[]).includes(kind));
  const lanes = useMemo(
    () => (kinds.length > 0 ? KINDS.filter((kind) => kinds.includes(kind)) : KINDS),
    [kinds.join()],
  );
  return (
    <section class="page wide">
      <h1>{t("nav.chronicle")}</h1>
      <Filters query={query} kinds={kinds} from={from} to={to} />
      <Trouble asked={told} />
      <Timeline told={(many && part.data) || told.data} lanes={lanes} whole={all} view={view} moved={moved} />
      <Waiting asked={found} />
      <ol class="statements">
        {found.lines.map((statement) => (
          <li key={statement.id} data-item>
            <StatementCard statement={statement} />
          </li>
        ))}
      </ol>
      {found.data && found.lines.length === 0 && <Nothing>{t("chronicle.nothing")}</Nothing>}
      <More more={found.more} loading={found.loading} />
    </section>
  );
}

function filtersOf(query: URLSearchParams) {
  return {
    kind: query.getAll("kind"),
    who: query.getAll("who"),
    place: query.getAll("place"),
    source: query.get("source"),
    certainty: query.get("certainty"),
  };
}

/** A date of the address; nothing if it is malformed, so that a bad link still shows the whole. */
const valid = (date: string | null): string | null => (date && isDate(date) ? date : null);

/** A year or month widened to its first or last day. */
function padded(date: string, end: boolean): string {
  if (/^\d{4}$/.test(date)) return end ? `${date}-12-31` : `${date}-01-01`;
  if (!/^\d{4}-\d\d$/.test(date)) return date;
  const [year, month] = date.split("-").map(Number) as [number, number];
  return end ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) : `${date}-01`;
}

function Filters({
  query,
  kinds,
  from,
  to,
}: {
  query: URLSearchParams;
  kinds: Kind[];
  from: string | null;
  to: string | null;
}) {
  const sources = useSources();
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="kinds">
        <legend class="unseen">{t("kind")}</legend>
        {KINDS.map((kind) => (
          <button
            type="button"
            key={kind}
            class={`toggle kind kind-${kind}`}
            aria-pressed={kinds.includes(kind)}
            onClick={() =>
              ask({ kind: kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind] })
            }
          >
            <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
              <path d={SHAPES[kind]} />
            </svg>
            <span>{word("kind", kind)}</span>
          </button>
        ))}
      </fieldset>
      <Field name="who" label={t("filter.who")} query={query} />
      <Field name="place" label={t("filter.place")} query={query} />
      <Field name="from" label={t("filter.from")} query={query} value={from} check={isDate} />
      <Field name="to" label={t("filter.to")} query={query} value={to} check={isDate} />
      <label>
        {t("source")}
        <select
          value={query.get("source") ?? ""}
          onChange={(event) => ask({ source: event.currentTarget.value })}
        >
          <option value="">{t("all")}</option>
          {[...sources.keys()].map((file) => (
            <option value={file} key={file}>
              {file}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("sureness")}
        <select
          value={query.get("certainty") ?? ""}
          onChange={(event) => ask({ certainty: event.currentTarget.value })}
        >
          <option value="">{t("all")}</option>
          <option value="0.6">{t("sureness.from.middling")}</option>
          <option value="0.85">{t("sureness.from.high")}</option>
        </select>
      </label>
    </form>
  );
}

/** A filter that one types; it asks after a pause, and says so if what is typed is no date. */
function Field({
  name,
  label,
  query,
  value,
  check,
}: {
  name: string;
  label: string;
  query: URLSearchParams;
  value?: string | null;
  check?: (text: string) => boolean;
}) {
  const given = value !== undefined ? (value ?? "") : (query.get(name) ?? "");
  const [typed, type] = useState(given);
  useEffect(() => type(given), [given]);
  const later = useLater(350);
  const wrong = typed !== "" && check !== undefined && !check(typed);
  return (
    <label>
      {label}
      <input
        value={typed}
        size={check ? 10 : 16}
        placeholder={check ? "1920-04" : undefined}
        aria-invalid={wrong || undefined}
        onInput={(event) => {
          const text = event.currentTarget.value;
          type(text);
          if (text === "" || !check || check(text)) later(() => ask({ [name]: text }));
        }}
      />
      {wrong && <small class="wrong">{t("date.wrong")}</small>}
    </label>
  );
}
