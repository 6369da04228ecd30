import type { Source } from "../api/types";
import type { Cited } from "../text/citation";
import { unitOf } from "./highlight";

/** What was selected in the restored text, and where it stands; null if nothing was, or something else. */
export function placeOf(selection: Selection | null, source: Source): Cited | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const rows = [...document.querySelectorAll<HTMLElement>(".passage")].filter((row) => {
    const text = row.querySelector(".restored");
    return text && range.intersectsNode(text);
  });
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (!first || !last) return null;
  const quote = rows
    .map((row) => {
      const text = row.querySelector(".restored") as Element;
      const whole = plain(text);
      const start = text.contains(range.startContainer)
        ? unitOf(text, range.startContainer, range.startOffset)
        : 0;
      const end = text.contains(range.endContainer)
        ? unitOf(text, range.endContainer, range.endOffset)
        : whole.length;
      return whole.slice(start, end);
    })
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  if (!quote) return null;
  const number = (row: HTMLElement, name: string) => Number(row.dataset[name]);
  const page = number(first, "page");
  return {
    quote,
    hash: source.hash,
    language: source.lang,
    source: {
      file: source.file,
      line: number(first, "line"),
      start: number(first, "start"),
      end: number(last, "end"),
      ...(page ? { page } : {}),
    },
  };
}

/** An element's text without what is only for screen readers. */
function plain(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const unseen of copy.querySelectorAll(".unseen")) unseen.remove();
  return copy.textContent ?? "";
}
