import { useEffect, useState } from "preact/hooks";

/** The interface's languages. A language is a file under `src/locales/`; nothing else has to be changed to add one. */
const files = import.meta.glob<Record<string, string>>("../locales/*.json", { import: "default" });

export const LOCALES: string[] = Object.keys(files)
  .map((path) => path.replace(/^.*\/(.*)\.json$/, "$1"))
  .sort();

const CHOSEN = "salname.locale";
const FALLBACK = "en";

let locale = FALLBACK;
let messages: Record<string, string> = {};
let plurals = new Intl.PluralRules(FALLBACK);
const listeners = new Set<() => void>();

/** The language that the reader chose, or else the first of the browser's that we have. */
export function preferred(
  chosen: string | null,
  wanted: readonly string[],
  known: string[] = LOCALES,
): string {
  const candidates = [chosen ?? "", ...wanted.map((tag) => tag.split("-")[0] ?? "")];
  return candidates.find((tag) => known.includes(tag)) ?? FALLBACK;
}

export async function setLocale(name: string, keep = true): Promise<void> {
  const load = files[`../locales/${name}.json`] ?? files[`../locales/${FALLBACK}.json`];
  if (!load) return;
  messages = await load();
  locale = name;
  plurals = new Intl.PluralRules(name);
  document.documentElement.lang = name;
  if (keep) remember(name);
  for (const listener of listeners) listener();
}

function remember(name: string): void {
  try {
    localStorage.setItem(CHOSEN, name);
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
}

export async function startLocale(): Promise<void> {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(CHOSEN);
  } catch {
    // As above.
  }
  await setLocale(preferred(chosen, navigator.languages), false);
}

export const getLocale = (): string => locale;

type Values = Record<string, string | number>;

/** Fills the `{names}` of a message. */
export function filled(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** A message in the interface's language. With `count`, the form that the language wants for that number. */
export function t(key: string, values: Values = {}): string {
  const count = values.count;
  if (typeof count === "number") {
    const form = messages[`${key}_${plurals.select(count)}`] ?? messages[`${key}_other`];
    if (form) return filled(form, { ...values, count: number(count) });
  }
  return filled(messages[key] ?? key, values);
}

/** A word of the record (a kind, a relation, a role, a form): translated if we know it, else as it stands. */
export function word(group: string, name: string): string {
  return messages[`${group}.${name}`] ?? name;
}

export function number(value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** Draws the component again when the language changes. */
export function useLocale(): string {
  const [now, set] = useState(locale);
  useEffect(() => {
    const listener = () => set(locale);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return now;
}
