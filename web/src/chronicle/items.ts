import { KINDS, type Kind, type Mark } from "../api/types";
import { dayNumber } from "../time/edtf";

/** Dated statements in columns, in order of their first day: what a frame needs, and nothing it does not. */
export interface Items {
  statements: Mark[];
  /** First and last day of each. */
  start: Int32Array;
  end: Int32Array;
  /** Place of its kind in `KINDS`. */
  kind: Uint8Array;
}

/** Those of some statements that have a date; a date that is open on one side is drawn at its known end. */
export function itemsOf(statements: Mark[]): Items {
  const dated = statements.flatMap((statement) => {
    const first = statement.earliest ?? statement.latest;
    const last = statement.latest ?? statement.earliest;
    const start = first === null ? null : dayNumber(first);
    const end = last === null ? null : dayNumber(last);
    return start === null || end === null ? [] : [{ statement, start, end: Math.max(start, end) }];
  });
  dated.sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    statements: dated.map((item) => item.statement),
    start: Int32Array.from(dated, (item) => item.start),
    end: Int32Array.from(dated, (item) => item.end),
    kind: Uint8Array.from(dated, (item) => KINDS.indexOf(item.statement.kind)),
  };
}

/** The first index whose start is not before a day. */
export function firstFrom(items: Items, day: number): number {
  let low = 0;
  let high = items.start.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items.start[middle] as number) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many items of each kind begin in each of `columns` equal stretches of `[from, to)`: `kind * columns + column`. */
export function density(items: Items, from: number, to: number, columns: number): Uint16Array {
  const counts = new Uint16Array(KINDS.length * columns);
  const scale = columns / (to - from);
  const end = items.start.length;
  for (let index = firstFrom(items, from); index < end; index++) {
    const day = items.start[index] as number;
    if (day >= to) break;
    const at = (items.kind[index] as number) * columns + Math.floor((day - from) * scale);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** How many items begin in `[from, to)`. */
export const countIn = (items: Items, from: number, to: number): number =>
  firstFrom(items, to) - firstFrom(items, from);

/** The item of a lane that stands nearest to a day, within a reach in days; -1 for none. */
export function nearest(items: Items, kind: Kind, day: number, reach: number): number {
  const lane = KINDS.indexOf(kind);
  let best = -1;
  let distance = reach;
  let length = Number.POSITIVE_INFINITY;
  const end = items.start.length;
  // Long items may begin well before: they are looked at as far back as the longest of a year reaches.
  for (let index = firstFrom(items, day - reach - 366); index < end; index++) {
    const start = items.start[index] as number;
    if (start > day + reach) break;
    if (items.kind[index] !== lane) continue;
    const away = day < start ? start - day : Math.max(0, day - (items.end[index] as number) - 1);
    const long = (items.end[index] as number) - start;
    // Of several under the pointer the shortest: a day drawn over its year can still be met.
    if (away < distance || (away === distance && long < length)) {
      best = index;
      distance = away;
      length = long;
    }
  }
  return best;
}
