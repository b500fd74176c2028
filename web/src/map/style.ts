/** The map's own layers: the ground, coverage, ranges, zones, names, and the measured line. */

import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Place, Run, Unit } from "../api/contract";
import type { LayerName } from "../state/store.svelte";
import { beyond, ground, lines, paintedTiles } from "./groundLayers";
import { labels, NAMES, names } from "./labels";
import type { Palette } from "./palette";

/** Times as tall as true that the ground and all that flies stand in three dimensions. */
export const TALLNESS = 3;
export const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
/** The source of the ground in three dimensions. */
export const SOLID = "solid";
/** Layers of the map that a switch shows and hides. */
export const SWITCHED: Partial<Record<LayerName, string[]>> = {
  relief: ["relief"],
  borders: ["border", "border-disputed"],
  rivers: ["river", "coast"],
  towns: ["town", "town-dot"],
  coverage: ["coverage", "coverage-line"],
  envelopes: ["envelope"],
};

/** What is drawn when lines and symbols are, since it takes as long again. */
const LATER = [...(SWITCHED.relief ?? []), ...(SWITCHED.towns ?? []), ...NAMES];

/** A style without what comes later. */
export function linesFirst(style: StyleSpecification): StyleSpecification {
  const layers = style.layers.map((layer) => (LATER.includes(layer.id) ? { ...layer, layout: { ...layer.layout, visibility: "none" } } : layer));
  return { ...style, layers: layers as LayerSpecification[] };
}

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
      // Painted by the server: a browser without a graphics card would shade heights anew for each frame.
      relief: { type: "raster", ...tiled(run, paintedTiles(tiles, palette)) },
      [SOLID]: { type: "raster-dem", encoding: "terrarium", ...tiled(run, tiles) },
      beyond: { type: "geojson", data: beyond(run.bounds) },
      geography: geo(of(geography, (kind) => kind !== "town")),
      // Apart, since lines would wait until names are drawn.
      towns: geo(of(geography, (kind) => kind === "town")),
      coverage: geo(EMPTY),
      envelopes: geo(EMPTY),
      measure: geo(EMPTY),
      names: geo(names(run)),
      zones: geo(zones(run)),
    },
    layers: [...ground(palette), ...reach(palette), ...lines(palette), ...labels(palette), ...measure(palette)],
  };
}

function tiled(run: Land, tiles: string): { tiles: string[]; tileSize: number; maxzoom: number; bounds: [number, number, number, number] } {
  return { tiles: [tiles], tileSize: 256, maxzoom: run.terrain.finest_zoom, bounds: [...run.bounds] };
}

function of({ features }: GeoJSON.FeatureCollection, wanted: (kind: unknown) => boolean): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features: features.filter(({ properties }) => wanted(properties?.kind)) };
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
    geometry: { type: "LineString", coordinates: [...outline, ...outline.slice(0, 1)] },
  }));
  return { type: "FeatureCollection", features };
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
