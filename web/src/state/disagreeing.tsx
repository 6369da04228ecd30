import { useState } from "preact/hooks";
import type { Disagreement } from "../api/types";
import { correct, decision } from "../corrections/make";
import { number, t, word } from "../i18n";
import { lazy } from "../lazy";
import { Said } from "../parts/said";
import { Where } from "../parts/source";
import { address } from "../router";

const NoteDialog = lazy(() => import("../corrections/note").then((module) => module.NoteDialog));

/** Statements that cannot all be so, side by side; one may be taken to hold, or all be left open with a reason. */
export function Disagreeing({
  disagreement,
  heading: Heading = "h2",
}: {
  disagreement: Disagreement;
  heading?: "h2" | "h4";
}) {
  const { kind, about, between, decided, note, weight } = disagreement;
  const [asking, ask] = useState<{ holds: string | null } | null>(null);
  return (
    <article class="disagreement" id={disagreement.id ? `d-${disagreement.id}` : undefined}>
      <header>
        <Heading>
          <a href={address("/disagreements", { id: disagreement.id })}>
            <Said text={about} />
          </a>
        </Heading>
        <span class="badge">{word("disagreement", kind)}</span>
        <span class="faint" title={t("weight.title")}>
          {number(Math.round(weight * 100) / 100)}
        </span>
        {(decided || note) && (
          <span class="badge badge-corrected">
            {decided ? t("disagreement.decided") : t("disagreement.open")}
          </span>
        )}
      </header>
      <div class="sides">
        {between.map((side) => (
          <section key={side.id} class={decided === side.id ? "side side-holds" : "side"}>
            <blockquote>
              <Said text={side.quote} />
            </blockquote>
            <p>
              <Where source={side.source} statement={side.id} />
            </p>
            <p>
              {decided === side.id ? (
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
      {note && (
        <p class="note">
          <Said text={note} />
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
