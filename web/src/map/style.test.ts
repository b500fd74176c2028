import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { editStyle, HOLDS } from "./editStyle";
import { beyond } from "./groundLayers";
import { leakStyle } from "./leakStyle";
import { palette } from "./palette";
import { EMPTY, type Ground, linesFirst, mapStyle, SWITCHED, zones } from "./style";

const GROUND: Ground = {
  run: { bounds: [18, 43, 23, 47], terrain: { finest_zoom: 9 }, zones: [], units: [], places: [] },
  tiles: "http://127.0.0.1/api/runs/a/terrain/{z}/{x}/{y}.png",
  geography: EMPTY,
};
const STYLES = { mapStyle, editStyle, leakStyle };

describe.each(Object.entries(STYLES))("%s", (_, style) => {
  test.each(["dark", "light"] as const)("is sound by MapLibre's own rules, %s", (theme) => {
    expect(validateStyleMin(style(GROUND, palette(theme)) as never).map(({ message }) => message)).toEqual([]);
  });
});

test("what a switch hides and a pointer holds is drawn", () => {
  const ids = editStyle(GROUND, palette("dark")).layers.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...Object.values(SWITCHED).flat(), ...HOLDS]));
});

test("lines are drawn before the relief and before any name", () => {
  const style = linesFirst(mapStyle(GROUND, palette("dark")));
  const hidden = style.layers.filter(({ layout }) => layout?.visibility === "none").map(({ id, type }) => `${id} ${type}`);
  expect(hidden).toEqual(["relief raster", "town-dot circle", "name symbol", "town symbol", "room symbol"]);
  expect(validateStyleMin(style as never)).toEqual([]);
});

test("the ground is painted in the colours of the theme", () => {
  const { relief } = mapStyle(GROUND, palette("light")).sources as Record<string, { tiles?: string[] }>;
  expect(relief?.tiles).toEqual([
    "http://127.0.0.1/api/runs/a/terrain/{z}/{x}/{y}.png?paint=eef1ec-e9ece2-e2e2d3-d8d3c1-c9c1ae-5c6a74-ffffff-36",
  ]);
});

test("no ground is drawn beyond the window of the terrain, and all of it within", () => {
  const { coordinates } = beyond([18, 43, 23, 47]).geometry as GeoJSON.Polygon;
  const [, hole] = coordinates;
  expect(hole).toEqual([[18, 43], [23, 43], [23, 47], [18, 47], [18, 43]]); // prettier-ignore
});

test("the outline of a zone ends where it begins", () => {
  const corners: [number, number][] = [[20, 44], [21, 44], [21, 45]]; // prettier-ignore
  const [zone] = zones({ zones: [{ name: "zone/town", forbids: "both", outline: corners }] }).features;
  expect(zone?.geometry).toEqual({ type: "LineString", coordinates: [...corners, [20, 44]] });
});
