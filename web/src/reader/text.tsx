import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Source } from "../api/types";
import { t } from "../i18n";
import { More, Nothing, Trouble } from "../parts/notices";
import { PassageRow } from "./passage";
import { useWindow } from "./window";

/** A source's passages, some at a time: those around the place that the address names, and more as one reads on. */
export function Text({
  source,
  query,
  original,
}: {
  source: Source;
  query: URLSearchParams;
  original: boolean;
}) {
  const read = useWindow(source, query);
  const top = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { before, after } = read;

  // Reading on fetches on.
  useEffect(() => {
    if (!end.current || !after) return;
    const watch = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && after(), {
      rootMargin: "1200px",
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [after]);

  // The place that was asked for comes into view, unless one sees it already. The heights of passages that were never in
  // view are guesses (`content-visibility`): for some frames it is looked at again.
  const asked = read.target;
  useLayoutEffect(() => {
    let frames = 6;
    let next = 0;
    const look = () => {
      const row = asked === null ? null : document.getElementById(`p-${asked}`);
      const mark = row?.querySelector("mark.asked");
      if (mark && !inView(mark)) mark.scrollIntoView({ block: "center" });
      else if (row && !mark && !inView(row)) row.scrollIntoView({ block: "start" });
      frames -= 1;
      if (row && frames > 0) next = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(next);
  }, [asked, read.arrived]);

  return (
    <div class="text" lang={source.lang ?? undefined}>
      <div ref={top}>
        <More more={before} loading={read.loading} />
      </div>
      <Trouble asked={read} />
      {read.missing && <Nothing>{t("reader.missing")}</Nothing>}
      {read.passages.map((passage) => (
        <PassageRow
          key={passage.number}
          passage={passage}
          source={source}
          original={original}
          asked={read.target === passage.number ? read.span : null}
          statement={query.get("statement")}
        />
      ))}
      <div ref={end} class="end">
        {after ? <span class="waiting">{t("waiting")}</span> : <span aria-hidden="true">❦</span>}
      </div>
    </div>
  );
}

function inView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight - 40;
}
