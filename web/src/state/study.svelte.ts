/** The study that is looked at: what the program says of it, and what of that a user chose. */

import { Unreachable } from "../api/ask";
import * as ask from "../api/studies";
import type { Ends, Histogram, Leaks, Study } from "../api/studyContract";
import type { Course } from "../api/work";
import { cellOf, measureOf, WORKING } from "../data/study/studying";
import { readLink } from "./link";
import { store, STUDY_TABS, type StudyTab } from "./store.svelte";

/** Time between two questions after a study that is fought, ms. */
const EACH = 500;

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
  /** The battle that is fought again to be replayed, as far as it has come. */
  replaying = $state.raw<Course | null>(null);
  leaks = $state.raw<{ cell: string; found: Leaks } | null>(null);
  /** The square of them whose battles are listed, and whether the busiest are. */
  square = $state<number | null>(null);
  squares = $state(false);
  /** The battles that are fought again to look for leaks. */
  looking = $state.raw<Course | null>(null);
  lookFailure = $state.raw<unknown>(null);
  /** How threats ended in the sample, and the sample that is fought again for it. */
  ends = $state.raw<Ends | null>(null);
  sampling = $state.raw<Course | null>(null);
  sampleFailure = $state.raw<unknown>(null);
  /** The report that is written. */
  reporting = $state.raw<Course | null>(null);
  /** Counts what was asked of the study, so that it is watched anew. */
  asked = $state(0);

  measure = $derived(this.study ? measureOf(this.study, this.measureName) : null);
  cell = $derived(this.study ? cellOf(this.study, this.cellName) : undefined);
  working = $derived(this.study !== null && WORKING.includes(this.study.state));
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

/** Follow a study while it is fought, from the moment of the call; the answer ends it. */
export function watchStudy(): () => void {
  let over = false;
  const { id } = studying;
  void (async () => {
    while (!over) {
      try {
        const study = await ask.read(id);
        if (over) return;
        studying.study = study;
        if (studying.failure instanceof Unreachable) studying.failure = null;
      } catch (error) {
        // When the program does not answer, the page waits for it and watches anew.
        if (!(error instanceof Unreachable)) studying.failure = error;
        return;
      }
      if (!studying.working) return;
      await new Promise((resolve) => setTimeout(resolve, EACH));
    }
  })();
  return () => (over = true);
}

export const startStudy = (budget: ask.Budget) => act(() => ask.begin(studying.id, budget));
export const stopStudy = () => act(() => ask.stop(studying.id));

async function act(how: () => Promise<unknown>): Promise<void> {
  studying.failure = null;
  try {
    await how();
  } catch (error) {
    studying.failure = error;
  }
  studying.asked++;
}
