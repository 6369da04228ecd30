import type { Asked } from "../api/use";
import { number, t, word } from "../i18n";
import { Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";

/** What `salname restore --report --json` tells. */
export interface RestorationReport {
  stretches: {
    lines: [number, number];
    lang: string | null;
    damage: string;
    table: string | null;
    before: string;
    after: string;
  }[];
  tables: { id: string; name: string; words: number }[];
  doubtful: { line: number; word: string; probability: number; alternatives: string[] }[];
}

const SHOWN = 100;

/** What was damaged, how it was decided, and which words are doubtful. */
export function Report({ asked }: { asked: Asked<unknown> }) {
  const report = asked.data as RestorationReport | null;
  return (
    <section class="report" aria-label={t("reader.report")}>
      <h2>{t("reader.report")}</h2>
      <Trouble asked={asked} />
      <Waiting asked={asked} />
      {report?.stretches?.length === 0 && <Nothing>{t("report.sound")}</Nothing>}
      {report?.stretches && report.stretches.length > 0 && (
        <ol class="stretches">
          {report.stretches.map((stretch) => (
            <li key={stretch.lines.join("-")}>
              <p>
                <strong>{t("report.lines", { from: stretch.lines[0], to: stretch.lines[1] })}</strong>{" "}
                {word("damage", stretch.damage)}
                {stretch.table && <span class="faint"> · {stretch.table}</span>}
              </p>
              <p class="original-text">
                <Said text={stretch.before} />
              </p>
              <p class="restored">
                <Said text={stretch.after} />
              </p>
            </li>
          ))}
        </ol>
      )}
      {report?.tables && report.tables.length > 0 && (
        <p>
          {t("report.tables")}{" "}
          {report.tables
            .map((table) => `${table.name} (${t("report.words", { count: table.words })})`)
            .join("; ")}
        </p>
      )}
      {report?.doubtful && report.doubtful.length > 0 && (
        <details>
          <summary>{t("report.doubtful", { count: report.doubtful.length })}</summary>
          <ul class="doubts">
            {report.doubtful.slice(0, SHOWN).map((doubt) => (
              <li key={`${doubt.line}:${doubt.word}`}>
                <Said text={doubt.word} />{" "}
                <span class="faint">{number(Math.round(doubt.probability * 100))}%</span>{" "}
                {doubt.alternatives.join(", ")}{" "}
                <span class="faint">{t("line.short", { line: doubt.line })}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
