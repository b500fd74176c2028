/** What of a study takes work: battles fought again to be replayed, to look for leaks, and for the report. */

import * as ask from "../api/studies";
import type { Found } from "../api/studyContract";
import { BEGUN, type Course, failureOf, type Tell } from "../api/work";
import { take } from "./exports";
import { pages } from "./opening.svelte";
import { store } from "./store.svelte";
import { studying, type Work } from "./study.svelte";

/** A battle of the cell that is chosen, or of another. */
export type Which = Omit<Found, "value"> & { cell?: string };
type Failure = "failure" | "lookFailure" | "sampleFailure";

/** Do work for the study that is looked at; null where it failed, and where a user looks at another by the time it ends. */
async function work<T>(what: Work, failure: Failure, how: (id: string, tell: Tell) => Promise<T>): Promise<T | null> {
  const { id } = studying;
  if (studying[what]) return null;
  const tell = (course: Course | null) => (studying.works = { ...studying.works, [id]: { ...studying.works[id], [what]: course } });
  studying[failure] = null;
  tell(BEGUN);
  try {
    const answer = await how(id, tell);
    return studying.id === id ? answer : null;
  } catch (error) {
    if (studying.id === id) studying[failure] = failureOf(error);
    return null;
  } finally {
    tell(null);
  }
}

/** Fight one battle again with its film; the answer is its run, null where that failed or nobody waits for it any more. */
export async function replayOf({ row, replication, cell: of }: Which): Promise<string | null> {
  const cell = of ?? studying.cell?.name;
  if (cell === undefined) return null;
  const found = await work("replaying", "failure", (id, tell) => ask.replay(id, { cell, row, replication }, tell));
  // A user who went somewhere else, or is on the way there, is not taken back.
  return found && store.page === "study" && !pages.busy ? found.run : null;
}

/** Fight some battles of the cell that is chosen again, to see where those flew that leaked. */
export async function lookForLeaks(battles: number): Promise<void> {
  const cell = studying.cell?.name;
  if (cell === undefined) return;
  const found = await work("looking", "lookFailure", (id, tell) => ask.leaks(id, { cell, battles }, tell));
  if (found) Object.assign(studying, { leaks: { cell, found }, square: null });
}

/** Fight the sample again, to see how threats ended. */
export async function fightSample(): Promise<void> {
  const found = await work("sampling", "sampleFailure", async (id, tell) => {
    await ask.fightSample(id, tell);
    return ask.ends(id);
  });
  if (found) studying.ends = found;
}

/** Have the report written, and take it away. */
export async function takeReport(): Promise<void> {
  const { study } = studying;
  if (!study) return;
  await work("reporting", "failure", async (id, tell) => {
    if (!study.report) await ask.writeReport(id, tell);
    take(ask.report(id), `${id}.html`);
    studying.asked++;
  });
}
