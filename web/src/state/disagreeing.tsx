import { useState } from "preact/hooks";
import type { Disagreement } from "../api/types";
import { correct, decision } from "../corrections/make";
import { number, t, word } from "../i18n";
import { lazy } from "../lazy";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { address } from "../router";

const NoteDialog = lazy(() => import("../corrections/note").then((module) => module.NoteDialog));

/** What names a disagreement in addresses: its own identifier, or those of its statements. */
export const idOf = ({ id, between }: Disagreement): string => id ?? between.map((side) => side.id).join("-");

/** Statements that cannot all be so, side by side; one may be taken to hold, or all be left open with a reason. */
export function Disagreeing({
  disagreement,
  heading: Heading = "h2",
}: {
  disagreement: Disagreement;
  heading?: "h2" | "h4";
}) {
  const { kind, about, between, decided, weight } = disagreement;
  const id = idOf(disagreement);
  const [asking, ask] = useState<{ holds: string | null } | null>(null);
  return (
    <article class="disagreement" id={`d-${id}`}>
      <header>
        <Heading>
          <a href={address("/disagreements", { id })}>
            <Said text={about} />
          </a>
        </Heading>
        <span class="badge">{word("disagreement", kind)}</span>
        <span class="faint" title={t("weight.title")}>
          {number(Math.round(weight * 100) / 100)}
        </span>
        {decided && (
          <span class="badge badge-corrected">
            {decided.holds ? t("disagreement.decided") : t("disagreement.open")}
          </span>
        )}
      </header>
      <div class="sides">
        {between.map((side) => (
          <section key={side.id} class={decided?.holds === side.id ? "side side-holds" : "side"}>
            <blockquote>
              <Said text={side.quote} />
            </blockquote>
            <p>
              <Where source={side.source} statement={side.id} />
            </p>
            <p>
              {decided?.holds === side.id ? (
                <strong>{t("disagreement.holds")}</strong>
              ) : (
                <button type="button" onClick={() => ask({ holds: side.id })}>
                  {t("disagreement.take")}
                </button>
              )}
            </p>
          </section>
        ))}
      </div>
      {decided?.note && (
        <p class="note">
          <Said text={decided.note} /> <span class="faint">— {decided.who}</span>
        </p>
      )}
      <p>
        <button type="button" onClick={() => ask({ holds: null })}>
          {t("disagreement.leave")}
        </button>
      </p>
      {asking && (
        <NoteDialog
          title={asking.holds ? t("disagreement.take") : t("disagreement.leave")}
          quote={between.find((side) => side.id === asking.holds)?.quote}
          optional={asking.holds !== null}
          close={() => ask(null)}
          keep={(text) => correct(decision(disagreement, asking.holds, text))}
        />
      )}
    </article>
  );
}
