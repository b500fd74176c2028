import { expect, test } from "vitest";
import type { Scene } from "../api/draftContract";
import type { Schema } from "./fields";
import { drawnShapes, lineShapes, moved, netShapes, pointShapes, unitShapes } from "./sceneShapes";

const unit = { entry: "x", title: "X", side: "blue", role: "fire", sidc: "1", sensors: 1 } as const;
const scene: Scene = {
  title: "", question: "", bounds: [0, 0, 1, 1], extent: [0, 0, 1, 1], terrain: { finest_zoom: 9 }, places: [], raid: [], zones: [], links: [],
  units: [
    { ...unit, name: "a", path: "blue.units.a", at: [20, 44, 80], count: 1 },
    { ...unit, name: "b", path: "blue.units.b", at: [21, 44, 80], count: 2, members: [[21.1, 44, 70], [20.9, 44, 90]] },
  ],
  routes: [{ name: "r", points: [{ at: [18, 43, 0], height: null, flown: null, target: null }, { at: [20, 44, 0], height: null, flown: null, target: "a" }] }],
  spots: [
    { path: "blue.units.a.at", at: [20, 44] }, { path: "blue.zones.z.corners.1", at: [19, 44] }, { path: "blue.zones.z.corners.2", at: [20, 45] },
    { path: "red.routes.r.1", at: [18, 43] }, { path: "red.routes.r.2", at: [20, 44] },
  ],
}; // prettier-ignore

test("what is dragged is drawn where it is, members with their middle, and nothing else moves", () => {
  const after = moved(scene, { path: "blue.units.b", at: [21.5, 44.5] });
  expect(after.units[0]).toEqual(scene.units[0]);
  expect(after.units[1]?.members?.map((at) => at.map((part) => Number(part.toFixed(3))))).toEqual([[21.6, 44.5, 70], [21.4, 44.5, 90]]); // prettier-ignore
  expect(moved(scene, null)).toBe(scene);
  expect(moved(scene, { path: "red.routes.r.1", at: [17, 42] }).routes[0]?.points.map(({ at }) => at[0])).toEqual([17, 20]);
});

test("each member has its symbol, and all of them the path of their unit", () => {
  const paths = unitShapes(scene, "blue.units.b").features.map(({ properties }) => [properties?.path, properties?.chosen]);
  expect(paths).toEqual([["blue.units.a", false], ["blue.units.b", true], ["blue.units.b", true]]); // prettier-ignore
});

const plain = { red: { routes: { r: ["43 N 18 E", "target a"] } } };

test("points of what is chosen have their paths, and one at a target is fixed", () => {
  const points = pointShapes(scene, "red.routes.r", null, plain).features.map(({ properties }) => [properties?.path, properties?.fixed]);
  expect(points).toEqual([["red.routes.r.1", false], ["red.routes.r.2", true]]); // prettier-ignore
  expect(pointShapes(scene, null, null, plain).features).toEqual([]);
  // A unit is held by its symbol.
  expect(pointShapes(scene, "blue.units.a", null, plain).features).toEqual([]);
});

test("a list of positions is a line of the item that has it, and follows a point that is dragged", () => {
  const zone = { properties: { corners: { type: "array", items: { "x-form": "position" } } } } as const;
  const schema: Schema = { $defs: { Scenario: { properties: { blue: { properties: { zones: { additionalProperties: zone } } } } } } };
  const lines = lineShapes(moved(scene, { path: "blue.zones.z.corners.2", at: [21, 46] }), "blue.zones.z", schema).features;
  expect(lines.map(({ properties }) => properties)).toEqual([{ path: "blue.zones.z", name: "z", chosen: true }]);
  expect(lines[0]?.geometry).toMatchObject({ coordinates: [[19, 44], [21, 46], [19, 44]] }); // prettier-ignore
});

test("a net of two is a line, one of more a star, and those of what is chosen stand out", () => {
  const third = { ...unit, name: "c", path: "blue.units.c", at: [22, 47, 0] as [number, number, number], count: 1 };
  const nets = (selected: string | null) =>
    netShapes({
      ...scene,
      units: [...scene.units, third],
      links: [
        { name: "pair", path: "blue.links.1", joins: ["a", "b"], medium: "data" },
        { name: "ring", path: "blue.links.2", joins: ["a", "b", "c", "gone"], medium: "voice" },
      ],
    }, selected).features; // prettier-ignore
  const [pair, ring] = nets("blue.units.c");
  expect(pair?.geometry).toEqual({ type: "MultiLineString", coordinates: [[[20, 44], [21, 44]]] }); // prettier-ignore
  expect(ring?.geometry).toMatchObject({ coordinates: [[[20, 44], [21, 45]], [[21, 44], [21, 45]], [[22, 47], [21, 45]]] }); // prettier-ignore
  expect([pair, ring].map((one) => [one?.properties?.chosen, one?.properties?.voice])).toEqual([[false, false], [true, true]]); // prettier-ignore
  expect(nets("blue.links.1").map((one) => one.properties?.chosen)).toEqual([true, false]);
});

test("what is drawn goes on to the pointer, and the chosen waypoint stands out", () => {
  expect(drawnShapes([], [20, 44]).features).toEqual([]);
  expect(drawnShapes([[19, 44]], [20, 44]).features.map(({ geometry }) => geometry.type)).toEqual(["Point", "LineString"]);
  const chosen = pointShapes(scene, "red.routes.r", "red.routes.r.1", plain).features.map(({ properties }) => properties?.chosen);
  expect(chosen).toEqual([true, false]);
});
