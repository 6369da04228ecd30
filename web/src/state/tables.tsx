import { useState } from "preact/hooks";
import type { Fluent, Relation, Witness } from "../api/types";
import { number, t, word } from "../i18n";
import { Name } from "../parts/entity";
import { More } from "../parts/notices";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { inWords } from "../time/edtf";

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
export function Relations({ relation, fluents }: { relation: Relation; fluents: Fluent[] }) {
  const [all, showAll] = useState(false);
  if (fluents.length === 0) return null;
  const sorted = [...fluents].sort((a, b) => a.certainty.localeCompare(b.certainty));
  const given = new Set(fluents.flatMap((fluent) => Object.keys(fluent.args)));
  const first = (COLUMNS[relation] ?? []).filter((name) => given.has(name));
  const columns = [...first, ...[...given].filter((name) => !first.includes(name))];
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
              <Row fluent={fluent} columns={columns} key={JSON.stringify([fluent.args, fluent.since])} />
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

function Row({ fluent, columns }: { fluent: Fluent; columns: string[] }) {
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
        <Sentences fluent={fluent} />
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

/** The sentences for and against, behind their number; made when they are asked for, since there may be thousands. */
export function Sentences({ fluent }: { fluent: Pick<Fluent, "witnesses" | "opponents"> }) {
  const { witnesses, opponents } = fluent;
  const [open, set] = useState(false);
  return (
    <details class="sentences" onToggle={(event) => set(event.currentTarget.open)}>
      <summary>
        {t("sentences", { count: witnesses.length })}
        {opponents.length > 0 && <span class="against"> {t("against", { count: opponents.length })}</span>}
      </summary>
      {open && <Quotes witnesses={witnesses} />}
      {open && opponents.length > 0 && (
        <>
          <p class="against">{t("but")}</p>
          <Quotes witnesses={opponents} />
        </>
      )}
    </details>
  );
}

/** Sentences, some at a time. */
export function Quotes({ witnesses }: { witnesses: Witness[] }) {
  const [many, set] = useState(SHOWN);
  return (
    <>
      <ul class="quotes">
        {witnesses.slice(0, many).map((witness) => (
          <li key={witness.id}>
            <q>
              <Said text={witness.quote} />
            </q>{" "}
            <Where source={witness.source} statement={witness.id} />
          </li>
        ))}
      </ul>
      <More more={witnesses.length > many ? () => set(many + SHOWN) : null} loading={false} />
    </>
  );
}
