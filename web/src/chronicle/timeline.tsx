import { scaleUtc } from "d3-scale";
import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from "d3-zoom";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Kind, Mark, Timeline as Told } from "../api/types";
import { sentence } from "../api/use";
import { t, word } from "../i18n";
import { Said } from "../parts/said";
import { SHAPES } from "../parts/shapes";
import { go } from "../router";
import { shortened } from "../text/visible";
import { inWords } from "../time/edtf";
import { type Colours, coloursOf, draw, HEAD, LANE, NEAR, type Tick } from "./draw";
import { countIn, itemsOf, nearest } from "./items";

const DAY = 86_400_000;

/** A timeline that one can move and zoom. Far out it shows how much, near by it shows each statement. */
export function Timeline({
  told,
  lanes,
  whole,
  view,
  moved,
}: {
  told: Told | null;
  lanes: readonly Kind[];
  /** First and last day that there is to show. */
  whole: [number, number];
  /** First and last day in view. */
  view: [number, number];
  moved: (from: number, to: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const behaviour = useRef<ZoomBehavior<HTMLCanvasElement, unknown> | undefined>(undefined);
  const [width, setWidth] = useState(800);
  const [pointed, point] = useState<{ index: number; x: number; y: number } | null>(null);
  const items = useMemo(() => (told?.items ? itemsOf(told.items) : null), [told]);
  const frame = useRef({ from: view[0], to: view[1], ask: 0 });
  const colours = useRef<Colours | undefined>(undefined);
  const lit = pointed?.index ?? -1;

  const paint = () => {
    frame.current.ask = 0;
    const context = canvas.current?.getContext("2d");
    if (!context || !canvas.current) return;
    colours.current ??= coloursOf(canvas.current);
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { from, to } = frame.current;
    draw(context, { from, to, width }, lanes, items, told, ticks(from, to, width), colours.current, lit);
  };
  const latest = useRef(paint);
  latest.current = paint;
  const repaint = () => {
    frame.current.ask ||= requestAnimationFrame(() => latest.current());
  };

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const sized = new ResizeObserver(() => setWidth(Math.max(200, element.clientWidth)));
    sized.observe(element);
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    const recolour = () => {
      colours.current = undefined;
      latest.current();
    };
    scheme.addEventListener("change", recolour);
    return () => {
      sized.disconnect();
      scheme.removeEventListener("change", recolour);
    };
  }, []);

  const [first, last] = whole;
  const days = Math.max(1, last - first);

  // The wheel and the pointer zoom and move; what is in view is told when it comes to rest.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const behave = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([1, Math.max(1, days / 14)])
      .translateExtent([
        [0, 0],
        [width, HEAD + lanes.length * LANE],
      ])
      .extent([
        [0, 0],
        [width, HEAD + lanes.length * LANE],
      ])
      .on("zoom", ({ transform }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        frame.current.from = first + (-transform.x / transform.k / width) * days;
        frame.current.to = first + ((width - transform.x) / transform.k / width) * days;
        repaint();
      })
      .on("end", ({ sourceEvent }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (sourceEvent) moved(frame.current.from, frame.current.to);
      });
    behaviour.current = behave;
    select(element).call(behave);
    return () => {
      select(element).on(".zoom", null);
    };
  }, [width, days, first, lanes.length, moved]);

  // What the address says is in view.
  useEffect(() => {
    const element = canvas.current;
    if (!element || !behaviour.current) return;
    const [from, to] = [Math.max(view[0], first), Math.min(view[1], last)];
    const k = days / Math.max(1, to - from);
    const x = -((from - first) / days) * width * k;
    select(element).call(behaviour.current.transform, zoomIdentity.translate(x, 0).scale(k));
  }, [view[0], view[1], first, last, width, days]);

  useEffect(repaint);

  const height = HEAD + lanes.length * LANE;
  const ratio = typeof window === "undefined" ? 1 : window.devicePixelRatio || 1;
  const step = (by: number, factor: number) => {
    const { from, to } = frame.current;
    const half = ((to - from) / 2) * factor;
    const middle = (from + to) / 2 + by * (to - from);
    moved(Math.max(first, middle - half), Math.min(last, middle + half));
  };
  const at = (event: PointerEvent | MouseEvent) => {
    if (!items || !canvas.current) return null;
    const bounds = canvas.current.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const { from, to } = frame.current;
    if (countIn(items, from, to) > NEAR) return null;
    const kind = lanes[Math.floor((y - HEAD) / LANE)];
    const perDay = width / (to - from);
    const index = kind ? nearest(items, kind, from + x / perDay, 8 / perDay) : -1;
    return index < 0 ? null : { index, x, y };
  };
  const chosen: Mark | undefined = pointed ? items?.statements[pointed.index] : undefined;
  return (
    <div class="timeline">
      <ul class="lanes" aria-hidden="true">
        {lanes.map((kind) => (
          <li key={kind} class={`kind kind-${kind}`}>
            <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
              <path d={SHAPES[kind]} />
            </svg>
            <span>{word("kind", kind)}</span>
          </li>
        ))}
      </ul>
      <div class="strip" ref={box}>
        <canvas
          ref={canvas}
          width={width * ratio}
          height={height * ratio}
          style={{ width: `${width}px`, height: `${height}px` }}
          role="img"
          tabIndex={0}
          aria-label={t("timeline.label", {
            from: inWords(isoOf(view[0])),
            to: inWords(isoOf(view[1])),
          })}
          onPointerMove={(event) => {
            const next = at(event);
            if (next?.index !== pointed?.index) point(next);
          }}
          onPointerLeave={() => point(null)}
          onClick={(event) => {
            const found = at(event);
            const statement = found && items?.statements[found.index];
            if (statement) go(sentence(statement.source, statement.id));
          }}
          onKeyDown={(event) => {
            const acts: Record<string, [number, number]> = {
              ArrowLeft: [-0.2, 1],
              ArrowRight: [0.2, 1],
              "+": [0, 0.5],
              "=": [0, 0.5],
              "-": [0, 2],
            };
            const act = acts[event.key];
            if (!act) return;
            event.preventDefault();
            step(...act);
          }}
        />
        {pointed && chosen && (
          <div
            class="tip"
            style={{ left: `${Math.min(pointed.x, width - 260)}px`, top: `${pointed.y + 16}px` }}
          >
            <strong>{inWords(chosen.date)}</strong> {word("kind", chosen.kind)}
            <br />
            <Said text={shortened(chosen.quote, 160)} />
          </div>
        )}
      </div>
      <div class="zoom">
        <button type="button" onClick={() => step(0, 0.5)} aria-label={t("zoom.in")}>
          +
        </button>
        <button type="button" onClick={() => step(0, 2)} aria-label={t("zoom.out")}>
          −
        </button>
        <button type="button" onClick={() => moved(first, last)}>
          {t("zoom.all")}
        </button>
        {told && <span class="faint">{t("about.statements", { count: total(told) })}</span>}
      </div>
    </div>
  );
}

const total = (told: Told): number =>
  told.items?.length ?? told.bins.reduce((sum, bin) => sum + bin.total, 0);

const isoOf = (day: number): string => new Date(Math.round(day) * DAY).toISOString().slice(0, 10);

/** Years from afar, months and days near by, in words of the interface's language. */
function ticks(from: number, to: number, width: number): Tick[] {
  const scale = scaleUtc([new Date(from * DAY), new Date(to * DAY)], [0, width]);
  const dates = scale.ticks(Math.max(2, Math.floor(width / 110)));
  const step = dates.length > 1 ? (Number(dates[1]) - Number(dates[0])) / DAY : 365;
  return dates.map((date) => {
    const iso = date.toISOString().slice(0, 10);
    const label = step >= 360 ? String(date.getUTCFullYear()) : inWords(step >= 27 ? iso.slice(0, 7) : iso);
    return { day: Number(date) / DAY, label };
  });
}
