import { useState } from "preact/hooks";
import type { Page } from "../api/types";
import { usePages } from "../api/use";
import { type Correction, takeBack } from "../corrections/make";
import { summary } from "../corrections/summary";
import { giveName, given } from "../corrections/who";
import { getLocale, t } from "../i18n";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";

/** Everything that people put right, the last first; each can be undone, and the undoing as well. */
export function CorrectionsPage() {
  const found = usePages<Correction, Page<Correction>>("corrections", { limit: 200 });
  const [name, set] = useState(given());
  const lines = [...found.lines].reverse();
  const undone = new Set(
    found.lines.flatMap((line) => (line.do === "undo" ? [String(line.correction)] : [])),
  );
  return (
    <section class="page">
      <h1>{t("nav.corrections")}</h1>
      <p class="lead">{t("corrections.lead")}</p>
      <div class="bar">
        <label>
          {t("corrections.who")}
          <input
            value={name}
            onInput={(event) => {
              set(event.currentTarget.value);
              giveName(event.currentTarget.value);
            }}
          />
        </label>
        <a href="/api/v1/corrections?format=ndjson" download="corrections.jsonl">
          {t("corrections.export")}
        </a>
      </div>
      <Trouble asked={found} />
      <Waiting asked={found} />
      <ol class="log">
        {lines.map((line) => (
          <li key={line.id} data-item class={line.undone_by || undone.has(line.id) ? "undone" : undefined}>
            <p>
              <strong>{t(`log.${line.do}`)}</strong> <Said text={summary(line)} />
            </p>
            {line.note && (
              <p class="note">
                <Said text={line.note} />
              </p>
            )}
            <p class="faint">
              <Said text={line.who} /> · <time dateTime={line.at}>{moment(line.at)}</time>
              {line.detached && <> · {t("log.detached")}</>}
              {(line.undone_by || undone.has(line.id)) && <> · {t("log.undone")}</>}{" "}
              {!(line.undone_by || undone.has(line.id)) && (
                <button type="button" onClick={() => takeBack(line.id)}>
                  {t("undo")}
                </button>
              )}
            </p>
          </li>
        ))}
      </ol>
      {found.data && lines.length === 0 && <Nothing>{t("corrections.none")}</Nothing>}
      <More more={found.more} loading={found.loading} />
    </section>
  );
}

function moment(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: "medium", timeStyle: "short" }).format(time);
}
