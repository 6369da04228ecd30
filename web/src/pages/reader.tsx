import { useEffect, useState } from "preact/hooks";
import type { Source } from "../api/types";
import { useGet, useSources } from "../api/use";
import { t, word } from "../i18n";
import { Nothing } from "../parts/notices";
import { Said } from "../parts/said";
import { Report } from "../reader/report";
import { Selection } from "../reader/selection";
import { Text } from "../reader/text";
import { ask, usePlace } from "../router";
import { useTitle } from "../title";

/** A source as a page one can read, with what was found in it and the original on demand. */
export function ReaderPage() {
  const { query } = usePlace();
  const file = query.get("file") ?? "";
  const known = useSources();
  const source = known.get(file);
  useTitle(file);
  if (!source) {
    return (
      <section class="page">
        <h1>
          <Said text={file || t("source")} />
        </h1>
        {known.size > 0 && <Nothing>{t("source.unknown")}</Nothing>}
      </section>
    );
  }
  return <Reader source={source} query={query} key={source.hash} />;
}

function Reader({ source, query }: { source: Source; query: URLSearchParams }) {
  const original = query.get("original") === "1";
  const report = query.get("report") === "1";
  return (
    <section class={original ? "reader reader-original" : "reader"}>
      <header class="reader-head">
        <h1>
          <Said text={source.file} />
        </h1>
        <p class="faint">
          {[
            source.lang && word("lang", source.lang),
            source.format,
            source.encoding,
            t("about.passages", { count: source.passages }),
            t("about.statements", { count: source.statements }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <div class="bar">
          <label class="check">
            <input
              type="checkbox"
              checked={original}
              onChange={() => ask({ original: original ? null : 1 })}
            />
            {t("reader.original")}
          </label>
          <label class="check">
            <input type="checkbox" checked={report} onChange={() => ask({ report: report ? null : 1 })} />
            {t("reader.report")}
          </label>
          <Jump />
          <a href={`/api/v1/sources/${source.hash}/original`} download={source.file.replace(/^.*\//, "")}>
            {t("reader.download")}
          </a>
        </div>
      </header>
      {report && <ReportOf source={source} />}
      <Text source={source} query={query} original={original} />
      <Selection source={source} />
    </section>
  );
}

function ReportOf({ source }: { source: Source }) {
  const asked = useGet<Record<string, unknown>>(`sources/${source.hash}/report`);
  return <Report asked={asked} />;
}

/** To a page, a line or a footnote. */
function Jump() {
  const [what, set] = useState("line");
  const [where, type] = useState("");
  useEffect(() => type(""), []);
  return (
    <form
      class="jump"
      onSubmit={(event) => {
        event.preventDefault();
        const clear = { offset: null, end: null, statement: null, line: null, page: null, note: null };
        if (where.trim()) ask({ ...clear, [what]: where.trim() }, false);
      }}
    >
      <label>
        {t("reader.jump")}
        <select value={what} onChange={(event) => set(event.currentTarget.value)}>
          <option value="line">{t("line")}</option>
          <option value="page">{t("page")}</option>
          <option value="note">{t("footnote")}</option>
        </select>
      </label>
      <input
        aria-label={t("reader.jump.to")}
        inputMode="numeric"
        size={5}
        value={where}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <button type="submit">{t("go")}</button>
    </form>
  );
}
