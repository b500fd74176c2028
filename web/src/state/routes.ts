/** What a user does to the points of a route or of any other list of positions, as changes by path. */

import type { Point } from "../api/contract";
import { isTarget, lastOf, parentOf, position, replaced, valueAt } from "../data/typing";
import { legOf, placeBehind } from "../data/waypoints";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";
import { remove } from "./parts";

const pointsOf = (list: string) => (draft.scene?.spots ?? []).filter(({ path }) => parentOf(path) === list);

/** One more point behind one, counted from 1; half way to the next where no place is said. */
export async function addWaypoint(list: string, after: number, at = placeBehind(pointsOf(list), after)): Promise<void> {
  if (await change([{ path: `${list}.${after}+`, value: position(at) }], list)) draft.spot = `${list}.${after + 1}`;
}

/** One more waypoint on a line. */
export const addOnLine = (list: string, at: Point) => addWaypoint(list, legOf(pointsOf(list), at), at);

/** One more point behind that which is chosen. */
export const addBehind = (spot: string) => addWaypoint(parentOf(spot), Number(lastOf(spot)));

/** Whether a point may be taken out: of what is a line itself two are the least, and an end at a target stays. */
export function mayGo(spot: string): boolean {
  const list = valueAt(draft.plain, parentOf(spot));
  if (!Array.isArray(list) || isTarget(String(valueAt(draft.plain, spot)))) return false;
  return parentOf(spot) !== draft.selected || list.length > 2;
}

export async function removeWaypoint(spot: string): Promise<void> {
  if (!mayGo(spot)) return;
  draft.spot = null;
  await remove(spot);
}

/** Set the height that a waypoint says. */
export function setHeight(path: string, height: string): Promise<boolean> {
  const was = String(valueAt(draft.plain, path) ?? "");
  return change([{ path, value: replaced(was, { height }) }], path);
}

/** Let a group of the raid fly a route. */
export const giveRoute = (group: string, route: string) => change([{ path: `${group}.route`, value: route }], group);
