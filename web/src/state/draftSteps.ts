/** Steps of editing: changes by path, what is typed, and the way back and on again over both. */

import { Refusal } from "../api/ask";
import type { Change, Draft } from "../api/draftContract";
import * as ask from "../api/drafts";
import { done, type History, redone, undone } from "../data/history";
import { standsNow } from "../data/stands";
import { draft, take } from "./draft.svelte";
import { inTurn } from "./turns";

/** Rest after the last key before what was typed is read, ms. */
const REST = 350;

/** Show an answer, with the way back from it; what was typed meanwhile is one step more. */
function arrive(answer: Draft, history: History): void {
  take(answer);
  draft.history = draft.written ? done(history, answer.text) : history;
}

/** Make changes by path, together, to what stands there now; they are one step to undo. */
export function change(changes: Change[], about = changes[0]?.path ?? ""): Promise<boolean> {
  const { plain } = draft;
  const now = (one: Change) => {
    const path = standsNow(plain, draft.plain, one.path);
    return path === null ? [] : [{ ...one, path }];
  };
  return changeBy(() => {
    const made = changes.flatMap(now);
    return made.length < changes.length ? [] : made;
  }, about);
}

/** Make the changes that follow from the text as it is by then, if any do: what was asked for before is made first. */
export function changeBy(found: () => Change[], about: string): Promise<boolean> {
  return inTurn(async (id) => {
    const { history, held } = draft;
    const made = found();
    if (made.length === 0) return false;
    try {
      const answer = await ask.change(id, draft.version, made);
      arrive(answer, answer.text === held ? history : done(history, held));
    } catch (error) {
      if (error instanceof ask.Overtaken || (error instanceof Refusal && error.status === 404)) draft.late = made;
      if (!(error instanceof Refusal) || error.status !== 400) throw error;
      draft.refused = { path: about, message: error.message, instead: error.instead };
      return false;
    }
    draft.refused = null;
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
    arrive(await ask.write(id, draft.version, text), history);
    draft.refused = null;
    return true;
  });
}
