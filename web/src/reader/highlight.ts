import type { Span } from "../api/types";

/** Lights a range without changing the page's elements (CSS Custom Highlight API); nothing where it is unknown. */
export function highlight(name: string, lit: Range | null): void {
  if (typeof Highlight === "undefined" || !CSS.highlights) return;
  if (lit) CSS.highlights.set(name, new Highlight(lit));
  else CSS.highlights.delete(name);
}

/** Text nodes of an element that show the document's own words: what is only for screen readers is left out. */
function* texts(element: Element): Generator<Text> {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest(".unseen")) yield node as Text;
  }
}

/** The range of an element's text between two code units. */
export function range(element: Element, [start, end]: Span): Range | null {
  const made = document.createRange();
  let at = 0;
  let begun = false;
  for (const node of texts(element)) {
    const next = at + node.length;
    if (!begun && start < next) {
      made.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= next) {
      made.setEnd(node, end - at);
      return made;
    }
    at = next;
  }
  return null;
}

/** The code unit of an element's text under a point of the window. */
export function point(element: Element, x: number, y: number): number | null {
  const found = caret(x, y);
  if (!found || !element.contains(found.node)) return null;
  let at = 0;
  for (const node of texts(element)) {
    if (node === found.node) return at + found.offset;
    at += node.length;
  }
  return null;
}

/** A code unit of an element's text at a boundary of a range (for selections). */
export function unitOf(element: Element, node: Node, offset: number): number {
  const upTo = document.createRange();
  upTo.setStart(element, 0);
  upTo.setEnd(node, offset);
  let at = 0;
  for (const text of texts(element)) {
    if (text === node) return at + offset;
    if (!upTo.intersectsNode(text)) break;
    at += text.length;
  }
  return at;
}

function caret(x: number, y: number): { node: Node; offset: number } | null {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const found = document.caretRangeFromPoint?.(x, y);
  return found ? { node: found.startContainer, offset: found.startOffset } : null;
}
