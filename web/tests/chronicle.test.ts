import { describe, expect, it } from "vitest";
import type { Kind, Statement } from "../src/api/types";
import { countIn, density, firstFrom, itemsOf, nearest } from "../src/chronicle/items";

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
