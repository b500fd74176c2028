/** Questions on drafts: the program holds the text and makes the changes, so that comments stay. */

import type { Schema } from "../data/fields";
import { at, json, nothing, Refusal, sent } from "./ask";
import type { Job, Point, Profile } from "./contract";
import type { CatalogueRow, Change, Draft } from "./draftContract";

/** The change is of an older version than the one that the program holds: another tab was quicker. */
export class Overtaken extends Error {}

async function versioned(answer: Promise<Draft>): Promise<Draft> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof Refusal && error.status === 409 ? new Overtaken() : error;
  }
}

export type Origin = { scenario: string } | { run: string } | { new: true };

export const begin = (from: Origin) => json<Draft>("/api/drafts", sent({ from }));
export const read = (id: string) => json<Draft>(at("drafts", id));
export const write = (id: string, version: number, text: string) =>
  versioned(json<Draft>(at("drafts", id), sent({ version, text }, "PUT")));
export const change = (id: string, version: number, changes: Change[]) =>
  versioned(json<Draft>(at("drafts", id, "changes"), sent({ version, changes })));
/** Write it to its file; `anyway` also when that has changed since. */
export const save = (id: string, version: number, anyway: boolean) => json<object>(at("drafts", id, "save"), sent({ version, anyway }));
/** Take the text that its file holds now, in place of a version. */
export const reload = (id: string, version: number) => versioned(json<Draft>(at("drafts", id, "reload"), sent({ version })));
export const close = (id: string) => nothing(at("drafts", id, "close"), sent({}));
export const download = (id: string) => at("drafts", id, "download");
/** Begin to fight it as it is now. */
export const fight = (id: string) => json<Job<{ run: string }>>(at("drafts", id, "run"), sent({}));

export const geography = (id: string) => json<GeoJSON.FeatureCollection>(at("drafts", id, "geography"));
export const tiles = (id: string) => `${location.origin}${at("drafts", id, "terrain")}/{z}/{x}/{y}.png`;
export const schema = () => json<Schema>("/api/schema");
export const catalogue = (id: string) => json<{ entries: CatalogueRow[] }>(`/api/catalogue?${new URLSearchParams({ draft: id })}`);

/** What the radars of a unit of a version see from where it stands or would stand; coarse for the moment of a drag. */
export interface Asked {
  version: number;
  unit: string;
  at: Point;
  height: number;
  rcs: number;
  coarse: boolean;
}
/** Nothing, where an edit has meanwhile taken away what is asked about. */
export const coverage = (id: string, asked: Asked) => json<GeoJSON.FeatureCollection>(at("drafts", id, "coverage"), sent(asked));

export function profile(id: string, from: Point, to: Point): Promise<Profile> {
  const text = (point: Point) => point.map((part) => part.toFixed(6)).join(",");
  return json<Profile>(`${at("drafts", id, "profile")}?${new URLSearchParams({ from: text(from), to: text(to), height: "0", antenna: "0" })}`);
}
