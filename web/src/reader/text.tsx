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

  // The place that was asked for comes into view, unless one sees it already.
  const asked = read.target;
  useLayoutEffect(() => {
    const row = asked === null ? null : document.getElementById(`p-${asked}`);
    const place = row?.querySelector("mark.asked") ?? row;
    if (place && !inView(place)) place.scrollIntoView({ block: "center" });
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
