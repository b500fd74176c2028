/** The picture of one unit at a time: its tracks, their ellipses, and which of them follow nobody. */

import type { Run } from "../api/contract";
import { type Film, GHOST, type Tracks } from "./film";
import { rowAt } from "./search";

/** How long a track is shown after its last sample, s: the film has one each 5 s at most. */
export const LINGERS = 6;

/** Tracks of one picture, filled into arrays made once; `count` of them are shown. */
export class Picture {
  count = 0;
  readonly track: Int32Array;
  readonly position: Float32Array;
  /** Half axes of the ellipse of one standard deviation, m, and its direction, degrees from north. */
  readonly ellipse: Float32Array;
  readonly state: Uint8Array;
  readonly ghost: Uint8Array;
  private readonly rows: Int32Array;
  private readonly cursor: Int32Array;

  /** `unit` is a row of the name table. */
  constructor(
    private readonly tracks: Tracks,
    unit: number,
  ) {
    this.rows = Int32Array.from(rowsOf(tracks, unit));
    const most = this.rows.length;
    this.track = new Int32Array(most);
    this.position = new Float32Array(3 * most);
    this.ellipse = new Float32Array(3 * most);
    this.state = new Uint8Array(most);
    this.ghost = new Uint8Array(most);
    this.cursor = new Int32Array(most);
  }

  /** Hold what the picture held at time `t`. Between two samples a track moves straight; all else is as last held. */
  to(t: number, raised: number): void {
    const { t: at, first, points } = this.tracks;
    this.count = 0;
    for (let i = 0; i < this.rows.length; i++) {
      const track = this.rows[i] as number;
      const start = first[track] as number;
      const end = start + (points[track] as number);
      if (t < (at[start] as number) || t > (at[end - 1] as number) + LINGERS) continue;
      this.cursor[i] = rowAt(at, t, start, end, this.cursor[i] as number);
      this.hold(track, this.cursor[i] as number, end, t, raised);
    }
  }

  private hold(track: number, row: number, end: number, t: number, raised: number): void {
    const { t: at, lon, lat, height, major, minor, angle, state, threat } = this.tracks;
    const next = Math.min(row + 1, end - 1);
    const span = (at[next] as number) - (at[row] as number);
    const part = span > 0 ? Math.min(1, (t - (at[row] as number)) / span) : 0;
    const n = this.count++;
    this.track[n] = track;
    this.position[3 * n] = between(lon, row, next, part);
    this.position[3 * n + 1] = between(lat, row, next, part);
    this.position[3 * n + 2] = raised * between(height, row, next, part);
    this.ellipse[3 * n] = major[row] as number;
    this.ellipse[3 * n + 1] = minor[row] as number;
    this.ellipse[3 * n + 2] = angle[row] as number;
    this.state[n] = state[row] as number;
    this.ghost[n] = (threat[row] as number) === GHOST ? 1 : 0;
  }
}

function* rowsOf(tracks: Tracks, unit: number): Generator<number> {
  for (let i = 0; i < tracks.count; i++) if (tracks.picture[i] === unit && (tracks.points[i] as number) > 0) yield i;
}

function between(column: Float32Array, row: number, next: number, part: number): number {
  const from = column[row] as number;
  return from + part * ((column[next] as number) - from);
}

/** Names, by their row, of the units whose pictures the film holds, each with the number of its tracks. */
export function pictures(tracks: Tracks): Map<number, number> {
  const held = new Map<number, number>();
  for (let i = 0; i < tracks.count; i++) {
    const unit = tracks.picture[i] as number;
    held.set(unit, (held.get(unit) ?? 0) + 1);
  }
  return held;
}

/** A picture that may be shown: whose it is, and how many tracks it had. */
export interface Held {
  name: string;
  tracks: number;
}

/** The pictures that a film holds by side, own first, in each a post before others and the fuller before the emptier. */
export function heldPictures(film: Film, units: Run["units"]): { side: string; held: Held[] }[] {
  const posts = new Set(units.filter(({ role }) => role === "post").map(({ name }) => name));
  const all = [...pictures(film.tracks)].map(([row, tracks]) => ({ name: film.names[row] ?? "", tracks }));
  all.sort((a, b) => Number(posts.has(b.name)) - Number(posts.has(a.name)) || b.tracks - a.tracks);
  const sides = ["blue", "red", "neutral"].map((side) => ({ side, held: all.filter(({ name }) => name.startsWith(`${side}/`)) }));
  return sides.filter(({ held }) => held.length);
}
