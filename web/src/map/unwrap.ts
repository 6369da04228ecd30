import type { Feature, Geometry, Position } from "geojson";

/**
 * Land and borders for a flat map. Natural Earth's shapes come stitched for a globe: a coast that crosses the meridian of
 * 180° jumps from one edge of a flat map to the other. Here it goes on beyond the edge instead.
 */
export function unwrapped<G extends Geometry>(feature: Feature<G>): Feature<G> {
  return { ...feature, geometry: flat(feature.geometry) as G };
}

function flat(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case "Polygon":
      return { ...geometry, coordinates: geometry.coordinates.map(ring) };
    case "MultiPolygon":
      return { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(ring)) };
    case "MultiLineString":
      return { ...geometry, coordinates: geometry.coordinates.map(line) };
    case "GeometryCollection":
      return { ...geometry, geometries: geometry.geometries.map(flat) };
    default:
      return geometry;
  }
}

/** The same line without jumps of more than half the globe. */
function line(points: Position[]): Position[] {
  let turns = 0;
  let before = points[0]?.[0] ?? 0;
  return points.map(([lon = 0, lat = 0]) => {
    if (lon - before > 180) turns -= 360;
    else if (before - lon > 180) turns += 360;
    before = lon;
    return [lon + turns, lat];
  });
}

/** A ring that goes around a pole is closed along it. */
function ring(points: Position[]): Position[] {
  const open = line(points);
  const [first, last] = [open[0], open[open.length - 1]];
  if (!first || !last || Math.abs((last[0] as number) - (first[0] as number)) < 180) return open;
  const pole = (first[1] as number) < 0 ? -90 : 90;
  return [...open, [last[0] as number, pole], [first[0] as number, pole], first];
}
