/** The map's own layers: relief, waters, boundaries, towns, coverage, ranges, names of units, and the measured line. */

import type { ExpressionSpecification, LayerSpecification, RasterDEMSourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Place, Run, Unit } from "../api/contract";
import { short } from "../data/names";
import type { LayerName } from "../state/store.svelte";
import type { Palette } from "./palette";

/** Times as tall as true that the ground and all that flies stand in three dimensions. */
export const TALLNESS = 3;
const FONT = ["Inter Variable"];
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
export const EMPTY = NOTHING;
/** The source of the ground in three dimensions. */
export const SOLID = "solid";
/** The name of a picture of nothing, as large as the symbol of a unit. */
export const ROOM = "room";
export const ROOM_SIZE = { width: 38, height: 26 };

/** Layers of the map that a switch shows and hides. */
export const SWITCHED: Partial<Record<LayerName, string[]>> = {
  relief: ["relief", "shade"],
  borders: ["border", "border-disputed"],
  rivers: ["river", "coast"],
  towns: ["town", "town-dot"],
  coverage: ["coverage", "coverage-line"],
  envelopes: ["envelope"],
};

/** What the ground is drawn from: a run has it, and so has a scenario that is edited. */
export interface Land extends Pick<Run, "bounds" | "terrain" | "zones"> {
  units: readonly Pick<Unit, "name" | "side" | "role" | "at">[];
  places: readonly Pick<Place, "name" | "at" | "unit">[];
}

export interface Ground {
  run: Land;
  tiles: string;
  geography: GeoJSON.FeatureCollection;
}

export function mapStyle({ run, tiles, geography }: Ground, palette: Palette): StyleSpecification {
  const geo = (data: GeoJSON.FeatureCollection) => ({ type: "geojson" as const, data });
  return {
    version: 8,
    sources: {
      dem: heights(run, tiles),
      // Shading and solid ground ask for tiles of different zooms, so each has a source of its own.
      [SOLID]: heights(run, tiles),
      geography: geo(geography),
      coverage: geo(NOTHING),
      envelopes: geo(NOTHING),
      measure: geo(NOTHING),
      names: geo(names(run)),
      zones: geo(zones(run)),
    },
    layers: [...ground(palette), ...reach(palette), ...lines(palette), ...labels(palette), ...measure(palette)],
  };
}

function heights(run: Land, tiles: string): RasterDEMSourceSpecification {
  return {
    type: "raster-dem",
    encoding: "terrarium",
    tileSize: 256,
    tiles: [tiles],
    maxzoom: run.terrain.finest_zoom,
    bounds: [...run.bounds],
  };
}

function ground({ css, relief, theme }: Palette): LayerSpecification[] {
  const heights = [0, 150, 500, 1100, 2200];
  const stops = heights.flatMap((height, i) => [height, relief[i] as string]);
  return [
    { id: "ground", type: "background", paint: { "background-color": css.ground } },
    {
      id: "relief",
      type: "color-relief",
      source: "dem",
      paint: { "color-relief-color": ["interpolate", ["linear"], ["elevation"], ...stops] as never, "color-relief-opacity": 1 },
    },
    {
      id: "shade",
      type: "hillshade",
      source: "dem",
      paint: {
        "hillshade-method": "standard",
        "hillshade-exaggeration": theme === "dark" ? 0.55 : 0.36,
        "hillshade-shadow-color": css.shadow,
        "hillshade-highlight-color": css.light,
        "hillshade-accent-color": css.shadow,
        "hillshade-illumination-direction": 315,
      },
    },
  ];
}

/** Coverage and ranges are the map's own fill and lines, so that they lie on the ground. */
function reach({ css, theme }: Palette): LayerSpecification[] {
  return [
    {
      id: "coverage",
      type: "fill",
      source: "coverage",
      paint: { "fill-color": css.coverage, "fill-opacity": theme === "dark" ? 0.16 : 0.2 },
    },
    {
      id: "coverage-line",
      type: "line",
      source: "coverage",
      paint: { "line-color": css.coverage, "line-width": 1, "line-opacity": 0.6 },
    },
    {
      id: "envelope",
      type: "line",
      source: "envelopes",
      paint: { "line-color": css.envelope, "line-width": 1, "line-opacity": 0.7, "line-dasharray": [5, 3] },
    },
    {
      id: "zone",
      type: "line",
      source: "zones",
      paint: { "line-color": css.place, "line-width": 1.5, "line-opacity": 0.8, "line-dasharray": [1, 2] },
    },
  ];
}

/** Zones in which fire is held, as outlines. */
export function zones(run: Pick<Land, "zones">): GeoJSON.FeatureCollection {
  const features = run.zones.map(({ name, outline }): GeoJSON.Feature => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "LineString", coordinates: outline },
  }));
  return { type: "FeatureCollection", features };
}

function lines({ css }: Palette): LayerSpecification[] {
  const kind = (name: string): ExpressionSpecification => ["==", ["get", "kind"], name];
  const disputed: ExpressionSpecification = ["==", ["to-number", ["get", "disputed"]], 1];
  const wide = ["interpolate", ["linear"], ["zoom"], 5, 0.7, 10, 1.6] as never;
  const line = (id: string, filter: ExpressionSpecification, color: string, opacity: number, dash?: number[]): LayerSpecification => ({
    id,
    type: "line",
    source: "geography",
    filter,
    layout: { "line-join": "round", "line-cap": dash ? "butt" : "round" },
    paint: { "line-color": color, "line-width": wide, "line-opacity": opacity, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  return [
    line("river", kind("river"), css.water, 0.75),
    line("coast", ["any", kind("coast"), kind("lake")], css.water, 1),
    line("border", ["all", kind("border"), ["!", disputed]], css.border, 0.75),
    line("border-disputed", ["all", kind("border"), disputed], css.border, 0.75, [4, 3]),
  ];
}

function labels({ css }: Palette): LayerSpecification[] {
  const town: ExpressionSpecification = ["all", ["==", ["get", "kind"], "town"], ["<=", ["get", "rank"], ["+", ["zoom"], 0.5]]];
  const halo = { "text-halo-color": css.halo, "text-halo-width": 1.3, "text-halo-blur": 0.4 };
  return [
    {
      id: "town-dot",
      type: "circle",
      source: "geography",
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
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 1.6,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": ["match", ["get", "side"], "blue", css.blue, "red", css.red, css.place], ...halo, "text-halo-width": 1.6 },
      minzoom: 7,
    },
    {
      id: "town",
      type: "symbol",
      source: "geography",
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

function measure({ css }: Palette): LayerSpecification[] {
  return [
    {
      id: "measure-line",
      type: "line",
      source: "measure",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": ["match", ["get", "sight"], "blocked", css.red, css.measure], "line-width": 2 },
    },
    {
      id: "measure-end",
      type: "circle",
      source: "measure",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 4.5, "circle-color": css.halo, "circle-stroke-color": css.measure, "circle-stroke-width": 2 },
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
