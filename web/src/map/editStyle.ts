/** What is drawn over the ground while a scenario is edited. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Palette } from "./palette";
import { EMPTY, type Ground, mapStyle } from "./style";

const EDITED = ["nets", "lines", "routes", "points", "places", "units", "drawn"] as const;
export type Edited = (typeof EDITED)[number];

/** Layers that a pointer takes hold of, the topmost first. */
export const HOLDS = ["edit-point", "edit-unit", "edit-place", "edit-route-wide", "edit-line-wide", "edit-net-wide"];

const CHOSEN: ExpressionSpecification = ["to-boolean", ["get", "chosen"]];
const VOICE: ExpressionSpecification = ["to-boolean", ["get", "voice"]];
const NET_WIDTH: ExpressionSpecification = ["case", CHOSEN, 2.4, 1.1];
const NET_OPACITY: ExpressionSpecification = ["case", CHOSEN, 1, 0.4];
const SIZE: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 6.5, 0.6, 10.2, 1.1];

export function editStyle(ground: Ground, palette: Palette): StyleSpecification {
  const style = mapStyle(ground, palette);
  const sources = Object.fromEntries(EDITED.map((name) => [name, { type: "geojson" as const, data: EMPTY }]));
  return { ...style, sources: { ...style.sources, ...sources }, layers: [...style.layers, ...layers(palette)] };
}

function layers({ css, theme }: Palette): LayerSpecification[] {
  return [
    { id: "edit-net-wide", type: "line", source: "nets", paint: { "line-width": 10, "line-opacity": 0 } },
    {
      id: "edit-net",
      type: "line",
      source: "nets",
      filter: ["!", VOICE],
      paint: { "line-color": css.blue, "line-width": NET_WIDTH, "line-opacity": NET_OPACITY },
    },
    {
      id: "edit-net-voice",
      type: "line",
      source: "nets",
      filter: VOICE,
      paint: { "line-color": css.blue, "line-width": NET_WIDTH, "line-opacity": NET_OPACITY, "line-dasharray": [2, 2] },
    },
    {
      id: "edit-net-name",
      type: "symbol",
      source: "nets",
      filter: CHOSEN,
      layout: { "symbol-placement": "line-center", "text-field": ["get", "name"], "text-font": ["Inter Variable"], "text-size": 11, "text-offset": [0, -0.8] },
      paint: { "text-color": css.blue, "text-halo-color": css.halo, "text-halo-width": 1.4 },
    },
    { id: "edit-line-wide", type: "line", source: "lines", paint: { "line-width": 12, "line-opacity": 0 } },
    {
      id: "edit-line",
      type: "line",
      source: "lines",
      paint: { "line-color": css.neutral, "line-width": ["case", CHOSEN, 2.4, 1.2], "line-opacity": ["case", CHOSEN, 1, 0.6] },
    },
    lineName("edit-line-name", "lines", css.neutral, css.halo),
    // A line is easier to meet when it is wider than it looks.
    { id: "edit-route-wide", type: "line", source: "routes", paint: { "line-width": 12, "line-opacity": 0 } },
    {
      id: "edit-route",
      type: "line",
      source: "routes",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": css.red,
        "line-width": ["case", CHOSEN, 2.6, 1.3],
        "line-opacity": ["case", CHOSEN, 1, theme === "dark" ? 0.45 : 0.55],
      },
    },
    lineName("edit-route-name", "routes", css.red, css.halo),
    {
      id: "edit-point",
      type: "circle",
      source: "points",
      paint: {
        "circle-radius": ["case", ["to-boolean", ["get", "fixed"]], 4, CHOSEN, 8, 6],
        "circle-color": ["case", ["to-boolean", ["get", "fixed"]], css.red, CHOSEN, css.measure, css.halo],
        "circle-stroke-color": ["case", ["to-boolean", ["get", "red"]], css.red, css.neutral],
        "circle-stroke-width": 2,
      },
    },
    {
      id: "edit-place",
      type: "circle",
      source: "places",
      paint: {
        "circle-radius": ["case", CHOSEN, 9, 7],
        "circle-color": css.place,
        "circle-opacity": 0.25,
        "circle-stroke-color": css.place,
        "circle-stroke-width": ["case", CHOSEN, 2.6, 1.6],
      },
    },
    {
      id: "edit-ring",
      type: "circle",
      source: "units",
      filter: CHOSEN,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6.5, 13, 10.2, 22],
        "circle-opacity": 0,
        "circle-stroke-color": css.measure,
        "circle-stroke-width": 2,
      },
    },
    {
      id: "edit-unit",
      type: "symbol",
      source: "units",
      layout: {
        "icon-image": ["get", "sidc"],
        "icon-size": SIZE,
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-padding": 0,
        "symbol-sort-key": ["get", "order"],
      },
    },
    {
      id: "edit-drawn",
      type: "line",
      source: "drawn",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": css.measure, "line-width": 2.2, "line-dasharray": [3, 1.5] },
    },
    {
      id: "edit-drawn-point",
      type: "circle",
      source: "drawn",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 5, "circle-color": css.halo, "circle-stroke-color": css.measure, "circle-stroke-width": 2 },
    },
  ];
}

/** The name along a line. */
function lineName(id: string, source: Edited, colour: string, halo: string): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    layout: { "symbol-placement": "line-center", "text-field": ["get", "name"], "text-font": ["Inter Variable"], "text-size": 11, "text-offset": [0, -0.9] },
    paint: { "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.4 },
  };
}
