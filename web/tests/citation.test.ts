import { describe, expect, it } from "vitest";
import { type Cited, cite } from "../src/text/citation";

const cited: Cited = {
  quote: "Dekabrın 7-də parlament açıldı.",
  source: { file: "qovluq/hökumət_xronikası.txt", start: 666, end: 723, line: 13, page: 2 },
  date: "1918-12-07",
  citation: "[10, s.49]",
  hash: "abc123",
  language: "az",
};

describe("cite", () => {
  it("writes a note in the manner of Chicago", () => {
    expect(cite("chicago", cited)).toBe(
      "“Dekabrın 7-də parlament açıldı.” hökumət_xronikası.txt, p. 2, line 13 (after [10, s.49]).",
    );
  });

  it("speaks the language of the interface", () => {
    const words = { page: "s.", line: "sətir", quotedAfter: "istinad:" };
    expect(cite("chicago", { ...cited, citation: null }, words)).toMatch(/, s\. 2, sətir 13\.$/);
  });

  it("writes BibTeX that BibTeX can read", () => {
    const entry = cite("bibtex", { ...cited, quote: "50% of {all} & more_ $1 #2 ~ ^ \\" });
    expect(entry).toMatch(/^@misc\{hokum-t-xronikas-13-666,\n/);
    expect(entry).toContain("title = {hökumət\\_xronikası.txt}");
    expect(entry).toContain("pages = {2}");
    expect(entry).toContain(
      "annote = {50\\% of \\{all\\} \\& more\\_ \\$1 \\#2 \\textasciitilde{} \\textasciicircum{} \\textbackslash{}}",
    );
    expect(entry).toContain("bytes 666-723; dated 1918-12-07; after [10, s.49]; BLAKE3 abc123");
    const depth = [...entry.replace(/\\[{}]/g, "")].reduce(
      (sum, sign) => sum + (sign === "{" ? 1 : sign === "}" ? -1 : 0),
      0,
    );
    expect(depth).toBe(0);
  });

  it("writes CSL-JSON of a type that CSL knows", () => {
    const [item] = JSON.parse(cite("csl", cited));
    expect(item).toMatchObject({
      type: "document",
      title: "hökumət_xronikası.txt",
      page: "2",
      language: "az",
      abstract: "Dekabrın 7-də parlament açıldı.",
    });
    expect(item.id).toMatch(/^[A-Za-z0-9-]+$/);
  });

  it("gives the same key to the same place, and another to another", () => {
    const id = (start: number) =>
      JSON.parse(cite("csl", { ...cited, source: { ...cited.source, start } }))[0].id as string;
    expect(id(666)).toBe(id(666));
    expect(id(666)).not.toBe(id(667));
  });

  it("leaves out what is not known", () => {
    const bare: Cited = { quote: "x", source: { file: "ы.txt", start: 0, end: 1, line: 1 } };
    expect(cite("chicago", bare)).toBe("“x” ы.txt, line 1.");
    expect(cite("bibtex", bare)).toContain("@misc{source-1-0,");
    expect(JSON.parse(cite("csl", bare))[0]).not.toHaveProperty("page");
  });
});
