/** What is drawn over the ground where leakers flew: squares in steps of colour, what they hit, units and places. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Palette, Theme } from "./palette";
import { EMPTY, type Ground, mapStyle } from "./style";

/** Steps of colour, few flights first: they grow darker on light ground and lighter on dark, so that grey tells them too. */
export const LEAK_COLOURS: Record<Theme, readonly string[]> = {
  dark: ["#5a2466", "#93305f", "#cf4b49", "#f58a32", "#fde17a"],
  light: ["#fbdc8f", "#f7a64b", "#e2622f", "#a92c46", "#541345"],
};

const LEAK_SOURCES = ["squares", "struck", "stands"] as const;
export type LeakSource = (typeof LEAK_SOURCES)[number];

/** Under the lines and names of the ground, over its relief. */
const UNDER = "river";

export function leakStyle(ground: Ground, palette: Palette): StyleSpecification {
  const style = mapStyle(ground, palette);
  const sources = Object.fromEntries(LEAK_SOURCES.map((name) => [name, { type: "geojson" as const, data: EMPTY }]));
  const at = style.layers.findIndex(({ id }) => id === UNDER);
  const layers = [...style.layers.slice(0, at), squares(palette), ...style.layers.slice(at), ...marks(palette)];
  return { ...style, sources: { ...style.sources, ...sources }, layers };
}

function squares({ theme }: Palette): LayerSpecification {
  const colours = LEAK_COLOURS[theme];
  const steps = colours.slice(1).flatMap((colour, i) => [i + 1, colour]);
  return {
    id: "squares",
    type: "fill",
    source: "squares",
    paint: {
      "fill-color": ["step", ["get", "step"], colours[0] as string, ...steps] as never,
      "fill-opacity": theme === "dark" ? 0.8 : 0.86,
      // Squares touch: their edges are no lines.
      "fill-antialias": false,
    },
  };
}

/** The line round the square that is chosen, and what leaves only that square; none has the number -1. */
export const CHOSEN = "square-chosen";
export const isNumber = (number: number): ExpressionSpecification => ["==", ["get", "number"], number];

function marks({ css }: Palette): LayerSpecification[] {
  const wide = ["interpolate", ["linear"], ["sqrt", ["get", "leakers"]], 1, 4, 20, 22] as never;
  return [
    {
      id: CHOSEN,
      type: "line",
      source: "squares",
      filter: isNumber(-1),
      paint: { "line-color": css.ink, "line-width": 2.5 },
    },
    {
      id: "struck",
      type: "circle",
      source: "struck",
      paint: { "circle-radius": wide, "circle-opacity": 0, "circle-stroke-color": css.ink, "circle-stroke-width": 1.8 },
    },
    {
      id: "stands",
      type: "symbol",
      source: "stands",
      layout: {
        "icon-image": ["get", "sidc"],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 6.5, 0.5, 10.2, 0.9],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "order"],
      },
    },
  ];
}
