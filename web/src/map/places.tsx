import { useMemo } from "preact/hooks";
import type { Entity } from "../api/types";
import { t } from "../i18n";
import { Name } from "../parts/entity";
import { PointMap } from "./map";

/** The places that are named together with an entity. */
export function PlacesMap({ entity }: { entity: Entity }) {
  const points = useMemo(() => {
    const places = entity.places.map((place) => ({
      key: place.entity.id,
      lat: place.lat,
      lon: place.lon,
      weight: place.count,
      pin: (
        <span class="pin">
          <span class="pin-dot pin-certain" />
          <span class="pin-label">
            <Name text={place.entity.name} id={place.entity.id} />
          </span>
        </span>
      ),
    }));
    const own = entity.coordinates;
    if (own) {
      places.push({
        key: entity.id,
        lat: own.lat,
        lon: own.lon,
        weight: Number.MAX_SAFE_INTEGER,
        pin: (
          <span class="pin">
            <span class="pin-dot pin-here" />
            <strong class="pin-label">{entity.name}</strong>
          </span>
        ),
      });
    }
    return places;
  }, [entity]);
  return <PointMap points={points} label={t("entity.places")} />;
}
