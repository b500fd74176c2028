/** Questions on studies: hold one, start it, stop it, and look at what it says. */

import { at, json, sent } from "./ask";
import type { Drivers, Ends, Fifths, Histogram, History, Leaks, Spread, Study, StudyOrigin } from "./studyContract";
import { type Tell, work } from "./work";

/** How long a study goes on: so many battles of each cell, or until half of the interval is so small. */
export type Budget = { replications: number } | { precision: number } | Record<string, never>;

export const hold = (origin: StudyOrigin) => json<Study>("/api/studies", sent(origin));
export const read = (id: string) => json<Study>(at("studies", id));
/** Start it, or go on with what it has not got. */
export const begin = (id: string, budget: Budget) => json<Study>(at("studies", id, "start"), sent(budget));
export const stop = (id: string) => json<Study>(at("studies", id, "stop"), sent({}));
export const histogram = (id: string, measure: string, cell: string) =>
  json<Histogram>(`${at("studies", id, "measures", measure)}?${new URLSearchParams({ cell })}`);
export const settling = (id: string, measure: string) => json<History>(at("studies", id, "settling", measure));
export const spread = (id: string, measure: string) => json<Spread>(at("studies", id, "spread", measure));
export const drivers = (id: string, measure: string, option: string) =>
  json<Drivers>(`${at("studies", id, "drivers", measure)}?${new URLSearchParams({ option })}`);
export const fifths = (id: string, measure: string, factor: string, cell: string) =>
  json<Fifths>(`${at("studies", id, "drivers", measure, factor)}?${new URLSearchParams({ cell })}`);
/** Fight one battle of a study again with its film; the answer names the run. */
export const replay = (id: string, which: { cell: string; row: number; replication: number }, tell: Tell) =>
  work<{ run: string }>(at("studies", id, "replays"), which, tell);
/** Fight some battles of a cell again with their film, to see where those flew that leaked. */
export const leaks = (id: string, which: { cell: string; battles: number }, tell: Tell) =>
  work<Leaks>(at("studies", id, "leaks"), which, tell);
/** How threats ended in a sample of the battles, which is fought again when it is asked for, or for the report. */
export const ends = (id: string) => json<Ends>(at("studies", id, "ends"));
export const fightSample = (id: string, tell: Tell) => work<object>(at("studies", id, "sample"), {}, tell);

/** Write the report, for which a sample of its battles is fought again; then it can be taken away. */
export const writeReport = (id: string, tell: Tell) => work<object>(at("studies", id, "report"), {}, tell);
export const report = (id: string) => at("studies", id, "report");
/** A row for each battle that was fought. */
export const battles = (id: string) => at("studies", id, "battles");
