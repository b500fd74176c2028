/** What is where at a time, as a list that can be read: how far from what is defended, in which direction. */

import type { Point, Run } from "../api/contract";
import { bearing, distance } from "./earth";
import { type Film, ROUND } from "./film";
import { Flying, stateOf } from "./flying";

/** Where something is: metres from a named place, in a direction of eight, 0 north and clockwise. */
export interface Bearing {
  of: string;
  metres: number;
  direction: number;
}

export interface InTheAir extends Bearing {
  name: string;
  title: string;
  threat: boolean;
  height: number;
  speed: number;
}

export interface Whereabouts {
  air: InTheAir[];
  rounds: number;
  killed: number;
  leaked: number;
}

/** What flies at a time, the nearest to what is defended first, and what became of the others. */
export function whereabouts(run: Run, film: Film, t: number): Whereabouts {
  const { flights, names } = film;
  const flying = new Flying(flights);
  flying.to(t, 0);
  const titles = new Map([...run.threats, ...run.traffic].map(({ name, title }) => [name, title]));
  const threats = new Set(run.threats.map(({ name }) => name));
  const air: InTheAir[] = [];
  let rounds = 0;
  for (let i = 0; i < flights.count; i++) {
    if (!flying.alive[i]) continue;
    if (flights.kind[i] === ROUND) {
      rounds++;
      continue;
    }
    const name = names[flights.name[i] as number] ?? "";
    const near = nearest(run, [flying.position[3 * i] as number, flying.position[3 * i + 1] as number]);
    const state = stateOf(flights, i, t);
    if (near && state) air.push({ name, title: titles.get(name) ?? "", threat: threats.has(name), ...near, ...state });
  }
  const met = (fate: string) => run.threats.filter((one) => one.fate === fate && one.t !== null && one.t <= t).length;
  return { air: air.sort((a, b) => a.metres - b.metres), rounds, killed: met("killed"), leaked: met("leaked") };
}

/** The defended place nearest to a point, or the unit where nothing is defended, other than `but`; null for none. */
export function nearest(run: Pick<Run, "places" | "units">, at: Point, but = ""): Bearing | null {
  let best: Bearing | null = null;
  const anchors = run.places.length ? run.places : run.units;
  for (const { name, at: place } of anchors) {
    const from: Point = [place[0], place[1]];
    const metres = distance(from, at);
    if (name === but || (best && metres >= best.metres)) continue;
    best = { of: name, metres, direction: Math.round(bearing(from, at) / 45) % 8 };
  }
  return best;
}
