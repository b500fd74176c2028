/** Where a draft goes: into its file, away as a file, into battle; and what is done when another was quicker. */

import { Refusal } from "../api/ask";
import type { Job } from "../api/contract";
import * as ask from "../api/drafts";
import { answerOf, failureOf, type Tell } from "../api/work";
import { done } from "../data/history";
import { sayAddress } from "./address";
import { draft, take } from "./draft.svelte";
import { change } from "./draftSteps";
import { writeLink } from "./link";
import { store } from "./store.svelte";
import { inTurn, openDraft, settled } from "./turns";

/** Write the text back to the file that it came from; `anyway` also when that was changed by others since. */
export function save(anyway = false): Promise<boolean> {
  return inTurn(async (id) => {
    draft.fileChanged = null;
    try {
      await ask.save(id, draft.version, anyway);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      // It is another tab's text that would be saved, or the file that is another.
      if ((await ask.read(id)).version !== draft.version) throw new ask.Overtaken();
      draft.fileChanged = error;
      return false;
    }
    draft.edited = false;
    return true;
  });
}

/** Take what the file holds now in place of this text, to which undo leads back. */
export function takeFile(): Promise<boolean> {
  draft.fileChanged = null;
  return inTurn(async (id) => {
    const before = draft.text;
    take(await ask.reload(id, draft.version));
    draft.history = done(draft.history, before);
    return true;
  });
}

/** Take the text away as a file; also when the program has gone, or another tab has another. */
export async function download(): Promise<void> {
  const { text, name } = draft;
  const held = draft.conflict ? null : await settled();
  const link = document.createElement("a");
  const own = held ? null : URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.href = own ?? ask.download(held ?? "");
  link.download = own ? `${name}.yaml` : "";
  link.click();
  if (own) setTimeout(() => URL.revokeObjectURL(own), 10_000);
  draft.taken = draft.text;
}

/** Let the program hold this text anew, where it holds the draft no more: another tab has closed it. */
export async function holdAnew(): Promise<void> {
  const { text, late, history: steps } = draft;
  try {
    const { id, version } = await ask.begin({ new: true });
    await ask.write(id, version, text);
    await openDraft(id);
    draft.history = steps;
    sayAddress(writeLink({ draft: id }));
    if (late) await change(late);
  } catch (error) {
    draft.trouble = error;
  }
}

/** Fight the scenario as it is written, which may be edited meanwhile; its run, null where it was refused or left. */
export async function fight(tell: Tell): Promise<string | null> {
  const { id } = draft;
  let job: Job<{ run: string }> | null = null;
  await inTurn(async (name) => ((job = await ask.fight(name)), true));
  if (job === null) return null;
  try {
    const { run } = await answerOf<{ run: string }>(job, tell);
    if (draft.id !== id) return null;
    draft.runs = [...draft.runs, run];
    return store.page === "edit" ? run : null;
  } catch (error) {
    if (draft.id === id) draft.trouble = failureOf(error);
    return null;
  }
}

/** After another tab's change: go on with its text, or put this page's text in its place. Undo leads to the other. */
export async function settle(mine: boolean): Promise<boolean> {
  const { text, written, late } = draft;
  draft.conflict = draft.written = false;
  draft.late = null;
  const settled = await inTurn(async (id) => {
    try {
      const theirs = await ask.read(id);
      draft.history = done(draft.history, mine ? theirs.text : text);
      draft.version = theirs.version;
      take(mine ? await ask.write(id, theirs.version, text) : theirs);
    } catch (error) {
      draft.written = written;
      draft.late = late;
      draft.conflict = true;
      throw error;
    }
    return true;
  });
  return settled && late ? change(late) : settled;
}
