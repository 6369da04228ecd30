import { useEffect } from "preact/hooks";
import { DISAGREEMENTS, type Disagreement, type Page } from "../api/types";
import { usePages } from "../api/use";
import { t, word } from "../i18n";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { ask, usePlace } from "../router";
import { Disagreeing, idOf } from "../state/disagreeing";

/** Statements that cannot all be so, the weightiest first. */
export function DisagreementsPage() {
  const { query } = usePlace();
  const kind = query.get("kind") ?? "";
  const id = query.get("id");
  const found = usePages<Disagreement, Page<Disagreement>>("disagreements", { kind, limit: 50 });
  useEffect(() => {
    if (id && found.data) document.getElementById(`d-${id}`)?.scrollIntoView({ block: "center" });
  }, [id, found.data]);
  return (
    <section class="page">
      <h1>{t("nav.disagreements")}</h1>
      <p class="lead">{t("disagreements.lead")}</p>
      <div class="bar">
        <label>
          {t("disagreement.kind")}
          <select value={kind} onChange={(event) => ask({ kind: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {DISAGREEMENTS.map((each) => (
              <option value={each} key={each}>
                {word("disagreement", each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Trouble asked={found} />
      <Waiting asked={found} />
      <ol class="disagreements">
        {found.lines.map((disagreement) => (
          <li key={idOf(disagreement)} data-item class={idOf(disagreement) === id ? "here" : undefined}>
            <Disagreeing disagreement={disagreement} />
          </li>
        ))}
      </ol>
      {found.data && found.lines.length === 0 && <Nothing>{t("disagreements.nothing")}</Nothing>}
      <More more={found.more} loading={found.loading} />
    </section>
  );
}
