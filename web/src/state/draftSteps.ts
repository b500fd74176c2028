/** Steps of editing: changes by path, what is typed, and the way back and on again over both. */

import { Refusal } from "../api/ask";
import type { Change } from "../api/draftContract";
import * as ask from "../api/drafts";
import { done, redone, undone } from "../data/history";
import { draft, inTurn, take } from "./draft.svelte";

/** Rest after the last key before what was typed is read, ms. */
const REST = 350;

/** Make changes by path, together; they are one step to undo. */
export function change(changes: Change[], about = changes[0]?.path ?? ""): Promise<boolean> {
  return inTurn(async (id) => {
    const before = draft.text;
    try {
      take(await ask.change(id, draft.version, changes));
    } catch (error) {
      if (error instanceof ask.Overtaken || (error instanceof Refusal && error.status === 404)) draft.late = changes;
      if (!(error instanceof Refusal) || error.status !== 400) throw error;
      draft.refused = { path: about, message: error.message, instead: error.instead };
      return false;
    }
    draft.refused = null;
    if (draft.text !== before) draft.history = done(draft.history, before);
    return true;
  });
}

let resting: ReturnType<typeof setTimeout> | undefined;

/** Take what is typed; it is read when the keys rest, and what was typed until then is one step to undo. */
export function type(text: string): void {
  if (!draft.written) draft.history = done(draft.history, draft.text);
  draft.written = true;
  draft.text = text;
  clearTimeout(resting);
  resting = setTimeout(() => void inTurn(async () => true), REST);
}

export const undo = () => step(undone);
export const redo = () => step(redone);

function step(turn: typeof undone): Promise<boolean> {
  return inTurn(async (id) => {
    const found = turn(draft.history, draft.text);
    if (!found) return false;
    const [text, history] = found;
    take(await ask.write(id, draft.version, text));
    draft.history = history;
    draft.refused = null;
    return true;
  });
}
