/** What fills the window: opening it, leaving it, and what stands in the way. */

import * as ask from "../api/ask";
import * as drafts from "../api/drafts";
import * as studies from "../api/studies";
import type { StudyOrigin } from "../api/studyContract";
import { FilmError } from "../data/film";
import { words } from "../words";
import { draft, openDraft } from "./draft.svelte";
import { readLink } from "./link";
import { openLive } from "./live.svelte";
import { openRun } from "./load";
import { openPair } from "./pair";
import { store } from "./store.svelte";
import { openStudy, studying } from "./study.svelte";

class Pages {
  /** Something is being opened. */
  busy = $state(true);
  trouble = $state.raw<{ what: string; instead: string } | null>(null);
}

export const pages = new Pages();

/** Open what the address names, else what the program was started with. */
export async function begin(): Promise<void> {
  await opening(async () => {
    const start = (store.start = await ask.start());
    const link = readLink(location.hash);
    if (link.compare) return openPair(...link.compare);
    const named = (["run", "study", "draft", "live"] as const).find((kind) => link[kind]);
    const { kind, id } = named ? { kind: named, id: link[named] ?? null } : start.opened;
    if (kind === "none" || id === null) return;
    if (kind === "study") return openStudy(id);
    if (kind === "draft") return openDraft(id);
    if (kind === "live") return follow(id);
    // A run that was held by a program before this one is here no more.
    if (start.runs.some((run) => run.id === id)) return openRun(id);
  });
}

/** Replay a run. */
export const open = (run: string) => opening(() => openRun(run));

/** Put two runs side by side. */
export const compare = (left: string, right: string) => opening(() => openPair(left, right));

/** Follow a battle that goes on, or open the run that it has come to. */
export const watch = (live: string) => opening(() => follow(live));

async function follow(live: string): Promise<void> {
  const over = await openLive(live);
  if (over !== null) await openRun(over);
}

/** Look at a study that is held, or hold one first. */
export const study = (which: string | StudyOrigin) =>
  opening(async () => openStudy(typeof which === "string" ? which : (await studies.hold(which)).id));

/** Edit a draft that is there, or begin one from a scenario or from what a run was fought with. */
export const edit = (from: string | drafts.Origin) =>
  opening(async () => {
    const base = typeof from !== "string" && "run" in from ? from.run : null;
    if (base !== null && draft.runs.includes(base)) Object.assign(store, { page: "edit", run: null, fromStudy: null });
    else await openDraft(typeof from === "string" ? from : (await drafts.begin(from)).id, base);
  });

/** Back to where all that is here can be opened. */
export async function leave(): Promise<void> {
  Object.assign(store, { page: "start", run: null, beside: null, comparison: null, fromStudy: null });
  Object.assign(store, { selected: null, picture: null, view: "truth" });
  history.replaceState(null, "", "#");
  store.start = await ask.start();
}

/** The browser went back or on, between a study and the replays that were opened from it. */
export function wentBack(): void {
  const link = readLink(location.hash);
  if (link.study && store.page === "replay") void study(link.study);
  else if (link.run && store.page === "study") void open(link.run).then(() => (store.fromStudy = studying.id));
}

/** Do what opens something, and say what stood in the way of it. */
async function opening(work: () => Promise<void>): Promise<void> {
  pages.busy = true;
  pages.trouble = null;
  try {
    await work();
  } catch (error) {
    pages.trouble = said(error);
  } finally {
    pages.busy = false;
  }
}

/** What is said of an error; nothing of a program that does not answer, since that is said by itself. */
function said(error: unknown): Pages["trouble"] {
  if (error instanceof ask.Unreachable) return null;
  if (error instanceof ask.Refusal) return { what: error.message, instead: error.instead };
  if (error instanceof FilmError) return { what: words.trouble.film(error.message), instead: words.trouble.filmInstead };
  return { what: words.trouble.unknown, instead: String(error) };
}
