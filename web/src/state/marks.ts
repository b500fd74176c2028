/** The kills and hits of the run, as places on the time bar that one jumps between. */

import { type Marks, marksOf } from "../data/marks";
import type { Film } from "../data/film";
import { notAfter } from "../data/search";
import { store } from "./store.svelte";

let held: { films: Film[]; times: Float32Array } | null = null;

/** Times of kills, hits and losses of all films, in order. */
function times(films: Film[]): Float32Array {
  if (held?.films.length !== films.length || films.some((film, i) => film !== held?.films[i])) {
    held = { films, times: Float32Array.from(films.flatMap(timesOf)).sort() };
  }
  return held.times;
}

function timesOf(film: Film): number[] {
  const marks: Marks = marksOf(film);
  return [...marks.t.filter((_, i) => marks.kind[i] !== "miss")];
}

/** The time of the next kill or hit (1), or of the one before (-1); where there is none, now. */
export function nextMark(step: 1 | -1): number {
  const { film, beside, t } = store;
  if (!film) return t;
  const at = times(beside ? [film, beside.film] : [film]);
  const after = notAfter(at, t + 0.01);
  const before = notAfter(at, t - 0.01);
  return (step > 0 ? at[after] : at[before - 1]) ?? t;
}
