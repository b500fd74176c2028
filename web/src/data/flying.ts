/** Where everything is at a time: filled into arrays made once, so that a frame of replay allocates nothing. */

import type { Film, Flights } from "./film";
import { rowAt } from "./search";

/** Places of all flights at one time, row by row as in `Flights`. What does not fly then has `alive` 0. */
export class Flying {
  readonly position: Float32Array;
  /** Direction of flight, degrees from north, clockwise. */
  readonly heading: Float32Array;
  readonly alive: Uint8Array;
  private readonly cursor: Int32Array;

  constructor(private readonly flights: Flights) {
    this.position = new Float32Array(3 * flights.count);
    this.heading = new Float32Array(flights.count);
    this.alive = new Uint8Array(flights.count);
    this.cursor = Int32Array.from(flights.first);
  }

  /** Move everything to time `t`, heights times `raised`: 0 on a flat map, 1 in three dimensions. */
  to(t: number, raised: number): void {
    for (let i = 0; i < this.flights.count; i++) this.moveOne(i, t, raised);
  }

  private moveOne(i: number, t: number, raised: number): void {
    const { t: at, lon, lat, height, first, points } = this.flights;
    const start = first[i] as number;
    const end = start + (points[i] as number);
    if (end === start || t < (at[start] as number) || t > (at[end - 1] as number)) {
      this.alive[i] = 0;
      return;
    }
    const row = rowAt(at, t, start, end, this.cursor[i] as number);
    const next = Math.min(row + 1, end - 1);
    const span = (at[next] as number) - (at[row] as number);
    const part = span > 0 ? (t - (at[row] as number)) / span : 0;
    const west = lon[row] as number;
    const south = lat[row] as number;
    const east = (lon[next] as number) - west;
    const north = (lat[next] as number) - south;
    this.cursor[i] = row;
    this.alive[i] = 1;
    this.position[3 * i] = west + part * east;
    this.position[3 * i + 1] = south + part * north;
    this.position[3 * i + 2] = raised * ((height[row] as number) + part * ((height[next] as number) - (height[row] as number)));
    if (east !== 0 || north !== 0) {
      this.heading[i] = (Math.atan2(east * Math.cos((south * Math.PI) / 180), north) * 180) / Math.PI;
    }
  }
}

/** The time nearest to `t` at which a flight flies; `t` for what never does. */
export function whenFlown({ flights, names }: Pick<Film, "flights" | "names">, name: string, t: number): number {
  const row = flights.name.findIndex((one) => names[one] === name);
  const points = flights.points[row] ?? 0;
  if (points === 0) return t;
  const first = flights.first[row] as number;
  return Math.min(Math.max(t, flights.t[first] as number), flights.t[first + points - 1] as number);
}

/** Height (m above the sea) and speed over the ground (m/s) of a flight at a time, null when it does not fly. */
export function stateOf(flights: Flights, i: number, t: number): { height: number; speed: number } | null {
  const start = flights.first[i] as number;
  const end = start + (flights.points[i] as number);
  const at = (column: Float32Array, row: number) => column[row] as number;
  if (end - start < 2 || t < at(flights.t, start) || t > at(flights.t, end - 1)) return null;
  const row = Math.min(rowAt(flights.t, t, start, end, start), end - 2);
  const span = at(flights.t, row + 1) - at(flights.t, row) || 1;
  const part = (t - at(flights.t, row)) / span;
  const north = (at(flights.lat, row + 1) - at(flights.lat, row)) * DEGREE;
  const east = (at(flights.lon, row + 1) - at(flights.lon, row)) * DEGREE * Math.cos((at(flights.lat, row) * Math.PI) / 180);
  const up = at(flights.height, row + 1) - at(flights.height, row);
  return { height: at(flights.height, row) + part * up, speed: Math.hypot(east, north) / span };
}

/** Metres of a degree of latitude, on the sphere of the mean radius. */
export const DEGREE = 111_195;
