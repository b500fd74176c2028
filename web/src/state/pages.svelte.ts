/** What fills the window: opening it, leaving it, and the way back. */

import * as ask from "../api/ask";
import * as drafts from "../api/drafts";
import * as studies from "../api/studies";
import type { StudyOrigin } from "../api/studyContract";
import { isOvertaken, isReturn, sayAddress, sayAgain, sayLate, showOn, stepBack, stepOn } from "./address";
import { draft } from "./draft.svelte";
import { type Place, readLink } from "./link";
import { watched } from "./live.svelte";
import { beside, editHere, editing, follow, replay, results } from "./openers";
import { opening } from "./opening.svelte";
import { ANEW, store } from "./store.svelte";
import { words } from "../words";

/** Open what the address names, else what the program was started with. */
export async function begin(): Promise<void> {
  await opening(async () => {
    const start = (store.start = await ask.start());
    const link = readLink(location.hash);
    if (await openNamed(link)) return;
    const { kind, id } = start.opened;
    if (kind !== "none" && id !== null) await openNamed({ [kind]: id });
  });
}

/** Open what a link names; false where it names nothing. */
async function openNamed({ compare: pair, run, study, draft: scenario, live }: Place): Promise<boolean> {
  if (pair) await beside(...pair);
  else if (run) await replay(run);
  else if (study) await results(study);
  // A draft that is here already keeps the steps that undo takes back.
  else if (scenario) await (scenario === draft.id ? editHere() : editing(scenario));
  else if (live) await follow(live);
  else return false;
  return true;
}

const BARE = { beside: null, comparison: null, ...ANEW } as const;

/** Replay a run; `study` is that from which it was opened. */
export const open = (run: string, study?: string) => onward(() => replay(run), study);

/** Put two runs side by side. */
export const compare = (left: string, right: string) => onward(() => beside(left, right));

/** Follow a battle that goes on, or open the run that it has come to. */
export const watch = (live: string) => onward(() => follow(live));

/** Replay what was followed until now, in its place. */
export const outlive = (run: string) => opening(() => replay(run));

/** Follow the battle that goes by the name of one that was followed, of a program that was started anew. */
export const watchAnew = (live: string) =>
  opening(async () => {
    await follow(live);
    store.notice = words.live.anew;
  });

/** Look at a study that is held, or hold one first. */
export const study = (which: string | StudyOrigin) =>
  onward(async () => results(typeof which === "string" ? which : (await studies.hold(which)).id));

/** Edit a draft that is there, or begin one from a scenario or from what a run was fought with. */
export const edit = (from: string | drafts.Origin) =>
  onward(async () => {
    const base = typeof from !== "string" && "run" in from ? from.run : null;
    if (base !== null && draft.runs.includes(base)) editHere();
    else await editing(typeof from === "string" ? from : (await drafts.begin(from)).id, base);
  });

/** On to where all that is here can be opened. */
export function leave(): Promise<void> {
  return onward(async () => {
    showStart();
    sayAddress("#");
    store.start = await ask.start();
  });
}

function showStart(): void {
  Object.assign(store, BARE, { page: "start", run: null, fromStudy: null });
}

/** The browser went back or on, or was given another link. */
export async function arrived(): Promise<void> {
  sayLate();
  if (isReturn()) return;
  const { beside, comparison, selected, picture, view } = store;
  const arrives = await opening(async () => {
    const link = readLink(location.hash);
    if (isOvertaken()) return;
    showOn();
    if (isShown(link)) return;
    Object.assign(store, BARE);
    if (await openNamed(link)) return;
    showStart();
    store.start = await ask.start();
  });
  if (arrives) return;
  Object.assign(store, { beside, comparison, selected, picture, view });
  sayAgain();
}

/** What a link names is what fills the window: only the moment and the selection may differ, and the page follows them. */
function isShown({ compare: pair, run, draft: scenario, live, t }: Place): boolean {
  const { page } = store;
  // A link that names a moment alone is one of the run that is here.
  const replayed = run ?? (t === undefined ? null : store.run?.id);
  if (page === "compare") return pair !== undefined && pair[0] === store.run?.id && pair[1] === store.beside?.run.id;
  if (page === "replay") return pair === undefined && replayed === store.run?.id;
  if (page === "edit") return scenario === draft.id;
  return page === "live" && live === watched();
}

/** Do what opens something from here, to which the browser's way back leads then. */
async function onward(work: () => Promise<void>, study?: string): Promise<void> {
  const step = stepOn(study);
  const opens = () => {
    showOn(step);
    return work();
  };
  if (!(await opening(opens))) stepBack(step);
}
