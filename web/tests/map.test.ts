import type { Feature, MultiPolygon, Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { unwrapped } from "../src/map/unwrap";
import { legible } from "../src/network/labels";
import type { Placed } from "../src/network/layout";

const polygon = (points: [number, number][]): Feature<Polygon> => ({
  type: "Feature",
  properties: {},
  geometry: { type: "Polygon", coordinates: [points] },
});

describe("a shape that was stitched for a globe", () => {
  it("goes on beyond the edge of a flat map", () => {
    const found = unwrapped(
      polygon([
        [170, 60],
        [179, 61],
        [-175, 62],
        [-178, 70],
        [175, 71],
        [170, 60],
      ]),
    );
    expect(found.geometry.coordinates[0]?.map(([lon]) => lon)).toEqual([170, 179, 185, 182, 175, 170]);
  });

  it("is closed along the pole that it goes around", () => {
    const around: [number, number][] = [-180, -90, 0, 90, 179, -179].map((lon) => [lon, -70]);
    const ring = unwrapped(polygon(around)).geometry.coordinates[0] ?? [];
    expect(ring.slice(-3)).toEqual([
      [181, -90],
      [-180, -90],
      [-180, -70],
    ]);
  });

  it("stays as it is otherwise", () => {
    const island: Feature<MultiPolygon> = {
      type: "Feature",
      properties: {},
      geometry: {
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [10, 10],
              [11, 10],
              [11, 11],
              [10, 10],
            ],
          ],
        ],
      },
    };
    expect(unwrapped(island)).toEqual(island);
  });
});

it("of labels that lie on one another the weightier stays", () => {
  const node = (id: string, x: number, radius: number) => ({ id, name: id, x, y: 0, radius }) as Placed;
  const nodes = [node("small", 5, 4), node("large", 0, 9), node("far", 300, 4)];
  const flat = nodes.map((one) => ({ ...one, y: -one.radius }));
  expect(legible(flat, (one) => one.name)).toEqual(new Set(["large", "far"]));
});
