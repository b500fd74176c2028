/** The stretch of time that the time bar and the lanes show. */

import { store } from "./store.svelte";

/** Zoom the stretch of time shown by a factor about a time; never beyond the run. */
export function zoomTime(factor: number, about: number): void {
  const run = store.run;
  if (!run) return;
  const [from, to] = store.span;
  const wide = Math.min(run.end - run.begin, Math.max(20, (to - from) * factor));
  const share = to > from ? (about - from) / (to - from) : 0.5;
  const begin = Math.min(Math.max(about - share * wide, run.begin), run.end - wide);
  store.span = [begin, begin + wide];
}

export function wholeTime(): void {
  if (store.run) store.span = [store.run.begin, store.run.end];
}
