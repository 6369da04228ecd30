import { describe, expect, it } from "vitest";
import type { Passage } from "../src/api/types";
import { lineOf } from "../src/reader/window";
import { nextWord, origin, type Runs, shown, wordAt } from "../src/text/alignment";
import { around } from "../src/text/snippet";
import { plain, shortened, visible } from "../src/text/visible";

describe("origin", () => {
  // "ab" copied from 10, "ç" (two bytes) rewritten from 12..13, "cd" copied from 13.
  const runs: Runs = [
    [0, 2, 10, 12],
    [2, 4, 12, 13],
    [4, 6, 13, 15],
  ];
  it("cuts copied runs and takes rewritten ones whole", () => {
    expect(origin(runs, [1, 2])).toEqual([11, 12]);
    expect(origin(runs, [2, 4])).toEqual([12, 13]);
    expect(origin(runs, [1, 5])).toEqual([11, 14]);
  });
  it("knows nothing of what came from nowhere", () => {
    expect(origin(runs, [6, 9])).toBeNull();
    expect(origin([], [0, 1])).toBeNull();
  });
});

describe("shown", () => {
  it("counts bytes where the original takes as many as the source", () => {
    expect(shown("éàí x", [100, 108], [102, 104])).toEqual([1, 2]);
  });
  it("counts letters in a one-byte encoding", () => {
    expect(shown("Баку 😀", [0, 6], [4, 6])).toEqual([4, 7]);
  });
  it("shows the whole where neither fits", () => {
    expect(shown("abc", [0, 50], [10, 20])).toEqual([0, 3]);
  });
});

describe("words", () => {
  it("finds the word at a letter, with apostrophes and hyphens, in any script", () => {
    expect(wordAt("Bakı, Gəncə-Basar", 7)).toEqual([6, 17]);
    expect(wordAt("Bakı, Gəncə", 4)).toBeNull();
    expect(wordAt("«Баку»", 2)).toEqual([1, 5]);
  });
  it("goes from word to word both ways, and stays inside", () => {
    expect(nextWord("bir, iki", 3, 1)).toEqual([5, 8]);
    expect(nextWord("bir, iki", 4, -1)).toEqual([0, 3]);
    expect(nextWord("bir", 3, 1)).toBeNull();
  });
});

describe("visible", () => {
  it("shows what would turn the line around", () => {
    expect(visible("ab\u202ecd")).toEqual([{ text: "ab" }, { text: "⍰", hidden: "RLO" }, { text: "cd" }]);
    expect(visible("\u0000")).toEqual([{ text: "⍰", hidden: "U+0000" }]);
  });
  it("leaves alone what a text needs", () => {
    const text = "a\u00adb \u0645\u06cc\u200c\u062e \t\n <script>alert(1)</script>";
    expect(visible(text)).toEqual([{ text }]);
  });
  it("drops hidden characters where there is no room for signs", () => {
    expect(plain("a\u202e\ufeffb")).toBe("ab");
  });
});

describe("shortened", () => {
  it("cuts at a word", () => expect(shortened("one two three", 9)).toBe("one two…"));
  it("cuts a long word anywhere", () => expect(shortened("x".repeat(50), 10)).toBe(`${"x".repeat(10)}…`));
});

describe("around", () => {
  it("keeps a short text whole", () => {
    expect(around("a b", [[0, 1]])).toEqual({ text: "a b", lit: [[0, 1]], before: false, after: false });
  });
  it("shows the first highlight of a long one, moved along with the text", () => {
    const text = `${"söz ".repeat(300)}TAPILDI ${"söz ".repeat(300)}`;
    const at = text.indexOf("TAPILDI");
    const found = around(text, [[at, at + 7]], 100);
    const [start, end] = found.lit[0] as [number, number];
    expect(found.text.slice(start, end)).toBe("TAPILDI");
    expect(found.text.length).toBeLessThanOrEqual(100);
    expect(found.before && found.after).toBe(true);
  });
  it("copes with a word of megabytes", () => {
    expect(around("x".repeat(5_000_000), [], 100).text).toHaveLength(100);
  });
});

describe("lineOf", () => {
  const passage = { line: 7, original: "ilk sətir\nçox\n\nson", source: [100, 120] } as unknown as Passage;
  it("gives the bytes of a line within a passage", () => {
    expect(lineOf(passage, 8)).toEqual([111, 115]);
    expect(lineOf(passage, 10)).toEqual([117, 120]);
  });
  it("gives none for the first line, an empty one, one past the end", () => {
    for (const line of [7, 9, 11]) expect(lineOf(passage, line)).toBeNull();
  });
  it("gives none where the file's bytes are not those of the text", () => {
    expect(lineOf({ ...passage, source: [100, 117] }, 8)).toBeNull();
  });
});
