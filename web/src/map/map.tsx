import { LngLatBounds, type Map as MapLibre, Marker } from "maplibre-gl";
import { type ComponentChildren, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { draw, recolour } from "./base";

export interface Point {
  key: string;
  lat: number;
  lon: number;
  /** What stands at the place. */
  pin: ComponentChildren;
  /** The weightier is kept where labels would lie on one another. */
  weight: number;
}

/** Around the outermost pins; labels stand to the right of them. */
const ROOM = { top: 50, bottom: 50, left: 50, right: 190 };

/** A map with pins. Labels are elements of the page, so that they can be read, focused and translated. */
export function PointMap({ points, label }: { points: Point[]; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibre | undefined>(undefined);
  const fitted = useRef(false);
  const markers = useRef(new Map<string, Marker>());
  const [ready, set] = useState(false);
  const [failed, fail] = useState(false);
  const [borders, show] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let gone = false;
    const known = markers.current;
    draw(element).then(
      (made) => {
        if (gone) return made.remove();
        map.current = made;
        made.on("moveend", () => spread(known));
        made.once("idle", () => element.setAttribute("data-drawn", "true"));
        set(true);
      },
      () => fail(true),
    );
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    const changed = () => map.current && recolour(map.current);
    scheme.addEventListener("change", changed);
    return () => {
      gone = true;
      scheme.removeEventListener("change", changed);
      known.clear();
      map.current?.remove();
      map.current = undefined;
    };
  }, []);

  useEffect(() => {
    const drawn = map.current;
    if (!drawn || !ready) return;
    place(drawn, markers.current, points);
    if (!fitted.current && points.length > 0) {
      fitted.current = true;
      // On a narrow map a label may be cut; the pins may not.
      const right = Math.min(ROOM.right, drawn.getContainer().clientWidth / 4);
      drawn.fitBounds(middle(points), { padding: { ...ROOM, right }, maxZoom: 6, animate: false });
    }
    spread(markers.current);
  }, [points, ready]);

  useEffect(() => {
    const drawn = map.current;
    if (!drawn || !ready) return;
    const apply = () => drawn.setLayoutProperty("borders", "visibility", borders ? "visible" : "none");
    if (drawn.isStyleLoaded()) apply();
    else drawn.once("idle", apply);
  }, [borders, ready]);

  if (failed) return <p class="notice">{t("map.failed")}</p>;
  const zoom = (by: number) => map.current?.zoomTo(map.current.getZoom() + by);
  return (
    <section class="map" aria-label={label}>
      <div class="map-box" ref={box} />
      <div class="zoom">
        <button type="button" onClick={() => zoom(1)} aria-label={t("zoom.in")}>
          +
        </button>
        <button type="button" onClick={() => zoom(-1)} aria-label={t("zoom.out")}>
          −
        </button>
        <label class="check">
          <input type="checkbox" checked={borders} onChange={() => show(!borders)} />
          {t("map.borders")}
        </label>
      </div>
    </section>
  );
}

/** Where most of what is told happens: a place at the other end of the world does not make all others small. */
function middle(points: Point[]): LngLatBounds {
  const between = (of: (point: Point) => number): [number, number] => {
    const sorted = [...points].sort((a, b) => of(a) - of(b));
    const all = sorted.reduce((sum, point) => sum + point.weight, 0);
    const at = (part: number) => {
      let sum = 0;
      const found = sorted.find((point) => {
        sum += point.weight;
        return sum >= part * all;
      });
      return of(found ?? (sorted[0] as Point));
    };
    return [at(0.04), at(0.96)];
  };
  const [[west, east], [south, north]] = [between((point) => point.lon), between((point) => point.lat)];
  return new LngLatBounds([west, south], [east, north]);
}

/** Brings the pins on the map in line with the points: those that stay are not made anew. */
function place(map: MapLibre, markers: Map<string, Marker>, points: Point[]): void {
  const wanted = new Set(points.map((point) => point.key));
  for (const [key, marker] of markers) {
    if (wanted.has(key)) continue;
    render(null, marker.getElement());
    marker.remove();
    markers.delete(key);
  }
  for (const point of points) {
    let marker = markers.get(point.key);
    if (!marker) {
      const element = document.createElement("div");
      marker = new Marker({ element, anchor: "left", offset: [-7, 0] })
        .setLngLat([point.lon, point.lat])
        .addTo(map);
      // The pin inside is a button of its own; the wrapper is nothing to a screen reader.
      element.removeAttribute("role");
      element.removeAttribute("aria-label");
      element.removeAttribute("tabindex");
      markers.set(point.key, marker);
    }
    marker.getElement().dataset.weight = String(point.weight);
    render(point.pin, marker.getElement());
  }
}

/** Hides labels that would lie on weightier ones; their dots stay. */
function spread(markers: Map<string, Marker>): void {
  const elements = [...markers.values()].map((marker) => marker.getElement());
  elements.sort((a, b) => Number(b.dataset.weight) - Number(a.dataset.weight));
  // First all is written, then all is read, then written again: the page is laid out once, not once a pin.
  for (const element of elements) element.classList.remove("crowded");
  const bounds = elements.map((element) => element.getBoundingClientRect());
  const kept: DOMRect[] = [];
  elements.forEach((element, index) => {
    const own = bounds[index] as DOMRect;
    const meets = kept.some(
      (other) =>
        own.left < other.right && own.right > other.left && own.top < other.bottom && own.bottom > other.top,
    );
    if (meets) element.classList.add("crowded");
    else kept.push(own);
  });
}
