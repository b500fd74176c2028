/** Open two runs side by side: one clock, one selection, and what the program says of how they differ. */

import { compare } from "../api/compare";
import { busiest } from "../data/density";
import { readLink, writeLink } from "./link";
import { readRun } from "./load";
import { ANEW, jump, select, store } from "./store.svelte";

export async function openPair(left: string, right: string): Promise<void> {
  const [one, other, comparison] = await Promise.all([readRun(left), readRun(right), compare(left, right)]);
  const { begin } = one.run;
  // The clock runs until both have ended.
  const end = Math.max(one.run.end, other.run.end);
  Object.assign(store, { page: "compare", ...one, run: { ...one.run, end }, beside: other, comparison, span: [begin, end] });
  Object.assign(store, { ...ANEW, playing: false, measuring: false, share: 50 });
  store.t = busiest(one.film, begin, end);
  followPairLink();
}

/** The link to what is shown: the two runs, the moment, and what is selected. */
export function pairLink(): string {
  const { run, beside, t, selected } = store;
  return writeLink({ compare: run && beside ? [run.id, beside.run.id] : undefined, t, select: selected?.name });
}

/** Go to the moment and the threat that the address names. */
export function followPairLink(): void {
  const { t, select: threat } = readLink(location.hash);
  if (t !== undefined) jump(t);
  if (threat && known(threat)) select("threat", threat);
}

/** Whether one of the two runs has a threat. */
export function known(threat: string): boolean {
  return [store.run, store.beside?.run].some((run) => run?.threats.some(({ name }) => name === threat));
}
