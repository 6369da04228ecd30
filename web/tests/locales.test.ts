import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DISAGREEMENTS, KINDS, MODALITIES, RELATIONS } from "../src/api/types";
import { ROLES } from "../src/corrections/roles";
import { filled, preferred } from "../src/i18n";

const root = new URL("../src/", import.meta.url).pathname;
const names = readdirSync(join(root, "locales")).map((file) => file.replace(".json", ""));
const locales = Object.fromEntries(
  names.map((name) => [
    name,
    JSON.parse(readFileSync(join(root, "locales", `${name}.json`), "utf8")) as Record<string, string>,
  ]),
);
const english = locales.en as Record<string, string>;
const bare = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const code = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

describe("every language", () => {
  it("is there: Azerbaijani and English, and as files Russian and Turkish", () => {
    expect(names.sort()).toEqual(["az", "en", "ru", "tr"]);
  });

  it.each(names)("%s has every message, and none that is not asked for", (name) => {
    const keys = (messages: Record<string, string>) => [...new Set(Object.keys(messages).map(bare))].sort();
    expect(keys(locales[name] as Record<string, string>)).toEqual(keys(english));
  });

  it.each(names)("%s has the plural forms that its numbers need", (name) => {
    const messages = locales[name] as Record<string, string>;
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
    const counted = Object.keys(english)
      .filter((key) => key.endsWith("_other"))
      .map(bare);
    expect(counted.length).toBeGreaterThan(10);
    for (const key of counted) {
      for (const form of forms) expect(messages, `${key}_${form}`).toHaveProperty([`${key}_${form}`]);
    }
  });

  it.each(names)("%s fills in the same values as English", (name) => {
    const values = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
    for (const [key, message] of Object.entries(locales[name] as Record<string, string>)) {
      const model = english[key] ?? english[`${bare(key)}_other`] ?? "";
      expect(values(message), key).toEqual(values(model));
      expect(message.trim(), key).not.toBe("");
    }
  });

  it.each(names)("%s has twelve months, twice, and four seasons", (name) => {
    const messages = locales[name] as Record<string, string>;
    expect(messages.months?.split(" ")).toHaveLength(12);
    expect(messages["months.of"]?.split(" ")).toHaveLength(12);
    expect(messages.seasons?.split(" ")).toHaveLength(4);
  });
});

describe("the code", () => {
  it("asks only for messages that there are", () => {
    const asked = [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1] as string);
    expect(asked.length).toBeGreaterThan(150);
    asked.push(...[...code.matchAll(/"(help\.\w+)"/g)].map((found) => found[1] as string));
    const known = new Set(Object.keys(english).map(bare));
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  it("finds a name for every kind, relation, role, modality and disagreement of the record", () => {
    const wanted = [
      ...KINDS.map((name) => `kind.${name}`),
      ...RELATIONS.map((name) => `relation.${name}`),
      ...Object.values(ROLES)
        .flat()
        .map((name) => `role.${name}`),
      ...MODALITIES.map((name) => `modality.${name}`),
      ...DISAGREEMENTS.map((name) => `disagreement.${name}`),
    ];
    expect(wanted.filter((key) => !(key in english))).toEqual([]);
  });
});

describe("choosing a language", () => {
  it("takes the one chosen, then the browser's, then English", () => {
    expect(preferred("az", ["ru-RU"], names)).toBe("az");
    expect(preferred(null, ["xx", "ru-RU", "en"], names)).toBe("ru");
    expect(preferred("xx", ["de"], names)).toBe("en");
  });
  it("leaves unknown values in a message as they are", () => {
    expect(filled("{a} {b}", { a: 1 })).toBe("1 {b}");
  });
});
