/** The study that is looked at: what the program says of it, and what of that a user chose. */

import { untrack } from "svelte";
import { Unreachable } from "../api/ask";
import * as ask from "../api/studies";
import type { Ends, Histogram, Leaks, Study } from "../api/studyContract";
import type { Course } from "../api/work";
import { cellOf, measureOf, WORKING } from "../data/study/studying";
import { readLink, writeLink } from "./link";
import { store, STUDY_TABS, type StudyTab } from "./store.svelte";

/** Time between two questions after a study that is fought, ms. */
const EACH = 500;

/** What of a study takes work. */
export type Work = "replaying" | "looking" | "sampling" | "reporting";

class Studying {
  id = $state("");
  study = $state.raw<Study | null>(null);
  failure = $state.raw<unknown>(null);
  measureName = $state<string | null>(null);
  cellName = $state<string | null>(null);
  /** The bar of the histogram whose battles are listed. */
  bar = $state<number | null>(null);
  /** The factor whose range is shown. */
  factor = $state<string | null>(null);
  /** The histogram that is shown. */
  found = $state.raw<Histogram | null>(null);
  tab = $state<StudyTab>("results");
  leaks = $state.raw<{ cell: string; found: Leaks } | null>(null);
  /** The square of them whose battles are listed, and whether the busiest are. */
  square = $state<number | null>(null);
  squares = $state(false);
  lookFailure = $state.raw<unknown>(null);
  /** How threats ended in the sample. */
  ends = $state.raw<Ends | null>(null);
  sampleFailure = $state.raw<unknown>(null);
  /** The work that is under way, by the study it is for: a user may look at another meanwhile. */
  works = $state.raw<Record<string, Partial<Record<Work, Course | null>>>>({});
  /** Counts what was asked of the study, so that it is watched anew. */
  asked = $state(0);

  measure = $derived(this.study ? measureOf(this.study, this.measureName) : null);
  cell = $derived(this.study ? cellOf(this.study, this.cellName) : undefined);
  working = $derived(this.study !== null && WORKING.includes(this.study.state));
  /** Of this study: a battle fought again to be replayed, battles to look for leaks, the sample, and the report. */
  replaying = $derived(this.works[this.id]?.replaying ?? null);
  looking = $derived(this.works[this.id]?.looking ?? null);
  sampling = $derived(this.works[this.id]?.sampling ?? null);
  reporting = $derived(this.works[this.id]?.reporting ?? null);
}

export const studying = new Studying();

/** Open a study; what was chosen of it before is as it was. */
export async function openStudy(id: string): Promise<void> {
  const study = await ask.read(id);
  if (studying.id !== id) {
    Object.assign(studying, { id, failure: null, measureName: null, cellName: null, bar: null, factor: null, found: null, tab: "results", leaks: null, square: null, squares: false, lookFailure: null, ends: null, sampleFailure: null });
  }
  studying.study = study;
  const place = readLink(location.hash);
  if (place.study === id) {
    studying.measureName = place.measure ?? studying.measureName;
    studying.cellName = place.cell ?? studying.cellName;
    studying.tab = STUDY_TABS.find((tab) => tab === place.tab) ?? studying.tab;
  }
  Object.assign(store, { page: "study", run: null, fromStudy: null });
}

/** The link to what is shown of the study. */
export function studyLink(): string {
  const { id, measureName, cellName, tab } = studying;
  return writeLink({ study: id, measure: measureName ?? undefined, cell: cellName ?? undefined, tab: tab === "map" ? tab : undefined });
}

/** Follow the study that is looked at: anew when it is another, when something was asked of it, and when the program came back. */
export function watchStudy(): void {
  $effect(() => {
    void [studying.id, studying.asked, store.connection];
    return untrack(watch);
  });
}

/** Follow it while it is fought, from the moment of the call; the answer ends it. */
function watch(): () => void {
  let over = false;
  const { id } = studying;
  // Another study may be here before this is told to end.
  const gone = () => over || studying.id !== id;
  void (async () => {
    while (!gone()) {
      try {
        const study = await ask.read(id);
        if (gone()) return;
        studying.study = study;
        if (studying.failure instanceof Unreachable) studying.failure = null;
      } catch (error) {
        // When the program does not answer, the page waits for it and watches anew.
        if (!gone() && !(error instanceof Unreachable)) studying.failure = error;
        return;
      }
      if (!studying.working) return;
      await new Promise((resolve) => setTimeout(resolve, EACH));
    }
  })();
  return () => (over = true);
}

export const startStudy = (budget: ask.Budget) => act((id) => ask.begin(id, budget));
export const stopStudy = () => act(ask.stop);

async function act(how: (id: string) => Promise<unknown>): Promise<void> {
  const { id } = studying;
  studying.failure = null;
  try {
    await how(id);
  } catch (error) {
    if (studying.id === id) studying.failure = error;
  }
  studying.asked++;
}
