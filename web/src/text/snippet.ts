import type { Span } from "../api/types";

/** A stretch of a text around its first highlights, cut at words; spans in code units. */
export function around(
  text: string,
  lit: Span[],
  letters = 420,
): {
  text: string;
  lit: Span[];
  before: boolean;
  after: boolean;
} {
  if (text.length <= letters) return { text, lit, before: false, after: false };
  const first = lit[0]?.[0] ?? 0;
  let start = Math.max(0, Math.min(first - Math.floor(letters / 4), text.length - letters));
  let end = Math.min(text.length, start + letters);
  if (start > 0) start = word(text, start, first);
  if (end < text.length) {
    const space = text.lastIndexOf(" ", end);
    if (space > start + letters / 2) end = space;
  }
  const inside = lit.filter(([from, to]) => from < end && to > start);
  return {
    text: text.slice(start, end),
    lit: inside.map(([from, to]) => [Math.max(from, start) - start, Math.min(to, end) - start]),
    before: start > 0,
    after: end < text.length,
  };
}

/** The beginning of the next word, if there is one before a limit. */
function word(text: string, at: number, limit: number): number {
  const space = text.indexOf(" ", at);
  return space >= 0 && space < limit ? space + 1 : at;
}
