/** Each kind of page: to open it, and to say its address. */

import { sayAddress, studyBefore } from "./address";
import { draft } from "./draft.svelte";
import { writeLink } from "./link";
import { openLive } from "./live.svelte";
import { linkHere, openRun } from "./load";
import { openPair, pairLink } from "./pair";
import { store } from "./store.svelte";
import { openStudy, studyLink } from "./study.svelte";
import { openDraft } from "./turns";

export async function replay(run: string): Promise<void> {
  await openRun(run);
  store.fromStudy = studyBefore();
  sayAddress(linkHere());
}

export async function beside(left: string, right: string): Promise<void> {
  await openPair(left, right);
  sayAddress(pairLink());
}

export async function results(study: string): Promise<void> {
  await openStudy(study);
  sayAddress(studyLink());
}

export async function editing(scenario: string, base: string | null = null): Promise<void> {
  await openDraft(scenario, base);
  sayAddress(writeLink({ draft: scenario }));
}

export function editHere(): void {
  Object.assign(store, { page: "edit", run: null, fromStudy: null });
  sayAddress(writeLink({ draft: draft.id ?? undefined }));
}

/** Follow a battle that goes on, or open the run that it has come to. */
export async function follow(live: string): Promise<void> {
  const over = await openLive(live);
  if (over !== null) await replay(over);
}
