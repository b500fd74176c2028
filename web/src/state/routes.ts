/** What a user does to a route of the raid, as changes by path. */

import type { Point } from "../api/contract";
import { position, replaced, valueAt } from "../data/typing";
import { legOf, placeBehind } from "../data/waypoints";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";
import { remove } from "./edit";

const pointsOf = (path: string) => draft.scene?.routes.find(({ name }) => `red.routes.${name}` === path)?.points ?? [];

/** One more waypoint behind one, counted from 1; half way to the next where no place is said. */
export async function addWaypoint(route: string, after: number, at = placeBehind(pointsOf(route), after)): Promise<void> {
  if (await change([{ path: `${route}.${after}+`, value: position(at) }], route)) draft.point = after + 1;
}

/** One more waypoint on the line of a route. */
export const addOnLine = (route: string, at: Point) => addWaypoint(route, legOf(pointsOf(route), at), at);

/** Whether a waypoint may be taken out: two are the least, and the end at a target is what the raid is for. */
export const mayGo = (route: string, point: number) => {
  const points = pointsOf(route);
  return points.length > 2 && points[point - 1]?.target === null;
};

export async function removeWaypoint(route: string, point: number): Promise<void> {
  if (!mayGo(route, point)) return;
  draft.point = null;
  await remove(`${route}.${point}`);
}

/** Set the height that a waypoint says. */
export function setHeight(path: string, height: string): Promise<boolean> {
  const was = String(valueAt(draft.plain, path) ?? "");
  return change([{ path, value: replaced(was, { height }) }], path);
}

/** Let a group of the raid fly a route. */
export const giveRoute = (group: string, route: string) => change([{ path: `${group}.route`, value: route }], group);
