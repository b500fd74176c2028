import { expect, test } from "vitest";
import type { ScenePoint } from "../api/draftContract";
import { along } from "./routeProfile";

const leg = (ground: number[]) => ({ distance: ground.map((_, i) => 1000 * i), ground, sight: [], clear: true, blocked: null });
const point = (m: number, above: "ground" | "sea"): ScenePoint => ({ at: [0, 0, 0], height: null, flown: { m, above }, target: null });

test("above the ground it follows the ground, above the sea it climbs evenly", () => {
  const line = along([point(60, "ground"), point(100, "ground"), point(1000, "sea")], [leg([200, 300, 250]), leg([250, 900, 100])]);
  expect(line.distance).toEqual([0, 1000, 2000, 2000, 3000, 4000]);
  expect(line.points).toEqual([0, 2000, 4000]);
  expect(line.flown).toEqual([260, 380, 350, 350, 675, 1000]);
});

test("where no height is said none is drawn", () => {
  const bare: ScenePoint = { at: [0, 0, 0], height: null, flown: null, target: null };
  expect(along([bare, bare], [leg([1, 2])]).flown).toEqual([null, null]);
  expect(along([bare], [])).toEqual({ distance: [], ground: [], flown: [], points: [0] });
});
