/** A route that is drawn on the map, point by point, before it is one of the scenario. */

import type { Point } from "../api/contract";
import { freeName } from "../data/typing";
import { type Drawn, written } from "../data/waypoints";
import { draft } from "./draft.svelte";
import { add, allNames } from "./parts";

class Drawing {
  points = $state.raw<readonly Drawn[]>([]);
  /** The height from here on, such as 150 m agl; empty for that with which its group begins. */
  height = $state("");
  /** Where the pointer is. */
  pointer = $state.raw<Point | null>(null);
}

export const drawing = new Drawing();

export function beginRoute(): void {
  Object.assign(drawing, { points: [], height: "", pointer: null });
  draft.selected = null;
  draft.tool = { does: "draw" };
}

/** One more point; where it is put on a unit or a place, the route ends at that as its target. */
export async function addPoint(at: Point, path: string | null): Promise<void> {
  const target = /^(?:places|blue\.units)\.([^.]+)$/.exec(path ?? "")?.[1] ?? null;
  // A height is said where it is another than before.
  const before = drawing.points.map(({ height }) => height).findLast(Boolean) ?? "";
  const height = drawing.height.trim() === before ? "" : drawing.height.trim();
  drawing.points = [...drawing.points, { at, target, height }];
  if (target) await endRoute();
}

export function dropPoint(): void {
  drawing.points = drawing.points.slice(0, -1);
}

/** Write it into the scenario, under the first name that is free; one of less than two points is none. */
export async function endRoute(): Promise<void> {
  const { points } = drawing;
  if (points.length < 2) return;
  draft.tool = null;
  const name = freeName("route", new Set(allNames()));
  const route = points.map(written);
  if (await add(`red.routes.${name}`, route)) drawing.points = [];
  else draft.tool = { does: "draw" };
}
