import { expect, test } from "vitest";
import { type Drawn, heightSaid, legOf, placeBehind, routeOf, written } from "./waypoints";

const points = [{ at: [20, 44] }, { at: [20, 45] }, { at: [21, 45] }];

test("a point near a line belongs behind the waypoint at which the nearest leg begins", () => {
  expect([legOf(points, [20.05, 44.5]), legOf(points, [20.5, 44.9]), legOf(points, [22, 45.1])]).toEqual([1, 2, 2]);
  // A degree of longitude is the shorter one: 0.4 of it, at 45 degrees north, is nearer than 0.35 of latitude.
  expect(legOf([{ at: [20, 44] }, { at: [20, 45] }, { at: [21, 45.3] }, { at: [21, 44.65] }], [20.4, 44.3])).toBe(1);
  expect(legOf([{ at: [20, 44] }, { at: [20, 44] }], [20, 44])).toBe(1);
});

test("one more waypoint lies half way to the next, and beyond the last as far on", () => {
  expect(placeBehind(points, 1)).toEqual([20, 44.5]);
  expect(placeBehind(points, 3)).toEqual([21.5, 45]);
  expect(placeBehind([{ at: [20, 44] }], 1)).toEqual([20.1, 44]);
});

test("heights are read as a scenario has them", () => {
  expect(heightSaid("150 m agl")).toEqual({ m: 150, above: "ground" });
  expect(heightSaid(" at least 60 m agl ")).toEqual({ m: 60, above: "ground" });
  expect(heightSaid("6 km amsl")).toEqual({ m: 6000, above: "sea" });
  expect(heightSaid("1000 ft amsl")?.m).toBeCloseTo(304.8);
  expect([heightSaid(""), heightSaid("150 m"), heightSaid("low")]).toEqual([null, null, null]);
});

test("what is drawn is written as waypoints, and keeps the height that was said last", () => {
  const drawn: Drawn[] = [
    { at: [19.95, 44.25], target: null, height: "80 m agl" },
    { at: [20.2, 44.4], target: null, height: "" },
    { at: [20.3, 44.8], target: "depot", height: " 2 km amsl " },
  ];
  expect(drawn.map(written)).toEqual(["44.2500 N 19.9500 E at 80 m agl", "44.4000 N 20.2000 E", "target depot at 2 km amsl"]);
  expect(routeOf("r", drawn).points.map(({ flown }) => flown?.m)).toEqual([80, 80, 2000]);
});
