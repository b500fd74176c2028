/** The scenario that is edited: the program holds its text and makes the changes; here is what it last answered. */

import { type Refusal, Unreachable } from "../api/ask";
import type { Change, Draft, Problem, Scene } from "../api/draftContract";
import * as ask from "../api/drafts";
import { failureOf } from "../api/work";
import type { Schema } from "../data/fields";
import { type History, NO_HISTORY } from "../data/history";
import { partsOf } from "../data/parts";
import type { Plain } from "../data/typing";
import { store } from "./store.svelte";
import type { Tool } from "./tool";

/** A change that the program refused, to be said where it was made. */
interface Refused {
  path: string;
  message: string;
  instead: string;
}

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
  /** The program holds changes that its file does not have; and the text that was taken away as a file. */
  edited = $state(false);
  taken = $state<string | null>(null);
  refused = $state.raw<Refused | null>(null);
  trouble = $state.raw<unknown>(null);
  /** Another tab has changed this scenario; and the change that came too late, which is made when all is settled. */
  conflict = $state(false);
  late = $state.raw<Change[] | null>(null);
  /** Why the text was not saved, and may be saved all the same. */
  fileChanged = $state.raw<Refusal | null>(null);

  /** What is chosen, and whether its name is to be written anew. */
  selected = $state<string | null>(null);
  naming = $state(false);
  /** The point chosen of what is selected, such as a waypoint of its route, by its path. */
  spot = $state<string | null>(null);
  tool = $state.raw<Tool | null>(null);
  /** What is being dragged, and where it is now. */
  moving = $state.raw<{ path: string; at: [number, number] } | null>(null);
  /** The runs that came from this draft: from them the way leads back to it. */
  runs = $state.raw<readonly string[]>([]);
  /** The run that this draft was made from. */
  base = $state<string | null>(null);

  /** What a scenario is made of, by its schema. */
  parts = $derived(this.schema ? partsOf(this.schema) : []);
  errors = $derived(this.problems.filter((one) => one.severity === "error").length);
  /** What was typed and the program has not read yet. */
  written = $state(false);
  /** Something would be lost with the program. */
  changed = $derived((this.edited || this.written) && this.text !== this.taken);

  version = 0;
}

export const draft = new Drafted();

/** Open a draft that the program holds; `base` is the run that it was just made from. */
export async function openDraft(id: string, base: string | null = null): Promise<void> {
  const [answer, geography, schema] = await Promise.all([ask.read(id), ask.geography(id), draft.schema ?? ask.schema()]);
  Object.assign(draft, {
    id, base, geography, schema, name: answer.name, canSave: answer.can_save, history: NO_HISTORY, taken: null, refused: null,
    trouble: null, conflict: false, late: null, fileChanged: null, selected: null, spot: null, tool: null, moving: null, runs: [],
    scene: null, written: false,
  }); // prettier-ignore
  take(answer);
  Object.assign(store, { page: "edit", run: null, fromStudy: null });
}

/** What to compare a run of this draft with: the run before it, or the one that the draft was made from. */
export function runBefore(run: string): string | null {
  const place = draft.runs.indexOf(run);
  return place < 0 ? null : (draft.runs[place - 1] ?? draft.base);
}

let last: Promise<unknown> = Promise.resolve();

/** One piece of work after another, each on the version that the last one left; what was typed is read first. */
export function inTurn(work: (id: string) => Promise<boolean>): Promise<boolean> {
  const turn = last.then(async () => {
    const { id } = draft;
    if (!id) return false;
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
  });
  last = turn.catch(() => false);
  return turn;
}

async function read(id: string): Promise<void> {
  const { text } = draft;
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

/** Show what the program answered. */
export function take(answer: Draft): void {
  const { version, edited, text, problems, plain, scene } = answer;
  Object.assign(draft, { version, edited, text, problems, stale: scene === null });
  if (plain !== null) draft.plain = plain;
  if (scene) draft.scene = scene;
  if (!answer.checked) look();
}
