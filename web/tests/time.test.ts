import { beforeAll, describe, expect, it, vi } from "vitest";
import { setLocale } from "../src/i18n";
import { dayNumber, inWords, isDate, isoDay, nextDay, readDay } from "../src/time/edtf";

vi.stubGlobal("document", { documentElement: { lang: "" } });

describe("days", () => {
  it("are counted both ways", () => {
    expect(dayNumber("1970-01-01")).toBe(0);
    expect(isoDay(dayNumber("1920-04-28") as number)).toBe("1920-04-28");
    expect(nextDay("1920-02-28", 1)).toBe("1920-02-29");
    expect(nextDay("1919-12-31", 1)).toBe("1920-01-01");
  });
  it("that do not exist are none", () => {
    for (const wrong of ["1921-02-29", "1920-13-01", "1920-04-31", "1920", "x", ""]) {
      expect(dayNumber(wrong)).toBeNull();
    }
    expect(dayNumber("0099-12-31")).not.toBeNull();
  });
  it("are read as people type them", () => {
    expect(readDay(" 1920-05-15 ")).toBe("1920-05-15");
    expect(readDay("5.1.1920")).toBe("1920-01-05");
    expect(readDay("31.02.1920")).toBeNull();
    expect(isDate("1920") && isDate("1920-04") && isDate("1920-04-28")).toBe(true);
    expect(isDate("1920-00") || isDate("20") || isDate("1920-04-31")).toBe(false);
  });
});

describe("a date in words", () => {
  beforeAll(() => setLocale("en", false));
  it.each([
    ["1920-04-28", "28 April 1920"],
    ["1920-04", "April 1920"],
    ["1920", "1920"],
    ["1920~", "about 1920"],
    ["1920-22", "summer 1920"],
    ["192X", "1920s"],
    ["19XX", "20th century"],
    ["1920-07-06/1920-07-16", "6–16 July 1920"],
    ["1919/1921", "1919 – 1921"],
    ["1918/..", "since 1918"],
    ["../1920-01-14", "until 14 January 1920"],
    ["", "undated"],
    ["Y-17E7", "Y-17E7"],
  ])("%s is %s", (edtf, words) => expect(inWords(edtf)).toBe(words));

  it("is inflected where the language inflects", async () => {
    await setLocale("ru", false);
    expect(inWords("1920-04-28")).toBe("28 апреля 1920");
    expect(inWords("1920-04")).toBe("апрель 1920");
    await setLocale("az", false);
    expect(inWords("1920-04-28")).toBe("28 aprel 1920");
    expect(["192X", "193X", "194X", "19XX"].map(inWords)).toEqual([
      "1920-ci illər",
      "1930-cu illər",
      "1940-cı illər",
      "20-ci əsr",
    ]);
    await setLocale("tr", false);
    expect(inWords("193X")).toBe("1930'lar");
    await setLocale("en", false);
  });
});
