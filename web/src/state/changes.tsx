import { useState } from "preact/hooks";
import { type Changes, type Fluent, type Page, RELATIONS, type Relation } from "../api/types";
import type { Asked } from "../api/use";
import { t, word } from "../i18n";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { dayNumber } from "../time/edtf";

/** What began and what ended since the day before; apart from it, what may have, on this day as on many others. */
export function ChangesSince({ asked }: { asked: Asked<Page<Changes> | Changes> }) {
  const days = asked.data ? ("lines" in asked.data ? asked.data.lines : [asked.data]) : [];
  const dated = days.filter(({ day }) => dayNumber(day) !== null);
  const vague = days.filter(({ day }) => dayNumber(day) === null);
  const perhaps = vague.reduce((sum, { began, ended }) => sum + began.length + ended.length, 0);
  return (
    <section class="changes" aria-live="polite">
      <h2>{t("changes")}</h2>
      {asked.problem && <p class="faint">{asked.problem.detail || asked.problem.title}</p>}
      {asked.data && dated.length === 0 && <p class="faint">{t("changes.none")}</p>}
      <List days={dated} />
      {perhaps > 0 && (
        <details>
          <summary>{t("changes.perhaps", { count: perhaps })}</summary>
          <List days={vague} />
        </details>
      )}
    </section>
  );
}

function List({ days }: { days: Changes[] }) {
  const [all, showAll] = useState(false);
  const changes = [
    ...days.flatMap((day) => day.began).map((fluent) => ({ fluent, sign: "+", label: t("began") })),
    ...days.flatMap((day) => day.ended).map((fluent) => ({ fluent, sign: "−", label: t("ended") })),
  ].sort((a, b) => rank(a.fluent.relation) - rank(b.fluent.relation));
  return (
    <>
      <ul>
        {changes.slice(0, all ? undefined : SHOWN).map(({ fluent, sign, label }) => (
          <Change key={sign + key(fluent)} sign={sign} label={label} fluent={fluent} />
        ))}
      </ul>
      {!all && changes.length > SHOWN && (
        <p class="more">
          <button type="button" onClick={() => showAll(true)}>
            {t("more")}
          </button>
        </p>
      )}
    </>
  );
}

/** Changes that are shown before one asks for all. */
const SHOWN = 8;

/** In the order of the tables; who is first spoken of that day comes last. */
const rank = (relation: Relation): number =>
  relation === "exists" ? RELATIONS.length : RELATIONS.indexOf(relation);

const key = (fluent: Fluent): string => JSON.stringify([fluent.relation, fluent.args]);

function Change({ sign, label, fluent }: { sign: string; label: string; fluent: Fluent }) {
  const witness = fluent.witnesses[0];
  return (
    <li>
      <span class="sign" title={label}>
        <span aria-hidden="true">{sign}</span>
        <span class="unseen">{label}:</span>
      </span>{" "}
      <span class="faint">{word("relation", fluent.relation)}</span>{" "}
      <Said text={Object.values(fluent.args).join(" – ")} />{" "}
      {witness && <Where source={witness.source} statement={witness.id} />}
    </li>
  );
}
