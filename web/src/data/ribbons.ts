/** Flown paths as ribbons: two corners for each point, to be set apart by half a line's width, and triangles between. */

import type { Flights } from "./film";
import { notAfter } from "./search";

/** Numbers of a corner: longitude, latitude, height, the direction on the map in which it is set off, its time. */
export const CORNER = 6;
const RADIANS = Math.PI / 180;

export interface Ribbons {
  corners: Float32Array;
  /** Corners of triangles, six for each stretch between two points; stretches in the order of their begins. */
  triangles: Uint32Array;
  /** When each stretch begins, and how long the longest lasts, s. */
  begins: Float32Array;
  longest: number;
}

/** The paths of some rows of flights; heights times `raised`. */
export function ribbonsOf(flights: Flights, rows: readonly number[], raised: number): Ribbons {
  const points = rows.reduce((sum, row) => sum + (flights.points[row] as number), 0);
  const corners = new Float32Array(2 * CORNER * points);
  /** The point that a stretch begins with, and its first corner. */
  const stretches: [number, number][] = [];
  let longest = 0;
  let corner = 0;
  for (const row of rows) {
    const first = flights.first[row] as number;
    const end = first + (flights.points[row] as number);
    for (let point = first; point < end; point++, corner += 2) {
      const [east, north] = across(flights, point, first, end);
      pair(corners, corner, flights, point, raised, east, north);
      if (point + 1 === end) continue;
      stretches.push([point, corner]);
      longest = Math.max(longest, (flights.t[point + 1] as number) - (flights.t[point] as number));
    }
  }
  stretches.sort(([one], [other]) => (flights.t[one] as number) - (flights.t[other] as number));
  const triangles = new Uint32Array(6 * stretches.length);
  stretches.forEach(([, from], n) => square(triangles, 6 * n, from));
  return { corners, triangles, begins: Float32Array.from(stretches, ([point]) => flights.t[point] as number), longest };
}

/** The stretches that show at a time, of a trail of so many seconds, 0 for a whole path: the first, and the one after the last. */
export function shownAt({ begins, longest }: Pick<Ribbons, "begins" | "longest">, t: number, long: number): [number, number] {
  return [long > 0 ? notAfter(begins, t - long - longest) : 0, notAfter(begins, t)];
}

/** The direction across a path at a point, of length 1 on a map in Mercator's projection; nothing where it stands still. */
function across({ lon, lat }: Flights, point: number, first: number, end: number): [number, number] {
  const before = Math.max(first, point - 1);
  const after = Math.min(end - 1, point + 1);
  const east = (lon[after] as number) - (lon[before] as number);
  const north = ((lat[after] as number) - (lat[before] as number)) / Math.cos((lat[point] as number) * RADIANS);
  const length = Math.hypot(east, north);
  return length > 0 ? [-north / length, east / length] : [0, 0];
}

function pair(into: Float32Array, corner: number, { t, lon, lat, height }: Flights, point: number, raised: number, east: number, north: number): void {
  for (let side = 0; side < 2; side++) {
    const at = CORNER * (corner + side);
    into[at] = lon[point] as number;
    into[at + 1] = lat[point] as number;
    into[at + 2] = raised * (height[point] as number);
    into[at + 3] = side ? -east : east;
    into[at + 4] = side ? -north : north;
    into[at + 5] = t[point] as number;
  }
}

/** Two triangles from a point's corners to the next point's. */
function square(into: Uint32Array, at: number, corner: number): void {
  into.set([corner, corner + 1, corner + 2, corner + 2, corner + 1, corner + 3], at);
}
