/** Open a run: what it is, its film, its engagements and its land, asked for at once. */

import * as ask from "../api/ask";
import type { Engagements, Run } from "../api/contract";
import { busiest } from "../data/density";
import { type Film, readFilm } from "../data/film";
import { readLink, writeLink } from "./link";
import { ANEW, select, showPicture, store, type View } from "./store.svelte";

/** A run with all that a map draws of it. */
export interface Held {
  run: Run;
  film: Film;
  engagements: Engagements;
  geography: GeoJSON.FeatureCollection;
}

export async function readRun(id: string): Promise<Held> {
  const asked = [ask.run(id), ask.film(id), ask.engagements(id), ask.geography(id)] as const;
  const [run, film, engagements, geography] = await Promise.all(asked);
  return { run, film: readFilm(film), engagements, geography };
}

export async function openRun(id: string): Promise<void> {
  const held = await readRun(id);
  const { begin, end } = held.run;
  // A battle that was followed until now is this run.
  if (store.page !== "live") Object.assign(store, ANEW);
  Object.assign(store, { page: "replay", beside: null, comparison: null, clip: false, ...held, span: [begin, end] });
  store.t = busiest(held.film, begin, end);
  followLink();
}

/** The link to what is shown: the run, the moment, what is selected, and whose picture. */
export function linkHere(): string {
  const { run, t, selected, picture, view } = store;
  return writeLink({
    run: run?.id, t, select: selected?.name, picture: picture ?? undefined, view: picture ? view : undefined,
  }); // prettier-ignore
}

/** Go to the moment and the selection that the address names, as far as this run has them. */
export function followLink(): void {
  const { run } = store;
  const place = readLink(location.hash);
  if (!run) return;
  if (place.t !== undefined) store.t = Math.min(Math.max(place.t, run.begin), run.end);
  if (place.picture && store.film?.names.includes(place.picture)) showPicture(place.picture);
  if (place.view === "both" || place.view === "picture" || place.view === "truth") {
    if (store.picture !== null) store.view = place.view as View;
  }
  if (run.threats.some((threat) => threat.name === place.select)) select("threat", place.select ?? "");
  if (run.units.some((unit) => unit.name === place.select)) select("unit", place.select ?? "");
}
