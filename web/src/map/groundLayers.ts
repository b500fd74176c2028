/** The ground: relief and its shading, waters and boundaries. */

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Box } from "../api/contract";
import type { Palette } from "./palette";

/** How strongly slopes are lit and shaded, in hundredths. */
const STRENGTH = { dark: 48, light: 36 };

/** The address of tiles of the ground in the colours of a palette. */
export function paintedTiles(tiles: string, { css, relief, theme }: Palette): string {
  const colours = [...relief, css.shadow, css.light].map((colour) => colour.slice(1));
  return `${tiles}?paint=${[...colours, STRENGTH[theme]].join("-")}`;
}

export function ground({ css }: Palette): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": css.ground } },
    { id: "relief", type: "raster", source: "relief", paint: { "raster-fade-duration": 0 } },
    // A tile goes on beyond the window of the terrain with the heights of its edge, which are no ground.
    { id: "beyond", type: "fill", source: "beyond", paint: { "fill-color": css.ground, "fill-antialias": false } },
  ];
}

/** All of the map but the window of the terrain. */
export function beyond([west, south, east, north]: Box): GeoJSON.Feature {
  const ring = (w: number, s: number, e: number, n: number) => [[w, s], [e, s], [e, n], [w, n], [w, s]]; // prettier-ignore
  const coordinates = [ring(-180, -85, 180, 85), ring(west, south, east, north)];
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } };
}

export function lines({ css }: Palette): LayerSpecification[] {
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
