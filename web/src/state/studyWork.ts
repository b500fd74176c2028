/** What of a study takes work: battles fought again to be replayed, to look for leaks, and for the report. */

import * as runs from "../api/ask";
import type { Run } from "../api/contract";
import * as ask from "../api/studies";
import type { Found } from "../api/studyContract";
import { BEGUN, failureOf, type Tell } from "../api/work";
import { take } from "./exports";
import { studying } from "./study.svelte";

/** A battle of the cell that is chosen, or of another. */
export type Which = Omit<Found, "value"> & { cell?: string };

/** Fight one battle again with its film; the answer is its run, null where that failed. */
export async function replayOf({ row, replication, cell: of }: Which): Promise<string | null> {
  const { id, study, cell } = studying;
  if (!study || !cell || studying.replaying) return null;
  studying.failure = null;
  studying.replaying = BEGUN;
  try {
    const which = { cell: of ?? cell.name, row, replication };
    return (await ask.replay(id, which, (course) => (studying.replaying = course))).run;
  } catch (error) {
    studying.failure = failureOf(error);
    return null;
  } finally {
    studying.replaying = null;
  }
}

/** Fight some battles of the cell that is chosen again, to see where those flew that leaked. */
export async function lookForLeaks(battles: number): Promise<void> {
  const { id, cell } = studying;
  if (!cell || studying.looking) return;
  studying.lookFailure = null;
  studying.looking = BEGUN;
  try {
    const found = await ask.leaks(id, { cell: cell.name, battles }, (course) => (studying.looking = course));
    if (studying.id === id) Object.assign(studying, { leaks: { cell: cell.name, found }, square: null });
  } catch (error) {
    studying.lookFailure = failureOf(error);
  } finally {
    studying.looking = null;
  }
}

/** Fight the sample again, to see how threats ended. */
export async function fightSample(): Promise<void> {
  const { id } = studying;
  if (studying.sampling) return;
  studying.sampleFailure = null;
  studying.sampling = BEGUN;
  try {
    await ask.fightSample(id, (course) => (studying.sampling = course));
    const found = await ask.ends(id);
    if (studying.id === id) studying.ends = found;
  } catch (error) {
    studying.sampleFailure = failureOf(error);
  } finally {
    studying.sampling = null;
  }
}

/** The ground of a cell, with who stands on it: that of its typical battle. */
export interface Land {
  run: Run;
  geography: GeoJSON.FeatureCollection;
}

export async function landOf(id: string, cell: string, tell: Tell): Promise<Land> {
  const measure = studying.study?.measures[0]?.name ?? "";
  const typical = (await ask.histogram(id, measure, cell)).typical;
  const { row, replication } = typical ?? { row: -1, replication: 0 };
  const { run } = await ask.replay(id, { cell, row, replication }, tell);
  const [found, geography] = await Promise.all([runs.run(run), runs.geography(run)]);
  return { run: found, geography };
}

/** Have the report written, and take it away. */
export async function takeReport(): Promise<void> {
  const { id, study } = studying;
  if (!study || studying.reporting) return;
  studying.failure = null;
  studying.reporting = BEGUN;
  try {
    if (!study.report) await ask.writeReport(id, (course) => (studying.reporting = course));
    take(ask.report(id), `${id}.html`);
    studying.asked++;
  } catch (error) {
    studying.failure = failureOf(error);
  } finally {
    studying.reporting = null;
  }
}
