/** Open a run: what it is, its film, its engagements and its land, asked for at once. */

import * as ask from "../api/ask";
import { busiest } from "../data/density";
import { readFilm } from "../data/film";
import { readLink, writeLink } from "./link";
import { select, showPicture, store, type View } from "./store.svelte";

export async function openRun(id: string): Promise<void> {
  const asked = [ask.run(id), ask.film(id), ask.engagements(id), ask.geography(id)] as const;
  const [run, film, engagements, geography] = await Promise.all(asked);
  store.film = readFilm(film);
  store.engagements = engagements;
  store.geography = geography;
  store.span = [run.begin, run.end];
  store.t = busiest(store.film, run.begin, run.end);
  store.run = run;
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
