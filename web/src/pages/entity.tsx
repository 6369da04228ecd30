import { useEffect, useMemo } from "preact/hooks";
import { type Entity, type EntityLine, KINDS, type Kind, type Page, type Statement } from "../api/types";
import { useGet, usePages } from "../api/use";
import { EntityActions } from "../corrections/entity";
import { number, t, word } from "../i18n";
import { lazy } from "../lazy";
import { KindMark } from "../parts/kind";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";
import { StatementCard } from "../parts/statement";
import { address, ask, go, usePlace } from "../router";
import { Disagreeing, idOf } from "../state/disagreeing";
import { Relations } from "../state/tables";
import { inWords } from "../time/edtf";
import { useTitle } from "../title";

const PlacesMap = lazy(() => import("../map/places").then((module) => module.PlacesMap));
const Network = lazy(() => import("../network/network").then((module) => module.Network));

export function EntityPage({ rest }: { rest: string }) {
  const { query } = usePlace();
  const name = query.get("name");
  if (rest) return <Known id={decodeURIComponent(rest)} />;
  if (name) return <Named name={name} key={name} />;
  return <Unknown name="" />;
}

/** A name leads to the entity that is called just so, or else to the list of those with the name in them. */
function Named({ name }: { name: string }) {
  const found = useGet<Page<EntityLine>>("entities", { q: name, limit: 50 });
  useEffect(() => {
    const lines = found.data?.lines;
    if (!lines) return;
    const same = lines.find((line) => line.name === name) ?? (lines.length === 1 ? lines[0] : undefined);
    if (same) go(`/entity/${encodeURIComponent(same.id)}`, true);
    else if (lines.length > 0) go(address("/entities", { q: name }), true);
  }, [found.data, name]);
  if (found.data?.lines.length === 0) return <Unknown name={name} />;
  return (
    <section class="page">
      <h1>
        <Said text={name} />
      </h1>
      <Trouble asked={found} />
      <Waiting asked={found} />
    </section>
  );
}

function Unknown({ name }: { name: string }) {
  return (
    <section class="page">
      <h1>{name ? <Said text={name} /> : t("nav.entities")}</h1>
      <Nothing>
        {t("entity.unknown")} {name && <a href={address("/", { q: name })}>{t("nav.search")}</a>}
      </Nothing>
    </section>
  );
}

function Known({ id }: { id: string }) {
  const asked = useGet<Entity>(`entities/${encodeURIComponent(id)}`);
  const entity = asked.data;
  useTitle(entity?.name ?? "");
  if (!entity) {
    return (
      <section class="page">
        <h1>{t("nav.entities")}</h1>
        <Trouble asked={asked} />
        <Waiting asked={asked} />
      </section>
    );
  }
  return (
    <section class="page entity">
      <header class="title">
        <h1>
          <Said text={entity.name} />
        </h1>
        <EntityActions entity={entity} />
      </header>
      <p class="faint">
        {entity.class && word("class", entity.class)}
        {entity.lifetime && ` · ${inWords(entity.lifetime)}`}
      </p>
      <Spellings entity={entity} />
      {entity.offices.length > 0 && <Relations relation="holds" fluents={entity.offices} without="person" />}
      {entity.neighbours.length > 0 && <Neighbours entity={entity} />}
      {(entity.places.length > 0 || entity.coordinates) && (
        <section>
          <h2>{t("entity.places")}</h2>
          <PlacesMap entity={entity} />
        </section>
      )}
      <Sources entity={entity} />
      <Deeds entity={entity} />
    </section>
  );
}

function Spellings({ entity }: { entity: Entity }) {
  if (entity.spellings.length === 0) return null;
  return (
    <section>
      <h2>{t("entity.spellings")}</h2>
      <ul class="inline">
        {entity.spellings.map(({ text, count }) => (
          <li key={text}>
            <a href={address("/", { q: `"${text.replace(/"/g, "")}"`, literal: 1 })}>
              <Said text={text} />
            </a>{" "}
            <span class="count">{number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Neighbours({ entity }: { entity: Entity }) {
  const { nodes, edges } = useMemo(() => {
    const others = entity.neighbours.map(({ entity: other, count }) => ({
      id: other.id,
      name: other.name,
      weight: count,
    }));
    const most = Math.max(1, ...others.map((other) => other.weight));
    return {
      nodes: [{ id: entity.id, name: entity.name, weight: most }, ...others],
      edges: others.map((other) => ({ from: entity.id, to: other.id, count: other.weight })),
    };
  }, [entity]);
  return (
    <section>
      <h2>{t("entity.network")}</h2>
      <Network
        nodes={nodes}
        edges={edges}
        centre={entity.id}
        label={t("entity.network")}
        node={(node) => `/entity/${encodeURIComponent(node.id)}`}
        edge={({ to }) =>
          address("/chronicle", { who: [entity.name, nodes.find((node) => node.id === to)?.name ?? ""] })
        }
        told={(edge, from, to) =>
          `${from.name} – ${to.name}: ${t("about.statements", { count: edge.count })}`
        }
      />
    </section>
  );
}

function Sources({ entity }: { entity: Entity }) {
  const sources = entity.sources.map((source) => ({
    file: "file" in source ? source.file : source.value,
    count: source.count,
  }));
  return (
    <section>
      <h2>{t("entity.sources")}</h2>
      <ul class="inline">
        {sources.map(({ file, count }) => (
          <li key={file}>
            <a href={address("/chronicle", { who: entity.name, source: file })}>
              <Said text={file} />
            </a>{" "}
            <span class="count">{number(count)}</span>
          </li>
        ))}
      </ul>
      {entity.disagreements.length > 0 && (
        <>
          <h3>{t("entity.differ")}</h3>
          <ul class="disagreements">
            {entity.disagreements.map((each) => (
              <li key={idOf(each)}>
                <Disagreeing disagreement={each} heading="h4" />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

// Roles in which one acts; in the others something is done to one, or with one.
const ACTING = new Set(["from", "by", "actor", "parties", "participants", "person", "subject"]);

/** What it did and what was done to it, in the order of time. */
function Deeds({ entity }: { entity: Entity }) {
  const { query } = usePlace();
  const kind = KINDS.find((each) => each === query.get("kind")) ?? null;
  const found = usePages<Statement, Page<Statement>>("chronicle", { who: entity.name, kind, limit: 60 });
  const does = (statement: Statement) =>
    Object.entries(statement.roles).some(
      ([role, fillers]) => ACTING.has(role) && fillers.some((filler) => filler.entity === entity.name),
    );
  const [did, undergone] = [found.lines.filter(does), found.lines.filter((statement) => !does(statement))];
  return (
    <section>
      <h2>{t("entity.chronology")}</h2>
      <p class="bar">
        {Object.entries(entity.statements).map(([name, count]) => (
          <button
            type="button"
            class="toggle"
            key={name}
            aria-pressed={kind === name}
            onClick={() => ask({ kind: kind === name ? null : name })}
          >
            <KindMark kind={name as Kind} /> <span class="count">{number(count)}</span>
          </button>
        ))}
      </p>
      <Trouble asked={found} />
      <div class="two">
        <Column title={t("entity.did")} statements={did} />
        <Column title={t("entity.undergone")} statements={undergone} />
      </div>
      <More more={found.more} loading={found.loading} />
    </section>
  );
}

function Column({ title, statements }: { title: string; statements: Statement[] }) {
  if (statements.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ol class="statements">
        {statements.map((statement) => (
          <li key={statement.id} data-item>
            <StatementCard statement={statement} />
          </li>
        ))}
      </ol>
    </section>
  );
}
