import type { FeatureCollection } from "geojson";
import { type ErrorEvent, Map as MapLibre, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesUrl from "world-atlas/countries-50m.json?url";
import { unwrapped } from "./unwrap";

/** Natural Earth's land and today's borders, from our own origin; no tiles, no letters drawn by the map. */
type Atlas = Topology<{ land: GeometryCollection; countries: GeometryCollection }>;

let atlas: Promise<Atlas> | null = null;

function load(): Promise<Atlas> {
  atlas ??= fetch(countriesUrl).then((response) => response.json() as Promise<Atlas>);
  return atlas;
}

setWorkerUrl(workerUrl);

/** The sheet that a map is drawn with: the colours are the page's. */
function colours(element: Element) {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return { water: of("--map-water"), land: of("--map-land"), line: of("--map-line") };
}

/**
 * Draws an empty map of the world into an element.
 *
 * Fails where the browser cannot draw one (no WebGL): say so and go on without.
 */
export async function draw(element: HTMLElement): Promise<MapLibre> {
  const { water, land, line } = colours(element);
  const world = await load();
  const map = new MapLibre({
    container: element,
    center: [47, 40.3],
    zoom: 4,
    minZoom: 1,
    maxZoom: 9,
    attributionControl: false,
    // The page scrolls under the pointer; the buttons zoom.
    scrollZoom: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    // Otherwise a printed page has an empty map.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    style: {
      version: 8,
      sources: {
        land: { type: "geojson", data: landOf(world) },
        borders: {
          type: "geojson",
          data: unwrapped({
            type: "Feature",
            properties: {},
            geometry: mesh(world, world.objects.countries, (a, b) => a !== b),
          }),
        },
      },
      layers: [
        { id: "water", type: "background", paint: { "background-color": water } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": land } },
        { id: "coast", type: "line", source: "land", paint: { "line-color": line, "line-width": 0.8 } },
        {
          id: "borders",
          type: "line",
          source: "borders",
          layout: { visibility: "none" },
          paint: { "line-color": line, "line-width": 0.8, "line-dasharray": [2, 2] },
        },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.on("error", (event: ErrorEvent) => console.warn("map:", event.error.message));
  return map;
}

function landOf(world: Atlas): FeatureCollection {
  const land = feature(world, world.objects.land);
  return { ...land, features: land.features.map(unwrapped) };
}

/** Takes on the colours of the page again, after it went from light to dark or back. */
export function recolour(map: MapLibre): void {
  const { water, land, line } = colours(map.getContainer());
  if (!map.getLayer("water")) return;
  map.setPaintProperty("water", "background-color", water);
  map.setPaintProperty("land", "fill-color", land);
  for (const layer of ["coast", "borders"]) map.setPaintProperty(layer, "line-color", line);
}
