import { describe, expect, it } from "vitest";
import type { Kind, Statement } from "../src/api/types";
import { countIn, density, firstFrom, itemsOf, nearest } from "../src/chronicle/items";
import { core, quantile, whole } from "../src/chronicle/range";

const statement = (id: string, kind: Kind, earliest: string | null, latest: string | null): Statement => ({
  id,
  kind,
  date: earliest ?? "",
  earliest,
  latest,
  roles: {},
  modality: "asserted",
  confidence: 1,
  quote: "",
  original: "",
  citation: null,
  source: { file: "a", start: 0, end: 1, line: 1 },
});

const items = itemsOf([
  statement("c", "attack", "1920-03-01", "1920-03-01"),
  statement("a", "message", "1920-01-01", "1920-12-31"),
  statement("b", "message", null, "1920-02-01"),
  statement("undated", "message", null, null),
]);
const day = (iso: string) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);

describe("items", () => {
  it("are the dated statements in order; one open on a side stands at its known end", () => {
    expect(items.statements.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect([...items.start]).toEqual([day("1920-01-01"), day("1920-02-01"), day("1920-03-01")]);
  });
  it("are counted by their first day", () => {
    expect(firstFrom(items, day("1920-02-01"))).toBe(1);
    expect(countIn(items, day("1920-01-02"), day("1920-03-02"))).toBe(2);
  });
  it("are added up in columns, none lost", () => {
    const counts = density(items, day("1920-01-01"), day("1920-04-01"), 3);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
  it("are found near a day in their lane, also while they last", () => {
    expect(items.statements[nearest(items, "attack", day("1920-03-03"), 5)]?.id).toBe("c");
    expect(nearest(items, "attack", day("1920-03-09"), 5)).toBe(-1);
    expect(items.statements[nearest(items, "message", day("1920-08-01"), 2)]?.id).toBe("a");
  });
});

describe("the days in view", () => {
  const bin = (from: string, to: string, total: number) => ({ from, to, total, kinds: {} });
  const bins = [
    bin("1600-01-01", "1600-12-31", 1),
    bin("1918-01-01", "1918-12-31", 400),
    bin("1920-01-01", "1920-12-31", 800),
    bin("2008-01-01", "2008-12-31", 1),
  ];
  it("are those of nearly all statements, not of a few in other centuries", () => {
    const all = whole({ from: "1600-01-01", to: "2008-12-31" }, bins);
    const [from, to] = core(bins, all);
    expect([from, to]).toEqual([day("1918-01-01") - 33, day("1920-12-31") + 33]);
    expect(all[0]).toBeLessThan(day("1600-01-01"));
  });
  it("are the whole where nothing stands far out, or nothing is known", () => {
    const near = bins.slice(1, 3);
    const all = whole(null, near);
    expect(core(near, all)).toEqual(all);
    expect(core([], whole(null, []))).toEqual(whole(null, []));
  });
  it("have a middle by statements, not by years", () => {
    expect(quantile(bins, 0.5)?.from).toBe("1920-01-01");
    expect(quantile([], 0.5)).toBeNull();
  });
});
