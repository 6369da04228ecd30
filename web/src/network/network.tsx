import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { t } from "../i18n";
import { plain, shortened } from "../text/visible";
import { legible } from "./labels";
import { type Edge, layout, type Node, type Placed } from "./layout";

/** A network, drawn. Circles and lines are links: each leads to what it stands for. */
export function Network({
  nodes,
  edges,
  centre,
  directed = false,
  label,
  node: toNode,
  edge: toEdge,
  told,
}: {
  nodes: Node[];
  edges: Edge[];
  centre?: string;
  directed?: boolean;
  label: string;
  node: (node: Node) => string;
  edge: (edge: Edge) => string;
  /** An edge in words. */
  told: (edge: Edge, from: Node, to: Node) => string;
}) {
  const laid = useMemo(() => layout(nodes, edges, centre), [nodes, edges, centre]);
  const shown = useMemo(() => legible(laid.nodes, labelOf), [laid]);
  const arrow = useId();
  const figure = useRef<HTMLElement>(null);
  // On a phone the drawing is wider than the window: its middle is shown first.
  useEffect(() => {
    const element = figure.current;
    if (element) element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
  }, [laid]);
  const { box } = laid;
  const most = Math.max(1, ...laid.edges.map((edge) => edge.count));
  return (
    <figure class="network" ref={figure}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose parts are links is no set of fields. */}
      <svg viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} role="group" aria-label={label}>
        <defs>
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.5 L8 4 L0 7.5 z" />
          </marker>
        </defs>
        {laid.edges.map((edge) => (
          <a
            href={toEdge(edge)}
            key={`${edge.from}→${edge.to}`}
            aria-label={plain(told(edge, edge.source, edge.target))}
          >
            <title>{plain(told(edge, edge.source, edge.target))}</title>
            <path class="edge-reach" d={curve(edge.source, edge.target, directed)} />
            <path
              class="edge"
              d={curve(edge.source, edge.target, directed)}
              stroke-width={1 + 3 * (edge.count / most)}
              marker-end={directed ? `url(#${arrow})` : undefined}
            />
          </a>
        ))}
        {laid.nodes.map((node) => (
          <a
            href={toNode(node)}
            key={node.id}
            class={`node ${node.id === centre ? "node-centre" : ""} ${shown.has(node.id) ? "" : "crowded"}`}
          >
            <circle cx={node.x} cy={node.y} r={node.radius} />
            <text x={node.x} y={node.y + node.radius + 13} text-anchor="middle">
              {labelOf(node)}
            </text>
          </a>
        ))}
      </svg>
      {laid.left > 0 && <figcaption>{t("network.left", { count: laid.left })}</figcaption>}
    </figure>
  );
}

const labelOf = (node: Node): string => shortened(plain(node.name), 26);

/** From rim to rim, a little bent if it has a direction, so that there and back are two lines. */
function curve(from: Placed, to: Placed, bent: boolean): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [x1, y1] = [from.x + ux * from.radius, from.y + uy * from.radius];
  const [x2, y2] = [to.x - ux * (to.radius + 3), to.y - uy * (to.radius + 3)];
  if (!bent) return `M${x1} ${y1}L${x2} ${y2}`;
  const bend = Math.min(28, length / 5);
  return `M${x1} ${y1}Q${(x1 + x2) / 2 - uy * bend} ${(y1 + y2) / 2 + ux * bend} ${x2} ${y2}`;
}
