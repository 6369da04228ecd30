/**
 * Characters that change how their neighbours are shown without being seen themselves: the bidirectional controls
 * and zero-width marks. A document's text may not turn the page around; where they stand is shown instead.
 */
const NAMES: Record<string, string> = {
  "\u200b": "ZWSP",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u061c": "ALM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
  "\ufeff": "BOM",
};

// Every control and format character but those that a text needs: tabs, line ends, soft hyphens, joiners, and the
// Arabic signs that span numbers.
const HIDDEN = /(?!\u200d|[\t\n\r\u00ad\u200c\u0600-\u0605\u06dd])[\p{Cc}\p{Cf}]/gu;

export interface Piece {
  text: string;
  /** The name of a hidden character that stood here; `text` is what is shown for it. */
  hidden?: string;
}

/** A text in pieces, its hidden characters replaced by signs that can be seen. */
export function visible(text: string): Piece[] {
  const made: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > end) made.push({ text: text.slice(end, found.index) });
    const code = found[0].codePointAt(0) ?? 0;
    const name = NAMES[found[0]] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    made.push({ text: "⍰", hidden: name });
    end = found.index + found[0].length;
  }
  if (end < text.length) made.push({ text: text.slice(end) });
  return made;
}

/** A text for places that take no marks (a title, a tooltip, a canvas): hidden characters are left out. */
export function plain(text: string): string {
  return text.replace(HIDDEN, "");
}

/** A text cut at a word, for places with little room. */
export function shortened(text: string, letters = 240): string {
  if (text.length <= letters) return text;
  const cut = text.slice(0, letters);
  const space = cut.lastIndexOf(" ");
  return `${space > letters / 2 ? cut.slice(0, space) : cut}…`;
}
