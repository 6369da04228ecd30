import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";

export interface Node {
  id: string;
  name: string;
  /** What its size tells: messages written, statements shared. */
  weight: number;
}

export interface Edge {
  from: string;
  to: string;
  count: number;
}

export interface Placed extends Node {
  x: number;
  y: number;
  radius: number;
}

export interface Laid {
  nodes: Placed[];
  edges: (Edge & { source: Placed; target: Placed })[];
  /** How many nodes were left out, the lightest first. */
  left: number;
  box: { x: number; y: number; width: number; height: number };
}

/** More than this cannot be read on a page. */
export const MOST = 60;

/**
 * Lays out a network by forces. The same network gives the same picture: the simulation has a generator of its own,
 * starts from the order of the nodes and runs to its end before anything is drawn.
 */
export function layout(nodes: Node[], edges: Edge[], centre?: string): Laid {
  const sorted = [...nodes].sort((a, b) => b.weight - a.weight || a.id.localeCompare(b.id));
  const kept = sorted.slice(0, MOST);
  if (centre && !kept.some((node) => node.id === centre)) {
    kept.pop();
    kept.push(...nodes.filter((node) => node.id === centre));
  }
  const most = Math.max(1, ...kept.map((node) => (node.id === centre ? 0 : node.weight)));
  const placed: (Placed & SimulationNodeDatum)[] = kept.map((node) => ({
    ...node,
    x: Number.NaN,
    y: Number.NaN,
    radius: 5 + 9 * Math.sqrt(Math.min(node.weight, most) / most),
    ...(node.id === centre ? { fx: 0, fy: 0 } : {}),
  }));
  const by = new Map(placed.map((node) => [node.id, node]));
  const links = edges.flatMap((edge) => {
    const [source, target] = [by.get(edge.from), by.get(edge.to)];
    return source && target && source !== target ? [{ ...edge, source, target }] : [];
  });
  forceSimulation(placed)
    .force(
      "link",
      forceLink<Placed & SimulationNodeDatum, SimulationLinkDatum<Placed & SimulationNodeDatum>>(
        links.map((link) => ({ ...link })),
      ).distance(120),
    )
    .force("charge", forceManyBody().strength(-340))
    .force("centre", forceCenter(0, 0))
    .force("x", forceX(0).strength(0.04))
    .force("y", forceY(0).strength(0.09))
    // Room for the name under the circle.
    .force(
      "collide",
      forceCollide<Placed>((node) => node.radius + 24),
    )
    .stop()
    .tick(300);
  const xs = placed.map((node) => node.x);
  const ys = placed.map((node) => node.y);
  return {
    nodes: placed,
    edges: links,
    left: nodes.length - kept.length,
    box: around([Math.min(0, ...xs), Math.min(0, ...ys)], [Math.max(0, ...xs), Math.max(0, ...ys)]),
  };
}

/** What is seen: everything with room for names, and never so little that a small network is blown up. */
function around([left, top]: [number, number], [right, bottom]: [number, number]): Laid["box"] {
  const width = Math.max(right - left + 160, 860);
  const height = Math.max(bottom - top + 90, 300);
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2 + 8, width, height };
}
