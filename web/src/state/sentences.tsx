import { useState } from "preact/hooks";
import type { Fluent, Page, Witness } from "../api/types";
import { useGet } from "../api/use";
import { t } from "../i18n";
import { More } from "../parts/notices";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { usePlace } from "../router";

/** Sentences that are shown before one asks for more. */
const SHOWN = 12;

/** The sentences for and against, behind their number; fetched and made when they are asked for. */
export function Sentences({ fluent, on }: { fluent: Fluent; on: string | null }) {
  const { witnesses, opponents, witness_count, opponent_count } = fluent;
  const [open, set] = useState(false);
  const against = opponent_count ?? opponents.length;
  return (
    <details class="sentences" onToggle={(event) => set(event.currentTarget.open)}>
      <summary>
        {t("sentences", { count: witness_count ?? witnesses.length })}
        {against > 0 && <span class="against"> {t("against", { count: against })}</span>}
      </summary>
      {open && <Quotes fluent={fluent} on={on} />}
    </details>
  );
}

/** The sentences for and against something that held on a day; those that did not come with it are fetched. */
export function Quotes({ fluent, on }: { fluent: Fluent; on: string | null }) {
  const { witnesses, opponents } = useWhole(fluent, on);
  return (
    <>
      <Listed witnesses={witnesses} />
      {opponents.length > 0 && (
        <>
          <p class="against">{t("but")}</p>
          <Listed witnesses={opponents} />
        </>
      )}
    </>
  );
}

/** The same fluent with all its sentences, as soon as they are there. */
function useWhole(fluent: Fluent, on: string | null): Fluent {
  const according = usePlace().query.get("according_to");
  const { relation, args, witnesses, opponents, witness_count, opponent_count } = fluent;
  const missing = (witness_count ?? 0) > witnesses.length || (opponent_count ?? 0) > opponents.length;
  const asked = useGet<Page<Fluent>>(missing && on ? "state" : null, {
    on,
    relation,
    about: Object.values(args)[0],
    according_to: according,
    limit: 1000,
  });
  const key = keyOf(fluent);
  return asked.data?.lines.find((line) => keyOf(line) === key) ?? fluent;
}

const keyOf = ({ relation, args, since, until }: Fluent): string =>
  JSON.stringify([relation, args, since, until]);

/** Sentences, some at a time. */
function Listed({ witnesses }: { witnesses: Witness[] }) {
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
