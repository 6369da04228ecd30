import { useMemo } from "preact/hooks";
import type { Fluent, PlacePoint } from "../api/types";
import { t, word } from "../i18n";
import { Name } from "../parts/entity";
import { Said } from "../parts/said";
import { ask, usePlace } from "../router";
import { Quotes } from "../state/sentences";
import { Certainty } from "../state/tables";
import { PointMap } from "./map";

const SHOWN = new Set(["controls", "claims", "status", "part-of"]);

/** Who holds and who claims which place, on a map; a pin opens its sentences. */
export function StateMap({
  fluents,
  places,
  on,
}: {
  fluents: Fluent[];
  places: PlacePoint[];
  on: string | null;
}) {
  const chosen = usePlace().query.get("place");
  const at = useMemo(() => grouped(fluents), [fluents]);
  const points = useMemo(
    () =>
      places
        .map((place) => ({
          ...place,
          name: [place.name, ...(place.names ?? [])].find((name) => at.has(name)) ?? "",
        }))
        .filter((place) => place.name !== "")
        .map((place) => {
          const here = at.get(place.name) ?? [];
          return {
            key: place.name,
            lat: place.lat,
            lon: place.lon,
            weight: here.length,
            pin: (
              <Pin
                place={place.name}
                here={here}
                chosen={chosen === place.name}
                choose={() => ask({ place: chosen === place.name ? null : place.name })}
              />
            ),
          };
        }),
    [places, at, chosen],
  );
  const here = chosen ? (at.get(chosen) ?? []) : [];
  return (
    <div>
      <PointMap points={points} label={t("map.state")} />
      <p class="legend">
        <span class="pin-dot pin-certain" /> {t("map.holds")} <span class="pin-dot pin-claimed" />{" "}
        {t("map.claims")} <span class="pin-dot pin-certain pin-possible" /> {t("certainty.possible")}
      </p>
      {chosen && here.length > 0 && (
        <section class="place-box" aria-live="polite">
          <h2>
            <Name text={chosen} />
          </h2>
          {here.map((fluent) => (
            <div key={JSON.stringify([fluent.relation, fluent.args])}>
              <p>
                {word("relation", fluent.relation)}: <Said text={whose(fluent)} /> <Certainty of={fluent} />
              </p>
              <Quotes fluent={fluent} on={on} />
            </div>
          ))}
        </section>
      )}
    </div>
  );
}

function grouped(fluents: Fluent[]): Map<string, Fluent[]> {
  const at = new Map<string, Fluent[]>();
  for (const fluent of fluents) {
    const place = fluent.args.place;
    if (place && SHOWN.has(fluent.relation)) at.set(place, [...(at.get(place) ?? []), fluent]);
  }
  // The latest first: of several who may hold a place, the one who came last is the likeliest.
  for (const here of at.values()) here.sort((a, b) => (b.since ?? "").localeCompare(a.since ?? ""));
  return at;
}

const whose = ({ args }: Fluent): string => args.actor ?? args.polity ?? args.status ?? "";

function Pin({
  place,
  here,
  chosen,
  choose,
}: {
  place: string;
  here: Fluent[];
  chosen: boolean;
  choose: () => void;
}) {
  const holders = here.filter((fluent) => fluent.relation === "controls" || fluent.relation === "part-of");
  const sure = here.some((fluent) => fluent.certainty === "certain");
  const kind = holders.length > 0 ? "pin-certain" : "pin-claimed";
  const named = [...new Set((holders.length > 0 ? holders : here).map(whose))];
  const shown = (named[0] ?? "") + (named.length > 1 ? ` +${named.length - 1}` : "");
  return (
    <button type="button" class="pin" aria-pressed={chosen} onClick={choose}>
      <span class={`pin-dot ${kind} ${sure ? "" : "pin-possible"}`} />
      <span class="pin-label">
        <strong>
          <Said text={place} />
        </strong>{" "}
        <small>
          <Said text={shown} />
        </small>
      </span>
    </button>
  );
}
