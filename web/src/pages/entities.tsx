import { useEffect, useState } from "preact/hooks";
import type { EntityLine, Page } from "../api/types";
import { usePages } from "../api/use";
import { number, t, word } from "../i18n";
import { useLater } from "../later";
import { Name } from "../parts/entity";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { ask, usePlace } from "../router";

const CLASSES = ["PER", "GPE", "LOC", "ORG", "EVT"];

export function EntitiesPage() {
  const { query } = usePlace();
  const q = query.get("q") ?? "";
  const kind = query.get("class") ?? "";
  const [typed, type] = useState(q);
  useEffect(() => type(q), [q]);
  const later = useLater(200);
  const found = usePages<EntityLine, Page<EntityLine>>("entities", { q, class: kind, limit: 60 });
  return (
    <section class="page">
      <h1>{t("nav.entities")}</h1>
      <div class="bar">
        <label>
          {t("name")}
          <input
            type="search"
            value={typed}
            onInput={(event) => {
              const value = event.currentTarget.value;
              type(value);
              later(() => ask({ q: value }));
            }}
          />
        </label>
        <label>
          {t("entity.class")}
          <select value={kind} onChange={(event) => ask({ class: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {CLASSES.map((each) => (
              <option value={each} key={each}>
                {word("class", each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Trouble asked={found} />
      <Waiting asked={found} />
      <ul class="names">
        {found.lines.map((line) => (
          <li key={line.id} data-item>
            <Name text={line.name} id={line.id} />
            <span class="faint">
              {line.class && `${word("class", line.class)} · `}
              {t("entity.mentions", { count: line.mentions })}
              {line.statements > 0 && ` · ${t("about.statements", { count: line.statements })}`}
            </span>
          </li>
        ))}
      </ul>
      {found.data && found.lines.length === 0 && <Nothing>{t("entity.nothing")}</Nothing>}
      <More more={found.more} loading={found.loading} />
      {found.data?.total !== undefined && <p class="faint">{number(found.data.total)}</p>}
    </section>
  );
}
