/** What a user takes away: the map as PNG (a clip of it is made by clip.ts), fates and engagements as CSV. Made here, sent nowhere. */

import { csv } from "../data/table";
import { words } from "../words";
import { mapActions } from "./actions";
import { compose, STRIP } from "./composed";
import { store } from "./store.svelte";

/** The map with a strip under it that says what it shows. */
export function savePicture(): void {
  const map = mapActions.snapshot();
  const { run, t } = store;
  if (!run) return;
  if (!map) {
    store.notice = words.clip.noMap;
    return;
  }
  const image = document.createElement("canvas");
  image.width = map.width;
  image.height = map.height + STRIP * devicePixelRatio;
  compose(image.getContext("2d") as CanvasRenderingContext2D, map, image.width, image.height);
  image.toBlob((blob) => blob && save(blob, `${run.id}-${Math.round(t)}s.png`));
}

export function saveFates(): void {
  const { run } = store;
  if (!run) return;
  const columns = ["threat", "system", "fate", "stage", "reason", "time_s", "place", "shots", "killed_by"];
  const rows = run.threats.map((one) => [
    one.name, one.title, one.fate, one.stage, one.reason, one.t, one.place, one.shots, one.killed_by,
  ]); // prettier-ignore
  save(new Blob([csv(columns, rows)], { type: "text/csv" }), `${run.id}-fates.csv`);
}

export function saveEngagements(): void {
  const { run, engagements } = store;
  if (!run || !engagements) return;
  const columns = ["unit", "channel", "target", "from_s", "acquired_s", "to_s", "launches_s", "bursts_s", "kills_s", "end"];
  const rows = engagements.engagements.map((one) => [
    one.unit, one.channel, one.target, one.from, one.acquired, one.to,
    one.launches.join(" "), one.bursts?.join(" "), one.hits.map(({ t }) => t).join(" "), one.end_reason,
  ]); // prettier-ignore
  save(new Blob([csv(columns, rows)], { type: "text/csv" }), `${run.id}-engagements.csv`);
}

/** Hand a file to the browser, under a name. */
export function save(what: Blob, name: string): void {
  const address = URL.createObjectURL(what);
  take(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Take away what an address answers. */
export function take(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
