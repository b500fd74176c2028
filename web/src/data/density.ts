/** How much happened when: counts of kinds of event in equal parts of a stretch of time, for the time bar. */

import type { Film } from "./film";

/** Kinds that the time bar counts, from the ground up. */
export const COUNTED = { launches: ["launched", "burst"], kills: ["killed"], hits: ["impact", "unit-destroyed"] } as const;
export type Counted = keyof typeof COUNTED;

export type Density = Record<Counted, Uint16Array> & { most: number };

/** Count the events from `from` to `to` in `parts` equal parts. */
export function density(film: Film, from: number, to: number, parts: number): Density {
  const found = {
    launches: new Uint16Array(parts),
    kills: new Uint16Array(parts),
    hits: new Uint16Array(parts),
    most: 0,
  };
  const of = new Map<number, Uint16Array>();
  for (const [counted, kinds] of Object.entries(COUNTED)) {
    for (const kind of kinds) of.set(film.kinds.get(kind) ?? -1, found[counted as Counted]);
  }
  const { events } = film;
  for (let i = 0; i < events.count; i++) {
    const counts = of.get(events.kind[i] as number);
    const part = Math.floor((((events.t[i] as number) - from) / (to - from)) * parts);
    if (counts && part >= 0 && part < parts) counts[part] = (counts[part] as number) + 1;
  }
  for (let part = 0; part < parts; part++) {
    const sum = (found.launches[part] as number) + (found.kills[part] as number) + (found.hits[part] as number);
    found.most = Math.max(found.most, sum);
  }
  return found;
}

/** The begin of the busiest minute: where a replay that was asked for no moment opens. */
export function busiest(film: Film, from: number, to: number): number {
  const minutes = Math.max(1, Math.ceil((to - from) / 60));
  const counts = density(film, from, from + 60 * minutes, minutes);
  let best = 0;
  let most = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const sum = (counts.launches[minute] as number) + (counts.kills[minute] as number) + (counts.hits[minute] as number);
    if (sum > most) [best, most] = [minute, sum];
  }
  return from + 60 * best;
}
