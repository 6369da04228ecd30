import type { Changes, Fluent, Page } from "../api/types";
import type { Asked } from "../api/use";
import { t, word } from "../i18n";
import { Said } from "../parts/said";
import { Where } from "../parts/source";

/** What began and what ended since the day before. */
export function ChangesSince({ asked }: { asked: Asked<Page<Changes> | Changes> }) {
  const days = asked.data ? ("lines" in asked.data ? asked.data.lines : [asked.data]) : [];
  const began = days.flatMap((day) => day.began);
  const ended = days.flatMap((day) => day.ended);
  return (
    <section class="changes" aria-live="polite">
      <h2>{t("changes")}</h2>
      {asked.problem && <p class="faint">{asked.problem.detail || asked.problem.title}</p>}
      {asked.data && began.length + ended.length === 0 && <p class="faint">{t("changes.none")}</p>}
      <ul>
        {began.map((fluent) => (
          <Change key={`+${key(fluent)}`} sign="+" label={t("began")} fluent={fluent} />
        ))}
        {ended.map((fluent) => (
          <Change key={`-${key(fluent)}`} sign="−" label={t("ended")} fluent={fluent} />
        ))}
      </ul>
    </section>
  );
}

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
