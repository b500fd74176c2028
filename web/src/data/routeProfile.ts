/** The ground along a route and the height flown over it, from the profiles of its legs. */

import type { Profile } from "../api/contract";
import type { ScenePoint } from "../api/draftContract";

export interface RouteLine {
  /** Metres along the route, the ground and the height flown there, m above the sea; null where none is said. */
  distance: number[];
  ground: number[];
  flown: (number | null)[];
  /** How far along each waypoint lies. */
  points: number[];
}

/** Put the profiles of a route's legs, one between each two of its points, together. */
export function along(points: readonly ScenePoint[], legs: readonly Profile[]): RouteLine {
  const line: RouteLine = { distance: [], ground: [], flown: [], points: [0] };
  let begin = 0;
  legs.forEach((leg, i) => {
    const far = leg.distance.at(-1) ?? 0;
    const ends = [points[i], points[i + 1]].map((point, end) => metres(point, leg.ground.at(end ? -1 : 0) ?? 0));
    leg.distance.forEach((distance, k) => {
      const ground = leg.ground[k] as number;
      line.distance.push(begin + distance);
      line.ground.push(ground);
      line.flown.push(between(ends, [points[i], points[i + 1]], far > 0 ? distance / far : 0, ground));
    });
    begin += far;
    line.points.push(begin);
  });
  return line;
}

const metres = (point: ScenePoint | undefined, ground: number) =>
  point?.flown ? point.flown.m + (point.flown.above === "ground" ? ground : 0) : null;

/** Between two heights above the ground a flight follows the ground; otherwise it climbs evenly. */
function between(ends: (number | null)[], points: (ScenePoint | undefined)[], share: number, ground: number): number | null {
  const [from, to] = points.map((point) => point?.flown ?? null);
  if (!from || !to) return null;
  if (from.above === "ground" && to.above === "ground") return ground + from.m + share * (to.m - from.m);
  return (ends[0] as number) + share * ((ends[1] as number) - (ends[0] as number));
}
