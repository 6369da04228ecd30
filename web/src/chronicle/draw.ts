import { KINDS, type Kind, type Timeline } from "../api/types";
import { SHAPES } from "../parts/shapes";
import { dayNumber } from "../time/edtf";
import { countIn, density, firstFrom, type Items } from "./items";

/** Beyond this many items in view, columns are drawn instead of single marks. */
export const NEAR = 400;
/** Height of a kind's lane, width of a column of density and size of a mark, in CSS pixels. */
export const LANE = 22;
const COLUMN = 3;
const MARK = 12;
/** Room above the lanes for the years. */
export const HEAD = 26;

export interface Colours {
  ink: string;
  faint: string;
  line: string;
  kinds: Record<Kind, string>;
}

export interface View {
  /** First and last day in view; may lie within a day. */
  from: number;
  to: number;
  /** CSS pixels. */
  width: number;
}

export interface Tick {
  day: number;
  label: string;
}

const paths = new Map<Kind, Path2D>();
function shape(kind: Kind): Path2D {
  let path = paths.get(kind);
  if (!path) {
    path = new Path2D(SHAPES[kind]);
    paths.set(kind, path);
  }
  return path;
}

/** Draws a frame: the years, then each kind in its lane, as columns from afar and as marks near by. */
export function draw(
  context: CanvasRenderingContext2D,
  view: View,
  lanes: readonly Kind[],
  items: Items | null,
  far: Timeline | null,
  ticks: Tick[],
  colours: Colours,
  lit: number,
): void {
  const height = HEAD + lanes.length * LANE;
  const x = (day: number) => ((day - view.from) / (view.to - view.from)) * view.width;
  context.clearRect(0, 0, view.width, height);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  let free = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const at = Math.round(x(tick.day)) + 0.5;
    context.strokeStyle = colours.line;
    context.beginPath();
    context.moveTo(at, HEAD - 6);
    context.lineTo(at, height);
    context.stroke();
    // A label that would lie on the one before it is left out; its line stays.
    if (at + 4 < free) continue;
    context.fillStyle = colours.faint;
    context.fillText(tick.label, at + 4, HEAD / 2);
    free = at + 4 + context.measureText(tick.label).width + 8;
  }
  if (!items) bins(context, view, lanes, far, colours, x);
  else if (countIn(items, view.from, view.to) > NEAR) columns(context, view, lanes, items, colours);
  else marks(context, view, lanes, items, colours, x, lit);
}

/** A column's height: a single item is seen, and many do not overflow. */
const tall = (count: number, most: number): number =>
  Math.max(2, (LANE - 5) * Math.sqrt(count / Math.max(most, 4)));

function columns(
  context: CanvasRenderingContext2D,
  view: View,
  lanes: readonly Kind[],
  items: Items,
  colours: Colours,
): void {
  // Columns are tied to days, not to the window: they do not flicker when the view moves.
  const days = ((view.to - view.from) / view.width) * COLUMN;
  const from = Math.floor(view.from / days) * days;
  const many = Math.ceil((view.to - from) / days) + 1;
  const counts = density(items, from, from + many * days, many);
  let most = 1;
  for (const count of counts) if (count > most) most = count;
  const left = ((from - view.from) / (view.to - view.from)) * view.width;
  lanes.forEach((kind, lane) => {
    context.fillStyle = colours.kinds[kind];
    const base = HEAD + (lane + 1) * LANE - 2;
    const row = KINDS.indexOf(kind) * many;
    for (let column = 0; column < many; column++) {
      const count = counts[row + column] as number;
      if (count === 0) continue;
      const height = tall(count, most);
      context.fillRect(left + column * COLUMN, base - height, COLUMN - 0.6, height);
    }
  });
}

/** What the server counted, while the items themselves are too many to be sent. */
function bins(
  context: CanvasRenderingContext2D,
  view: View,
  lanes: readonly Kind[],
  far: Timeline | null,
  colours: Colours,
  x: (day: number) => number,
): void {
  if (!far) return;
  let most = 1;
  for (const bin of far.bins) for (const count of Object.values(bin.kinds)) most = Math.max(most, count);
  for (const bin of far.bins) {
    const [start, end] = [dayNumber(bin.from), dayNumber(bin.to)];
    if (start === null || end === null || end < view.from || start > view.to) continue;
    const left = x(start);
    const width = Math.max(1.5, x(end + 1) - left - 0.6);
    lanes.forEach((kind, lane) => {
      const count = bin.kinds[kind];
      if (!count) return;
      const height = tall(count, most);
      context.fillStyle = colours.kinds[kind];
      context.fillRect(left, HEAD + (lane + 1) * LANE - 2 - height, width, height);
    });
  }
}

function marks(
  context: CanvasRenderingContext2D,
  view: View,
  lanes: readonly Kind[],
  items: Items,
  colours: Colours,
  x: (day: number) => number,
  lit: number,
): void {
  const rows = KINDS.map((kind) => lanes.indexOf(kind));
  const perDay = view.width / (view.to - view.from);
  const end = items.start.length;
  // Items that began before the view may still last: as far back as five years is looked at.
  for (let index = firstFrom(items, view.from - 1830); index < end; index++) {
    const start = items.start[index] as number;
    if (start > view.to) break;
    const last = items.end[index] as number;
    const number = items.kind[index] as number;
    const row = rows[number] as number;
    if (row < 0 || last < view.from) continue;
    const kind = KINDS[number] as Kind;
    const middle = HEAD + row * LANE + LANE / 2;
    context.fillStyle = colours.kinds[kind];
    const left = x(start);
    const width = (last - start + 1) * perDay;
    if (width > MARK) {
      // A date known only by its month or year is a stretch: paler, so that it does not look like a day.
      context.globalAlpha = 0.28;
      context.fillRect(left, middle - 4, width, 8);
      context.globalAlpha = 1;
    }
    const at = Math.min(Math.max(left + width / 2, MARK / 2), view.width - MARK / 2);
    const inView = left + width > 0 && left < view.width;
    if (!inView) continue;
    context.save();
    context.translate(at - MARK / 2, middle - MARK / 2);
    context.scale(MARK / 16, MARK / 16);
    context.fill(shape(kind), "evenodd");
    context.restore();
    if (index === lit) {
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.strokeRect(at - MARK / 2 - 3, middle - MARK / 2 - 3, MARK + 6, MARK + 6);
      context.lineWidth = 1;
    }
  }
}

/** The colours of the page, as the style sheet gives them for light and dark. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, of(`--kind-${kind}`)]));
  return { ink: of("--ink"), faint: of("--faint"), line: of("--line"), kinds: kinds as Record<Kind, string> };
}
