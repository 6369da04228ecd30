import { t } from "../i18n";

/** A day's number, counted from 1970-01-01; years before 1 and after 9999 are out of reach. */
export function dayNumber(iso: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that does not exist (31 February) would roll over into the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return Math.round(date.getTime() / 86_400_000);
}

export function isoDay(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

export const nextDay = (iso: string, days: number): string => {
  const number = dayNumber(iso);
  return number === null ? iso : isoDay(number + days);
};

const month = (index: number): string => t("months").split(" ")[index - 1] ?? "";
const monthOfDay = (index: number): string => t("months.of").split(" ")[index - 1] ?? "";

/** A date of the record (EDTF, ISO 8601-2) in words of the interface's language. Unknown forms stay as they are. */
export function inWords(edtf: string): string {
  const text = edtf.trim();
  if (text === "") return t("date.none");
  const slash = text.split("/");
  if (slash.length === 2) {
    const [from, to] = slash as [string, string];
    if (from === ".." || from === "") return t("date.until", { date: inWords(to) });
    if (to === ".." || to === "") return t("date.since", { date: inWords(from) });
    return joined(from, to);
  }
  const about = /[~?%]$/.test(text);
  const exact = about ? text.slice(0, -1) : text;
  const words = point(exact);
  return about ? t("date.about", { date: words }) : words;
}

function point(text: string): string {
  let match = /^(-?\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match) {
    const index = Number(match[2]);
    if (index >= 1 && index <= 12) {
      return t("date.day", { day: Number(match[3]), month: monthOfDay(index), year: Number(match[1]) });
    }
  }
  match = /^(-?\d{4})-(\d\d)$/.exec(text);
  if (match) {
    const index = Number(match[2]);
    if (index >= 1 && index <= 12) return t("date.month", { month: month(index), year: Number(match[1]) });
    if (index >= 21 && index <= 24) {
      return t("date.month", { month: t("seasons").split(" ")[index - 21] ?? "", year: Number(match[1]) });
    }
  }
  match = /^(\d{3})X$/.exec(text);
  if (match) return t("date.decade", { decade: ended("decade", `${match[1]}0`) });
  match = /^(\d{2})XX$/.exec(text);
  if (match) return t("date.century", { century: ended("century", String(Number(match[1]) + 1)) });
  return text;
}

/** A range, without saying twice what both ends share. */
function joined(from: string, to: string): string {
  const [a, b] = [/^(\d{4})-(\d\d)-(\d\d)$/.exec(from), /^(\d{4})-(\d\d)-(\d\d)$/.exec(to)];
  if (a && b && a[1] === b[1] && a[2] === b[2]) {
    const days = `${Number(a[3])}–${Number(b[3])}`;
    return t("date.day", { day: days, month: monthOfDay(Number(a[2])), year: Number(a[1]) });
  }
  return `${inWords(from)} – ${inWords(to)}`;
}

/** What a person typed as a day, month or year, if it is one that exists: `1920-05-15`, `15.05.1920`, `1920-05`. */
export function readDay(typed: string): string | null {
  const text = typed.trim();
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  if (dotted) return readDay(`${dotted[3]}-${dotted[2]?.padStart(2, "0")}-${dotted[1]?.padStart(2, "0")}`);
  return dayNumber(text) === null ? null : text;
}

/** Bounds of a date filter: a year, a month or a day as typed, widened to whole days. */
export function isDate(text: string): boolean {
  if (/^\d{4}$/.test(text)) return true;
  const match = /^\d{4}-(\d\d)$/.exec(text);
  if (match) return Number(match[1]) >= 1 && Number(match[1]) <= 12;
  return dayNumber(text) !== null;
}

/** A number with the ending that the language gives it: by its last figure, that of a decade by the one before. */
function ended(of: "decade" | "century", number: string): string {
  const endings = t(`endings.${of}`).split(" ");
  return number + (endings[Number(number.at(of === "decade" ? -2 : -1))] ?? endings[0]);
}
