/** One piece of work on a draft after another, each on what the last one left; to open another draft is one as well. */

import { Unreachable } from "../api/ask";
import * as ask from "../api/drafts";
import { failureOf } from "../api/work";
import { NO_HISTORY } from "../data/history";
import { draft, take } from "./draft.svelte";
import { store } from "./store.svelte";

let last: Promise<unknown> = Promise.resolve();

function queued<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => false);
  return turn;
}

/** Work on the draft that is open, unless another one is open by its turn; what was typed is read first. */
export function inTurn(work: (id: string) => Promise<boolean>): Promise<boolean> {
  const { id } = draft;
  return queued(async () => (id !== null && draft.id === id ? tried(id, work) : false));
}

async function tried(id: string, work: (id: string) => Promise<boolean>): Promise<boolean> {
  draft.trouble = null;
  try {
    if (draft.written) await read(id);
    return await work(id);
  } catch (error) {
    if (error instanceof ask.Overtaken) draft.conflict = true;
    else draft.trouble = failureOf(error);
    if (error instanceof Unreachable) throw error;
    return false;
  }
}

async function read(id: string): Promise<void> {
  const { text } = draft;
  draft.written = false;
  try {
    const answer = await ask.write(id, draft.version, text);
    draft.held = text;
    take(answer);
  } catch (error) {
    draft.written = true;
    throw error;
  }
}

/** Let the program read what was typed and make all changes first; the draft's name, null where that was refused. */
export async function settled(): Promise<string | null> {
  const { id } = draft;
  return (await inTurn(async () => true).catch(() => false)) ? id : null;
}

/** Open a draft that the program holds; `base` is the run that it was just made from. That of before is read first. */
export function openDraft(id: string, base: string | null = null): Promise<void> {
  return queued(async () => {
    if (draft.id !== null && draft.written) await tried(draft.id, async () => true).catch(() => false);
    const [answer, geography, schema] = await Promise.all([ask.read(id), ask.geography(id), draft.schema ?? ask.schema()]);
    Object.assign(draft, {
      id, base, geography, schema, seed: answer.seed, replication: answer.replication, name: answer.name, canSave: answer.can_save, history: NO_HISTORY, taken: null, refused: null,
      trouble: null, conflict: false, late: null, fileChanged: null, selected: null, spot: null, tool: null, moving: null, runs: [],
      scene: null, written: false,
    }); // prettier-ignore
    take(answer);
    Object.assign(store, { page: "edit", run: null, fromStudy: null });
  });
}
