import { useEffect, useState } from "preact/hooks";
import type { About, Facet, SearchPage as Found, Hit } from "../api/types";
import { sentence, useGet, usePages } from "../api/use";
import { number, t, word } from "../i18n";
import { KindMark } from "../parts/kind";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { address, ask, usePlace } from "../router";
import { around } from "../text/snippet";
import { Offsets } from "../text/spans";
import { inWords } from "../time/edtf";
import { useTitle } from "../title";
import { SearchHelp } from "./help";
import { SourceList } from "./sources";

/** One box. Before a question is asked, what there is to ask. */
export function SearchPage() {
  const { query } = usePlace();
  const q = query.get("q") ?? "";
  useTitle(q);
  const [typed, type] = useState(q);
  useEffect(() => type(q), [q]);
  const sort = query.get("sort") ?? "relevance";
  const literal = query.get("literal") === "1";
  const found = usePages<Hit, Found>(q ? "search" : null, {
    q,
    sort,
    literal: literal ? 1 : null,
    limit: 20,
  });
  return (
    <section class={q ? "page search" : "page search search-open"}>
      {!q && <Welcome />}
      <search>
        <form
          class="searchbox"
          onSubmit={(event) => {
            event.preventDefault();
            ask({ q: typed.trim() }, false);
          }}
        >
          <label class="unseen" for="q">
            {t("search.box")}
          </label>
          <input
            id="q"
            type="search"
            name="q"
            value={typed}
            autocomplete="off"
            placeholder={t("search.placeholder")}
            onInput={(event) => type(event.currentTarget.value)}
          />
          <button type="submit" class="main">
            {t("nav.search")}
          </button>
        </form>
        <SearchHelp />
      </search>
      {q ? <Results q={q} found={found} sort={sort} literal={literal} /> : <Archive />}
    </section>
  );
}

function Welcome() {
  return (
    <div class="welcome">
      <h1>{t("welcome")}</h1>
      <p class="lead">{t("welcome.lead")}</p>
    </div>
  );
}

function Archive() {
  const about = useGet<About>("about");
  const known = about.data;
  return (
    <div class="archive">
      <Trouble asked={about} />
      {known && (
        <p class="about">
          {t("about.sources", { count: known.sources })}, {t("about.passages", { count: known.passages })},{" "}
          {t("about.statements", { count: known.statements })},{" "}
          {t("about.entities", { count: known.entities })}
          {known.from && known.to && (
            <>
              {" · "}
              <a href="/chronicle">
                {inWords(known.from.slice(0, 4))}–{inWords(known.to.slice(0, 4))}
              </a>
            </>
          )}
        </p>
      )}
      <SourceList brief />
    </div>
  );
}

function Results({
  q,
  found,
  sort,
  literal,
}: {
  q: string;
  found: ReturnType<typeof usePages<Hit, Found>>;
  sort: string;
  literal: boolean;
}) {
  const facets = found.data?.facets;
  const suggestion = [found.data?.suggestion ?? []].flat()[0];
  const total = found.data?.total;
  return (
    <>
      <div class="bar">
        <h1 class="small" aria-live="polite">
          {found.data
            ? total !== undefined
              ? t("search.found", { count: total })
              : t("search.shown", { count: found.lines.length })
            : t("nav.search")}
        </h1>
        <label>
          {t("sort")}
          <select value={sort} onChange={(event) => ask({ sort: event.currentTarget.value })}>
            <option value="relevance">{t("sort.relevance")}</option>
            <option value="date">{t("sort.date")}</option>
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={literal} onChange={() => ask({ literal: literal ? null : 1 })} />
          {t("search.literal")}
        </label>
      </div>
      <Trouble asked={found} />
      <Waiting asked={found} />
      {found.lines[0]?.partial && <Nothing>{t("search.partial")}</Nothing>}
      {suggestion && (
        <p class="suggestion">
          {t("search.suggestion")} <a href={address("/", { q: suggestion })}>{suggestion}</a>
        </p>
      )}
      <div class="beside">
        <ol class="hits">
          {found.lines.map((hit) => (
            <HitItem hit={hit} key={`${hit.source.file}:${hit.source.start}`} />
          ))}
        </ol>
        {facets && found.lines.length > 0 && (
          <aside aria-label={t("facets")} class="facets">
            <Facets title={t("facet.source")} facets={facets.source} field="source" q={q} />
            <Facets title={t("facet.decade")} facets={facets.decade} field="decade" q={q} />
            <Facets title={t("facet.kind")} facets={facets.kind} field="kind" q={q} />
            <Facets title={t("facet.entity")} facets={facets.entity} field="who" q={q} />
          </aside>
        )}
      </div>
      {found.data && found.lines.length === 0 && <Nothing>{t("search.nothing")}</Nothing>}
      <More more={found.more} loading={found.loading} />
    </>
  );
}

/** Statements that are named under a hit; the rest stand in the reader's margin. */
const TOLD = 5;

function HitItem({ hit }: { hit: Hit }) {
  const offsets = new Offsets(hit.text);
  const { text, lit, before, after } = around(
    hit.text,
    hit.highlights.map((span) => offsets.span(span)),
  );
  return (
    <li data-item class="hit">
      <p class="hit-text" lang={hit.lang ?? undefined}>
        {before && "… "}
        <Said text={text} lit={lit} />
        {after && " …"}
      </p>
      {hit.statements && hit.statements.length > 0 && (
        <ul class="hit-told">
          {hit.statements.slice(0, TOLD).map((statement) => (
            <li key={statement.id}>
              <a href={sentence(statement.source, statement.id)}>
                <KindMark kind={statement.kind} /> <span class="faint">{inWords(statement.date)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <p class="hit-where">
        <Where source={hit.source} />
        {hit.original && (
          <details class="original">
            <summary>{t("original")}</summary>
            <p>
              <Said text={hit.original} />
            </p>
          </details>
        )}
      </p>
    </li>
  );
}

/** A field of the query language that narrows to a facet's value. */
export function narrowed(q: string, field: string, value: string): string {
  if (field === "decade") {
    const decade = value.slice(0, 3);
    return `${q} from:${decade}0 to:${decade}9`;
  }
  return `${q} ${field}:${/[\s"]/.test(value) ? `"${value.replace(/"/g, "")}"` : value}`;
}

function Facets({ title, facets, field, q }: { title: string; facets?: Facet[]; field: string; q: string }) {
  if (!facets || facets.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {facets.slice(0, 8).map(({ value, count }) => (
          <li key={value}>
            <a href={address("/", { q: narrowed(q, field, value) })}>
              <Said text={label(field, value)} />
            </a>{" "}
            <span class="count">{number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function label(field: string, value: string): string {
  if (field === "kind") return word("kind", value);
  if (field === "decade") return inWords(value.length === 3 ? `${value}X` : value);
  return value;
}
