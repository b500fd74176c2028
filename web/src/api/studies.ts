/** Questions on studies: hold one, start it, stop it, and look at what it says. */

import { at, json, sent, type Tell, work } from "./ask";
import type { Histogram, Leaks, Study, StudyGround, StudyOrigin } from "./studyContract";

/** How long a study goes on: so many battles of each cell, or until half of the interval is so small. */
export type Budget = { replications: number } | { precision: number } | Record<string, never>;

export const hold = (origin: StudyOrigin) => json<Study>("/api/studies", sent(origin));
export const read = (id: string) => json<Study>(at("studies", id));
/** Start it, or go on with what it has not got. */
export const begin = (id: string, budget: Budget) => json<Study>(at("studies", id, "start"), sent(budget));
export const stop = (id: string) => json<Study>(at("studies", id, "stop"), sent({}));
export const histogram = (id: string, measure: string, cell: string) =>
  json<Histogram>(`${at("studies", id, "measures", measure)}?${new URLSearchParams({ cell })}`);
/** Fight one battle of a study again with its film; the answer names the run. */
export const replay = (id: string, which: { cell: string; row: number; replication: number }, tell: Tell) =>
  work<{ run: string }>(at("studies", id, "replays"), which, tell);
/** Fight some battles of a cell again with their film, to see where those flew that leaked. */
export const leaks = (id: string, which: { cell: string; battles: number }, tell: Tell) =>
  work<Leaks>(at("studies", id, "leaks"), which, tell);

export const report = (id: string) => at("studies", id, "report");
export const results = (id: string) => at("studies", id, "results.csv");
export const ground = (id: string, cell: string) => json<StudyGround>(`${at("studies", id, "ground")}?${new URLSearchParams({ cell })}`);
export const geography = (id: string) => json<GeoJSON.FeatureCollection>(at("studies", id, "geography"));
export const tiles = (id: string) => `${location.origin}${at("studies", id, "terrain")}/{z}/{x}/{y}.png`;
