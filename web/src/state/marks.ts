/** The kills and hits of the run, as places on the time bar that one jumps between. */

import { type Marks, marksOf } from "../data/marks";
import type { Film } from "../data/film";
import { notAfter } from "../data/search";
import { store } from "./store.svelte";

let held: { film: Film; times: Float32Array } | null = null;

/** Times of kills, hits and losses, in order. */
function times(film: Film): Float32Array {
  if (held?.film !== film) {
    const marks: Marks = marksOf(film);
    held = { film, times: marks.t.filter((_, i) => marks.kind[i] !== "miss") };
  }
  return held.times;
}

/** The time of the next kill or hit (1), or of the one before (-1); where there is none, now. */
export function nextMark(step: 1 | -1): number {
  const { film, t } = store;
  if (!film) return t;
  const at = times(film);
  const after = notAfter(at, t + 0.01);
  const before = notAfter(at, t - 0.01);
  return (step > 0 ? at[after] : at[before - 1]) ?? t;
}
