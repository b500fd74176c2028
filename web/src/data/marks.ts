/** What stays on the map once it has happened: kills, misses, hits of places, units lost. In the order of time. */

import type { Events, Film } from "./film";
import { notAfter } from "./search";

export type MarkKind = "kill" | "miss" | "hit" | "lost";

export interface Marks {
  count: number;
  t: Float32Array;
  position: Float32Array;
  kind: MarkKind[];
  /** Rows of the events. */
  event: Int32Array;
}

const KINDS: readonly (readonly [string, MarkKind])[] = [
  ["killed", "kill"],
  ["passed", "miss"],
  ["round-ended", "miss"],
  ["impact", "hit"],
  ["unit-destroyed", "lost"],
];

/** Collect the marks of a film. A round that killed leaves one mark, not the mark of its pass as well. */
export function marksOf(film: Film): Marks {
  const { events } = film;
  const wanted = new Map(KINDS.map(([name, kind]) => [film.kinds.get(name) ?? -1, kind]));
  const killed = film.kinds.get("killed");
  const killers = new Set<number>();
  for (let i = 0; i < events.count; i++) if (events.kind[i] === killed) killers.add(events.who[i] as number);
  const rows: number[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < events.count; i++) {
    const kind = wanted.get(events.kind[i] as number);
    if (!kind || Number.isNaN(events.lon[i])) continue;
    const who = events.who[i] as number;
    if (kind === "miss" && (killers.has(who) || seen.has(who))) continue;
    if (kind === "miss") seen.add(who);
    rows.push(i);
  }
  rows.sort((a, b) => (events.t[a] as number) - (events.t[b] as number));
  return collect(events, rows, wanted);
}

function collect(events: Events, rows: number[], wanted: Map<number, MarkKind>): Marks {
  const marks: Marks = {
    count: rows.length,
    t: new Float32Array(rows.length),
    position: new Float32Array(3 * rows.length),
    kind: rows.map((row) => wanted.get(events.kind[row] as number) as MarkKind),
    event: Int32Array.from(rows),
  };
  rows.forEach((row, i) => {
    marks.t[i] = events.t[row] as number;
    marks.position[3 * i] = events.lon[row] as number;
    marks.position[3 * i + 1] = events.lat[row] as number;
    marks.position[3 * i + 2] = events.height[row] as number;
  });
  return marks;
}

/** The number of marks that have happened at a time. */
export function happened(marks: Marks, t: number): number {
  return notAfter(marks.t, t);
}
