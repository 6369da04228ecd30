import type { Placed } from "./layout";

/** Of a label's letters: width and height in units of the drawing. */
const LETTER = 6.2;
const HEIGHT = 13;

/** The nodes whose labels can be read at once: of those that would lie on one another, the weightier ones. */
export function legible(nodes: Placed[], text: (node: Placed) => string): Set<string> {
  const kept: { left: number; right: number; top: number; bottom: number }[] = [];
  const shown = new Set<string>();
  for (const node of [...nodes].sort((a, b) => b.radius - a.radius)) {
    const half = (text(node).length * LETTER) / 2;
    const top = node.y + node.radius + 3;
    const own = { left: node.x - half, right: node.x + half, top, bottom: top + HEIGHT };
    const meets = kept.some(
      (other) =>
        own.left < other.right && own.right > other.left && own.top < other.bottom && own.bottom > other.top,
    );
    if (meets) continue;
    kept.push(own);
    shown.add(node.id);
  }
  return shown;
}
