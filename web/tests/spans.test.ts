import { describe, expect, it } from "vitest";
import { Offsets, pieces } from "../src/text/spans";

const utf8 = new TextEncoder();

describe("Offsets", () => {
  it("goes from bytes to code units and back, at every boundary of every script", () => {
    const text = `Gəncə — Гянджа, 𐌰𝄞 ꙮ e\u0301 ${"ə".repeat(200)} son 😀.`;
    const offsets = new Offsets(text);
    let unit = 0;
    for (const letter of text) {
      const byte = utf8.encode(text.slice(0, unit)).length;
      expect(offsets.unit(byte)).toBe(unit);
      expect(offsets.byte(unit)).toBe(byte);
      unit += letter.length;
    }
    expect(offsets.length).toBe(utf8.encode(text).length);
  });

  it("takes a byte inside a letter for the letter's beginning, and one beyond the end for the end", () => {
    const offsets = new Offsets("aə😀");
    expect(offsets.unit(2)).toBe(1);
    expect(offsets.unit(5)).toBe(2);
    expect(offsets.unit(99)).toBe(4);
    expect(new Offsets("").unit(3)).toBe(0);
  });

  it("is not led astray by halves of pairs that stand alone", () => {
    const text = "a\ud800b\udc00c";
    expect(new Offsets(text).length).toBe(utf8.encode(text).length);
  });

  it("takes a text of a million letters in its stride", () => {
    const offsets = new Offsets("ə".repeat(1_000_000));
    expect(offsets.unit(1_999_998)).toBe(999_999);
  });
});

describe("pieces", () => {
  it("cuts where what is said changes, and keeps every letter once", () => {
    const made = pieces(10, [
      { span: [2, 8], value: "statement" },
      { span: [4, 6], value: "name" },
      { span: [6, 9], value: "time" },
    ]);
    expect(made).toEqual([
      { span: [0, 2], values: [] },
      { span: [2, 4], values: ["statement"] },
      { span: [4, 6], values: ["statement", "name"] },
      { span: [6, 8], values: ["statement", "time"] },
      { span: [8, 9], values: ["time"] },
      { span: [9, 10], values: [] },
    ]);
  });

  it("leaves out marks that are empty or outside, and clips those that reach over the end", () => {
    const made = pieces(4, [
      { span: [1, 1], value: "empty" },
      { span: [9, 12], value: "outside" },
      { span: [3, 9], value: "over" },
    ]);
    expect(made).toEqual([
      { span: [0, 3], values: [] },
      { span: [3, 4], values: ["over"] },
    ]);
  });
});
