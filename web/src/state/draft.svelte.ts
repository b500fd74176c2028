/** The scenario that is edited: the program holds its text and makes the changes; here is what it last answered. */

import type { Refusal } from "../api/ask";
import type { Change, Draft, Problem, Scene } from "../api/draftContract";
import * as ask from "../api/drafts";
import type { Schema } from "../data/fields";
import { type History, NO_HISTORY } from "../data/history";
import { merged } from "../data/merge";
import { partsOf } from "../data/parts";
import type { Plain } from "../data/typing";
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
  /** The text of that scene. */
  shown = $state.raw<Plain>(null);
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
  /** The luck of that run, on which this is fought as well. */
  seed = $state(1);
  replication = $state(0);

  /** What a scenario is made of, by its schema. */
  parts = $derived(this.schema ? partsOf(this.schema) : []);
  errors = $derived(this.problems.filter((one) => one.severity === "error").length);
  /** What was typed and the program has not read yet. */
  written = $state(false);
  /** Something would be lost with the program. */
  changed = $derived((this.edited || this.written) && this.text !== this.taken);

  version = 0;
  /** The text that the program holds. */
  held = "";
}

export const draft = new Drafted();

/** What to compare a run of this draft with: the run before it, or the one that the draft was made from. */
export function runBefore(run: string): string | null {
  const place = draft.runs.indexOf(run);
  return place < 0 ? null : (draft.runs[place - 1] ?? draft.base);
}

let looking: ReturnType<typeof setTimeout> | undefined;

/** Warnings take the program longer: they are asked for when the hands rest. */
function look(): void {
  clearTimeout(looking);
  looking = setTimeout(() => {
    const { id } = draft;
    if (!id || draft.written) return;
    const hear = ({ version, problems }: Draft) => {
      if (draft.id === id && draft.version === version) draft.problems = problems;
    };
    void ask.read(id).then(hear, () => {});
  }, CALM);
}

/** Show what the program answered; what was typed meanwhile stays. */
export function take(answer: Draft): void {
  const { version, edited, problems, plain, scene } = answer;
  const text = draft.written ? merged(draft.held, draft.text, answer.text) : answer.text;
  Object.assign(draft, { version, edited, text, problems, held: answer.text, stale: scene === null });
  if (plain !== null) draft.plain = plain;
  if (scene) Object.assign(draft, { scene, shown: draft.plain });
  if (!answer.checked) look();
}
