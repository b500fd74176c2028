/** The scenario that is edited: the program holds its text and makes the changes; here is what it last answered. */

import { Refusal, type Tell, Unreachable } from "../api/ask";
import type { Change, Draft, Problem, Scene } from "../api/draftContract";
import * as ask from "../api/drafts";
import type { Schema } from "../data/fields";
import { done, type History, NO_HISTORY, redone, undone } from "../data/history";
import type { Plain } from "../data/typing";

/** What a click on the map places. */
interface Placing {
  kind: "unit" | "place";
  entry: string;
  title: string;
}

/** A change that the program refused, to be said where it was made. */
interface Refused {
  path: string;
  message: string;
  instead: string;
}

/** Rest after the last key before what was typed is read, ms. */
const REST = 350;
/** Rest after the last change before warnings are looked for, ms. */
const CALM = 1000;

class Drafted {
  id = $state<string | null>(null);
  name = $state("");
  canSave = $state(false);
  /** The text as it is written on the page, which the program may not have read yet. */
  text = $state("");
  problems = $state.raw<Problem[]>([]);
  plain = $state.raw<Plain>(null);
  /** What the map shows: of the last text that was a scenario. */
  scene = $state.raw<Scene | null>(null);
  stale = $state(false);
  geography = $state.raw<GeoJSON.FeatureCollection | null>(null);
  schema = $state.raw<Schema | null>(null);
  history = $state.raw<History>(NO_HISTORY);
  kept = $state("");
  refused = $state.raw<Refused | null>(null);
  trouble = $state.raw<unknown>(null);
  /** Another tab has changed this scenario. */
  conflict = $state(false);
  /** Why the text was not saved, and may be saved all the same. */
  fileChanged = $state.raw<Refusal | null>(null);

  selected = $state<string | null>(null);
  placing = $state.raw<Placing | null>(null);
  /** What is being dragged, and where it is now. */
  moving = $state.raw<{ path: string; at: [number, number] } | null>(null);
  /** The runs that came from this draft: from them the way leads back to it. */
  runs = $state.raw<readonly string[]>([]);
  /** The run that this draft was made from. */
  base = $state<string | null>(null);

  errors = $derived(this.problems.filter((one) => one.severity === "error").length);
  changed = $derived(this.text !== this.kept);

  version = 0;
  written = false;
}

export const draft = new Drafted();

/** Open a draft that the program holds; `base` is the run that it was just made from. */
export async function openDraft(id: string, base: string | null = null): Promise<void> {
  const [answer, geography, schema] = await Promise.all([ask.read(id), ask.geography(id), draft.schema ?? ask.schema()]);
  Object.assign(draft, {
    id, base, geography, schema, name: answer.name, canSave: answer.can_save, history: NO_HISTORY, kept: answer.text, refused: null,
    trouble: null, conflict: false, fileChanged: null, selected: null, placing: null, moving: null, runs: [], scene: null, written: false,
  }); // prettier-ignore
  take(answer);
}

/** Make changes by path, together; they are one step to undo. */
export function change(changes: Change[], about = changes[0]?.path ?? ""): Promise<boolean> {
  return inTurn(async (id) => {
    const before = draft.text;
    try {
      take(await ask.change(id, draft.version, changes));
    } catch (error) {
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

/** Take what is typed; it is read when the keys rest. */
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

/** Write the text back to the file that it came from; `anyway` also when that was changed by others since. */
export function save(anyway = false): Promise<boolean> {
  return inTurn(async (id) => {
    draft.fileChanged = null;
    try {
      await ask.save(id, draft.version, anyway);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      draft.fileChanged = error;
      return false;
    }
    draft.kept = draft.text;
    return true;
  });
}

/** Take the text away as a file. */
export async function download(): Promise<void> {
  if (!(await inTurn(async () => true)) || !draft.id) return;
  const link = document.createElement("a");
  link.href = ask.download(draft.id);
  link.download = "";
  link.click();
  draft.kept = draft.text;
}

/** Fight the scenario as it is written; the answer is the name of its run, null where it was refused. */
export async function fight(tell: Tell): Promise<string | null> {
  let run: string | null = null;
  await inTurn(async (id) => {
    run = (await ask.fight(id, tell)).run;
    draft.runs = [...draft.runs, run];
    return true;
  });
  return run;
}

/** What to compare a run of this draft with: the run before it, or the one that the draft was made from. */
export function runBefore(run: string): string | null {
  const place = draft.runs.indexOf(run);
  return place < 0 ? null : (draft.runs[place - 1] ?? draft.base);
}

/** After another tab's change: go on with its text, or put this page's text in its place. */
export function settle(mine: boolean): Promise<boolean> {
  draft.conflict = false;
  const text = draft.text;
  draft.written = false;
  return inTurn(async (id) => {
    const theirs = await ask.read(id);
    draft.history = done(draft.history, mine ? theirs.text : text);
    draft.version = theirs.version;
    take(mine ? await ask.write(id, theirs.version, text) : theirs);
    return true;
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One piece of work after another, each on the version that the last one left; what was typed is read first. */
function inTurn(work: (id: string) => Promise<boolean>): Promise<boolean> {
  const turn = last.then(async () => {
    const { id } = draft;
    if (!id) return false;
    draft.trouble = null;
    try {
      if (draft.written) await read(id);
      return await work(id);
    } catch (error) {
      if (error instanceof ask.Overtaken) draft.conflict = true;
      else draft.trouble = error;
      if (error instanceof Unreachable) throw error;
      return false;
    }
  });
  last = turn.catch(() => false);
  return turn;
}

async function read(id: string): Promise<void> {
  const { text } = draft;
  clearTimeout(resting);
  draft.written = false;
  try {
    const answer = await ask.write(id, draft.version, text);
    take(draft.text === text ? answer : { ...answer, text: draft.text });
  } catch (error) {
    draft.written = true;
    throw error;
  }
}

let looking: ReturnType<typeof setTimeout> | undefined;

/** Warnings take the program longer: they are asked for when the hands rest. */
function look(): void {
  clearTimeout(looking);
  looking = setTimeout(() => {
    const { id } = draft;
    if (!id || draft.written) return;
    const answer = ask.read(id);
    void answer.then(({ version, problems }) => version === draft.version && (draft.problems = problems)).catch(() => {});
  }, CALM);
}

function take(answer: Draft): void {
  draft.version = answer.version;
  draft.text = answer.text;
  draft.problems = answer.problems;
  if (answer.plain !== null) draft.plain = answer.plain;
  draft.stale = answer.scene === null;
  if (answer.scene) draft.scene = answer.scene;
  if (!answer.checked) look();
}
