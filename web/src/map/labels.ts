/** Names on the map: of towns, of units and of defended places. */

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { short } from "../data/names";
import type { Palette } from "./palette";
import type { Land } from "./style";

const FONT = ["Inter Variable"];
/** The name of a picture of nothing, as large as the symbol of a unit. */
export const ROOM = "room";
/** Layers of names that no switch hides. */
export const NAMES = ["name", "room"];
export const ROOM_SIZE = { width: 38, height: 26 };

export function labels({ css }: Palette): LayerSpecification[] {
  const town: ExpressionSpecification = ["<=", ["get", "rank"], ["+", ["zoom"], 0.5]];
  const halo = { "text-halo-color": css.halo, "text-halo-width": 1.3, "text-halo-blur": 0.4 };
  return [
    {
      id: "town-dot",
      type: "circle",
      source: "towns",
      filter: town,
      paint: { "circle-radius": 2, "circle-color": css.label, "circle-opacity": 0.8, "circle-stroke-color": css.halo, "circle-stroke-width": 1 },
    },
    {
      id: "name",
      type: "symbol",
      source: "names",
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 7, 10, 10, 12],
        "text-variable-anchor": ["top", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"],
        "text-radial-offset": 1.6,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": ["match", ["get", "side"], "blue", css.blue, "red", css.red, css.place], ...halo, "text-halo-width": 1.6 },
      minzoom: 7,
    },
    {
      id: "town",
      type: "symbol",
      source: "towns",
      filter: town,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["get", "rank"], 0, 13, 4, 12, 8, 11],
        "text-variable-anchor": ["left", "right", "bottom", "top"],
        "text-radial-offset": 0.5,
        "text-padding": 3,
        "symbol-sort-key": ["+", 100, ["get", "rank"]],
      },
      paint: { "text-color": css.label, "text-opacity": 0.85, ...halo },
    },
    // Symbols are drawn over the map, which does not know of them: what holds their room free of names.
    {
      id: "room",
      type: "symbol",
      source: "names",
      layout: {
        "icon-image": ROOM,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 6.5, 0.55, 10.2, 1.1],
        "icon-allow-overlap": true,
        "icon-padding": 0,
      },
    },
  ];
}

/** Names of units and defended places, as points. */
export function names(run: Pick<Land, "units" | "places">): GeoJSON.FeatureCollection {
  const places = run.places.filter((place) => place.unit === null);
  const point = (at: readonly number[], properties: object): GeoJSON.Feature => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [at[0] as number, at[1] as number] },
    properties,
  });
  const rank = { post: 1, fire: 2, radar: 3 };
  return {
    type: "FeatureCollection",
    features: [
      ...places.map((place) => point(place.at, { name: short(place.name), side: "place", order: 0 })),
      ...run.units.map((unit) => point(unit.at, { name: short(unit.name), side: unit.side, order: rank[unit.role] })),
    ],
  };
}
