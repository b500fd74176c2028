/** Waypoints of a route: where one more is put, what is drawn of a new one, and heights as they are written. */

import type { Point } from "../api/contract";
import type { Height, ScenePoint, SceneRoute } from "../api/draftContract";
import { position } from "./typing";

/** A waypoint of a route that is being drawn: a place, or what stands there; with the height that it says, if any. */
export interface Drawn {
  at: Point;
  target: string | null;
  height: string;
}

/** A waypoint as it is written. */
export function written({ at, target, height }: Drawn): string {
  const where = target ? `target ${target}` : position(at);
  return height.trim() ? `${where} at ${height.trim()}` : where;
}

/** Behind which of its waypoints, from 1, a point near a route belongs: that at which the nearest leg begins. */
export function legOf(points: readonly { readonly at: readonly number[] }[], [lon, lat]: Point): number {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const flat = points.map(({ at }) => [((at[0] as number) - lon) * shrink, (at[1] as number) - lat] as const);
  const gaps = flat.slice(1).map((to, i) => gap(flat[i] ?? to, to));
  return gaps.indexOf(Math.min(...gaps)) + 1;
}

/** How far the origin lies from the line between two points. */
function gap([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length > 0 ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length)) : 0;
  return Math.hypot(ax + share * dx, ay + share * dy);
}

/** A place for one more waypoint behind one, counted from 1: half way to the next, or as far on beyond the last. */
export function placeBehind(points: readonly { readonly at: readonly number[] }[], after: number): Point {
  const [before, here, next] = [points[after - 2], points[after - 1], points[after]].map((one) => one?.at as Point | undefined);
  if (!here) return [0, 0];
  if (next) return [(here[0] + next[0]) / 2, (here[1] + next[1]) / 2];
  return before ? [here[0] + (here[0] - before[0]) / 2, here[1] + (here[1] - before[1]) / 2] : [here[0] + 0.1, here[1]];
}

const METRES: Record<string, number> = { m: 1, km: 1000, ft: 0.3048, nmi: 1852 };

/** A height such as "150 m agl" or "6 km amsl", for the eye while it is written; null where it says none. */
export function heightSaid(text: string): Height | null {
  const found = /^\s*(?:at\s+least\s+)?([+-]?\d+(?:\.\d+)?)\s*(m|km|ft|nmi)\s+(agl|amsl)\s*$/.exec(text);
  return found ? { m: Number(found[1]) * (METRES[found[2] ?? ""] ?? 1), above: found[3] === "agl" ? "ground" : "sea" } : null;
}

/** What is drawn, as a route of the scene, so that its profile is shown while it grows. */
export function routeOf(name: string, drawn: readonly Drawn[]): SceneRoute {
  let flown: Height | null = null;
  const points = drawn.map(({ at, target, height }): ScenePoint => {
    const own = heightSaid(height);
    flown = own ?? flown;
    return { at: [at[0], at[1], 0], height: own, flown, target };
  });
  return { name, points };
}
