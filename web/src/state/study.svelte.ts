/** The study that is looked at: what the program says of it, and what of that a user chose. */

import * as runs from "../api/ask";
import { Unreachable } from "../api/ask";
import type { Run } from "../api/contract";
import * as ask from "../api/studies";
import type { Found, Histogram, Leaks, Study } from "../api/studyContract";
import { cellOf, measureOf, WORKING } from "../data/study/studying";
import { take } from "./exports";
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
  /** The histogram that is shown. */
  found = $state.raw<Histogram | null>(null);
  tab = $state<StudyTab>("results");
  replaying = $state.raw<{ replication: number; share: number | null } | null>(null);
  leaks = $state.raw<{ cell: string; found: Leaks } | null>(null);
  /** The share of the battles fought to look for leaks; undefined while none are. */
  looking = $state.raw<number | null | undefined>(undefined);
  lookFailure = $state.raw<unknown>(null);
  /** The share of the report that is written; undefined while none is. */
  reporting = $state.raw<number | null | undefined>(undefined);
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
    Object.assign(studying, { id, failure: null, measureName: null, cellName: null, bar: null, found: null, tab: "results", leaks: null, lookFailure: null });
  }
  studying.study = study;
  const place = readLink(location.hash);
  if (place.study === id) {
    studying.measureName = place.measure ?? studying.measureName;
    studying.cellName = place.cell ?? studying.cellName;
    studying.tab = STUDY_TABS.find((tab) => tab === place.tab) ?? studying.tab;
  }
  Object.assign(store, { studying: true, editing: false, run: null, fromStudy: null });
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

/** Fight one battle again with its film; the answer is its run, null where that failed. */
export async function replayOf({ row, replication }: Omit<Found, "value">): Promise<string | null> {
  const { id, study, cell } = studying;
  if (!study || !cell || studying.replaying) return null;
  studying.failure = null;
  studying.replaying = { replication, share: null };
  try {
    const which = { cell: cell.name, row, replication };
    return (await ask.replay(id, which, (share) => (studying.replaying = { replication, share }))).run;
  } catch (error) {
    studying.failure = error;
    return null;
  } finally {
    studying.replaying = null;
  }
}

/** Fight some battles of the cell that is chosen again, to see where those flew that leaked. */
export async function lookForLeaks(battles: number): Promise<void> {
  const { id, cell } = studying;
  if (!cell || studying.looking !== undefined) return;
  studying.lookFailure = null;
  studying.looking = null;
  try {
    const found = await ask.leaks(id, { cell: cell.name, battles }, (share) => (studying.looking = share));
    if (studying.id === id) studying.leaks = { cell: cell.name, found };
  } catch (error) {
    studying.lookFailure = error;
  } finally {
    studying.looking = undefined;
  }
}

/** The ground of a cell, with who stands on it: that of its typical battle. */
export interface Land {
  run: Run;
  geography: GeoJSON.FeatureCollection;
}

export async function landOf(id: string, cell: string): Promise<Land> {
  const measure = studying.study?.measures[0]?.name ?? "";
  const typical = (await ask.histogram(id, measure, cell)).typical;
  const { row, replication } = typical ?? { row: -1, replication: 0 };
  const { run } = await ask.replay(id, { cell, row, replication }, () => {});
  const [found, geography] = await Promise.all([runs.run(run), runs.geography(run)]);
  return { run: found, geography };
}

/** Have the report written, and take it away. */
export async function takeReport(): Promise<void> {
  const { id, study } = studying;
  if (!study || studying.reporting !== undefined) return;
  studying.failure = null;
  studying.reporting = null;
  try {
    if (!study.report) await ask.writeReport(id, (share) => (studying.reporting = share));
    take(ask.report(id), `${id}.html`);
    studying.asked++;
  } catch (error) {
    studying.failure = error;
  } finally {
    studying.reporting = undefined;
  }
}
