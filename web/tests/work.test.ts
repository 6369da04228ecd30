import { describe, expect, it } from "vitest";
import { outcomeOf, stepOf } from "../src/add/follow";
import { question } from "../src/api/client";
import type { Disagreement } from "../src/api/types";
import { change, decision } from "../src/corrections/make";
import { layout, MOST } from "../src/network/layout";
import { narrowed } from "../src/pages/search";
import { address, patched } from "../src/router";

describe("an edited statement", () => {
  const before = {
    kind: "message",
    date: "1920-01-02",
    modality: "asserted",
    roles: { from: [{ text: "A" }], to: [{ text: "B" }, { text: "C" }] },
  } as const;
  const same = {
    kind: "message",
    date: "1920-01-02",
    modality: "asserted",
    roles: [
      ["from", "A"],
      ["to", "B"],
      ["to", "C"],
    ],
  } as const;
  // The fixtures are read-only; what is compared is not.
  const changed = (after: object) =>
    change(structuredClone(before) as never, { ...structuredClone(same), ...after } as never);

  it("is no correction while nothing is changed", () => expect(changed({})).toBeNull());
  it("tells only what is changed", () => {
    expect(changed({ date: " 1920-01-03 " })).toEqual({ date: "1920-01-03" });
    expect(changed({ kind: "meeting", modality: "planned" })).toEqual({
      kind: "meeting",
      modality: "planned",
    });
  });
  it("empties a role that was removed", () => {
    expect(changed({ roles: [["to", "B"]] })).toEqual({ roles: { from: [], to: ["B"] } });
  });
});

describe("a decision", () => {
  const disagreement: Disagreement = {
    id: "d",
    kind: "two-dates",
    weight: 1,
    about: "X",
    between: [{ id: "a" }, { id: "b" }].map(({ id }) => ({
      id,
      quote: "",
      source: { file: "f", start: 0, end: 1, line: 1 },
    })),
  };
  it("names all sides and the one that holds", () => {
    expect(decision(disagreement, "b", "")).toEqual({
      do: "decide",
      disagreement: "two-dates",
      about: "X",
      between: [{ id: "a" }, { id: "b" }],
      holds: "b",
    });
  });
  it("leaves it open for a reason", () => {
    expect(decision(disagreement, null, " unsure ")).toMatchObject({ note: "unsure" });
    expect(decision(disagreement, null, "unsure")).not.toHaveProperty("holds");
  });
});

describe("addresses", () => {
  it("carry what is given and leave out what is empty", () => {
    expect(address("/x", { a: "ə b", b: "", c: null, d: ["1", "2"] })).toBe("/x?a=%C9%99+b&d=1&d=2");
    expect(address("/x")).toBe("/x");
    expect(patched(new URLSearchParams("a=1&b=2"), { a: null, c: 3 }).toString()).toBe("b=2&c=3");
  });
  it("ask the API the same way", () => {
    expect(question("find", { kind: ["a", "b"], who: "", limit: 5 })).toBe(
      "/api/v1/find?kind=a&kind=b&limit=5",
    );
  });
  it("narrow a search by a field of its language", () => {
    expect(narrowed("nota", "source", "a b.txt")).toBe('nota source:"a b.txt"');
    expect(narrowed("nota", "decade", "192X")).toBe("nota from:1920 to:1929");
  });
});

describe("a network", () => {
  const nodes = Array.from({ length: 100 }, (_, index) => ({
    id: `n${index}`,
    name: `N${index}`,
    weight: index,
  }));
  const edges = nodes.slice(1).map((node) => ({ from: "n0", to: node.id, count: 1 }));
  it("is laid out the same way each time, keeping the heaviest and the one it is about", () => {
    const laid = layout(nodes, edges, "n0");
    expect(laid).toEqual(layout(nodes, edges, "n0"));
    expect(laid.nodes).toHaveLength(MOST);
    expect(laid.left).toBe(100 - MOST);
    expect(laid.nodes.find((node) => node.id === "n0")).toMatchObject({ x: 0, y: 0 });
  });
  it("keeps its circles apart and on the sheet", () => {
    const { nodes: placed, box } = layout(nodes.slice(0, 20), edges);
    for (const a of placed) {
      expect(a.x > box.x && a.x < box.x + box.width && a.y > box.y && a.y < box.y + box.height).toBe(true);
      for (const b of placed) {
        if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.radius + b.radius);
      }
    }
  });
  it("copes with nothing, and with edges that lead nowhere", () => {
    expect(layout([], [{ from: "a", to: "b", count: 1 }]).nodes).toEqual([]);
  });
});

describe("the progress of a build", () => {
  it("is read from events, and doubtful ones do no harm", () => {
    expect(stepOf({ file: "a", done: 1, total: 4 })).toEqual({ file: "a", done: 1, total: 4, share: 0.25 });
    expect(stepOf({ bytes: 50, bytes_total: 100, done: 1, total: 4 }).share).toBe(0.5);
    expect(stepOf({ done: "x" })).toEqual({ file: "", done: 0, total: 0, share: null });
  });
  it("ends with what was read and what could not be", () => {
    expect(outcomeOf({ sources: [{ file: "a" }, "b"], failed: [{ file: "c", reason: "no text" }] })).toEqual({
      files: ["a", "b"],
      failed: [{ file: "c", reason: "no text" }],
    });
    expect(outcomeOf({})).toEqual({ files: [], failed: [] });
  });
});
