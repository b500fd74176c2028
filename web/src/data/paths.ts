/** Paths of flights as the map draws them: places with their times, one after the other, and where each begins. */

import type { Flights, Tracks } from "./film";

export interface Paths {
  count: number;
  /** Longitude, latitude, height of each point. */
  positions: Float32Array;
  times: Float32Array;
  /** First point of each path, and one more: the number of points. */
  starts: Uint32Array;
}

interface Flown {
  first: Int32Array;
  points: Int32Array;
  t: Float32Array;
  lon: Float32Array;
  lat: Float32Array;
  height: Float32Array;
}

/** The paths of some rows of flights or of tracks; heights times `raised`. */
export function pathsOf(flown: Flights | Tracks, rows: readonly number[], raised: number): Paths {
  const kept = rows.filter((row) => (flown.points[row] as number) > 1);
  const points = kept.reduce((sum, row) => sum + (flown.points[row] as number), 0);
  const paths: Paths = {
    count: kept.length,
    positions: new Float32Array(3 * points),
    times: new Float32Array(points),
    starts: new Uint32Array(kept.length + 1),
  };
  let to = 0;
  kept.forEach((row, i) => {
    paths.starts[i] = to;
    to = copy(flown, row, raised, paths, to);
  });
  paths.starts[kept.length] = to;
  return paths;
}

function copy(flown: Flown, row: number, raised: number, into: Paths, to: number): number {
  const first = flown.first[row] as number;
  const end = first + (flown.points[row] as number);
  for (let point = first; point < end; point++, to++) {
    into.positions[3 * to] = flown.lon[point] as number;
    into.positions[3 * to + 1] = flown.lat[point] as number;
    into.positions[3 * to + 2] = raised * (flown.height[point] as number);
    into.times[to] = flown.t[point] as number;
  }
  return to;
}
