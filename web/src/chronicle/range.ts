import type { About, Bin } from "../api/types";
import { dayNumber } from "../time/edtf";

export type Range = [number, number];

/** The days that there is anything to show for, with a little room at the ends. */
export function whole(about: Pick<About, "from" | "to"> | null, bins: Bin[]): Range {
  const days = [about?.from, about?.to, bins[0]?.from, bins[bins.length - 1]?.to]
    .map((day) => (day ? dayNumber(day) : null))
    .filter((day): day is number => day !== null);
  if (days.length === 0) return [dayNumber("1900-01-01") ?? 0, dayNumber("1950-01-01") ?? 1];
  return roomy([Math.min(...days), Math.max(...days)]);
}

/**
 * The days that nearly all statements fall into. A few that speak of other centuries would make the rest too small to
 * be seen; they are one step farther out.
 */
export function core(bins: Bin[], all: Range): Range {
  const [first, last] = [quantile(bins, 0.01), quantile(bins, 0.99)];
  const [from, to] = [first && dayNumber(first.from), last && dayNumber(last.to)];
  if (from === null || from === undefined || to === null || to === undefined) return all;
  const [near, far] = roomy([from, to]);
  const range: Range = [Math.max(all[0], near), Math.min(all[1], far)];
  // Little would be gained: the whole is shown.
  return range[1] - range[0] > 0.7 * (all[1] - all[0]) ? all : range;
}

/** The stretch in which the statement stands that has this share of all before it. */
export function quantile(bins: Bin[], share: number): Bin | null {
  const total = bins.reduce((sum, bin) => sum + bin.total, 0);
  let before = 0;
  for (const bin of bins) {
    before += bin.total;
    if (before > total * share) return bin;
  }
  return bins[bins.length - 1] ?? null;
}

function roomy([first, last]: Range): Range {
  const room = Math.max(30, Math.round((last - first) * 0.03));
  return [first - room, last + room];
}
