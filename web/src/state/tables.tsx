import { useState } from "preact/hooks";
import type { Fluent, Relation } from "../api/types";
import { number, t, word } from "../i18n";
import { Name } from "../parts/entity";
import { Said } from "../parts/said";
import { inWords } from "../time/edtf";
import { Sentences } from "./sentences";

/** Arguments in the order in which a table reads best. Others follow as they come. */
const COLUMNS: Partial<Record<Relation, string[]>> = {
  holds: ["office", "person"],
  controls: ["place", "actor"],
  claims: ["place", "actor"],
  "part-of": ["place", "polity"],
  "in-force": ["agreement", "parties"],
  "awaiting-answer": ["message", "from", "to"],
};
/** Arguments that name no entity. */
const PLAIN = new Set(["office", "status", "message", "agreement", "parties"]);
/** Rows that are shown before one asks for all. */
const SHOWN = 12;

/** The fluents of one relation; each row leads to the sentences for and against it. */
export function Relations({
  relation,
  fluents,
  on = null,
  without,
}: {
  relation: Relation;
  fluents: Fluent[];
  /** The day on which they hold; none where they come with all their sentences. */
  on?: string | null;
  /** An argument that is the same in all. */
  without?: string;
}) {
  const [all, showAll] = useState(false);
  if (fluents.length === 0) return null;
  const sorted = [...fluents].sort((a, b) => a.certainty.localeCompare(b.certainty));
  const given = new Set(fluents.flatMap((fluent) => Object.keys(fluent.args)));
  const first = (COLUMNS[relation] ?? []).filter((name) => given.has(name));
  const columns = [...first, ...[...given].filter((name) => !first.includes(name))].filter(
    (name) => name !== without,
  );
  return (
    <section class="relation" id={relation}>
      <h2>
        {word("relation", relation)} <span class="count">{number(fluents.length)}</span>
      </h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th scope="col" key={name}>
                  {word("role", name)}
                </th>
              ))}
              <th scope="col">{t("since")}</th>
              <th scope="col">{t("until")}</th>
              <th scope="col">{t("certainty")}</th>
              <th scope="col">{t("witnesses")}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, all ? undefined : SHOWN).map((fluent) => (
              <Row
                fluent={fluent}
                columns={columns}
                on={on}
                key={JSON.stringify([fluent.args, fluent.since])}
              />
            ))}
          </tbody>
        </table>
      </div>
      {!all && sorted.length > SHOWN && (
        <p class="more">
          <button type="button" onClick={() => showAll(true)}>
            {t("more")}
          </button>
        </p>
      )}
    </section>
  );
}

function Row({ fluent, columns, on }: { fluent: Fluent; columns: string[]; on: string | null }) {
  return (
    <tr class={`fluent fluent-${fluent.certainty}`} data-item>
      {columns.map((name) => (
        <td key={name} data-label={word("role", name)}>
          {fluent.args[name] &&
            (PLAIN.has(name) ? <Said text={fluent.args[name]} /> : <Name text={fluent.args[name]} />)}
        </td>
      ))}
      <td class="when" data-label={t("since")}>
        {fluent.since ? inWords(fluent.since) : ""}
      </td>
      <td class="when" data-label={t("until")}>
        {end(fluent)}
      </td>
      <td>
        <Certainty of={fluent} />
      </td>
      <td>
        <Sentences fluent={fluent} on={on} />
      </td>
    </tr>
  );
}

/** When it ended, or when it was last spoken of. */
function end({ until, last_attested, since }: Fluent): string {
  if (until) return inWords(until);
  return last_attested && last_attested !== since ? t("attested", { date: inWords(last_attested) }) : "";
}

export function Certainty({ of }: { of: Pick<Fluent, "certainty"> }) {
  return <span class={`certainty certainty-${of.certainty}`}>{t(`certainty.${of.certainty}`)}</span>;
}
