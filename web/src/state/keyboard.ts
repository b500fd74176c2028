/** Keys. None of them does anything while a user writes into a field. */

import { flushSync } from "svelte";
import { mapActions } from "./actions";
import { nextMark } from "./marks";
import { takesSpace } from "./reached";
import { switchFollowing } from "./showing";
import { deselect, faster, jump, seek, showPicture, store, type View } from "./store.svelte";

const VIEWS: readonly View[] = ["truth", "both", "picture"];

const keys: Record<string, (event: KeyboardEvent) => void> = {
  " ": () => (store.playing = !store.playing),
  ArrowLeft: ({ shiftKey }) => seek(store.t - (shiftKey ? 60 : 10)),
  ArrowRight: ({ shiftKey }) => seek(store.t + (shiftKey ? 60 : 10)),
  ArrowUp: () => faster(1),
  ArrowDown: () => faster(-1),
  Home: () => seek(store.run?.begin ?? 0),
  End: () => seek(store.run?.end ?? 0),
  n: () => jump(nextMark(1)),
  p: () => jump(nextMark(-1)),
  f: switchFollowing,
  t: nextView,
  m: () => (store.measuring = !store.measuring),
  l: () => (store.legend = !store.legend),
  w: () => (store.inWords = !store.inWords),
  b: () => (store.folded = !store.folded),
  3: () => (store.flat = !store.flat),
  d: () => mapActions.defence(),
  a: () => mapActions.everything(),
  c: () => (store.lanes = !store.lanes),
  "+": () => mapActions.zoom(1),
  "-": () => mapActions.zoom(-1),
  "?": () => (store.help = !store.help),
  "/": findThreat,
  Escape: leave,
};

export function onKey(event: KeyboardEvent): void {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const writing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
  if (ctrlKey || metaKey || altKey || (writing && key !== "Escape")) return;
  // A dialog that lies over all has its own keys.
  if (document.querySelector("dialog:modal")) return;
  if (key === " " && takesSpace(target)) return;
  const act = keys[key.length === 1 ? key.toLowerCase() : key];
  if (!act) return;
  event.preventDefault();
  act(event);
}

function nextView(): void {
  const next = VIEWS[(VIEWS.indexOf(store.view) + 1) % VIEWS.length] as View;
  if (next !== "truth" && store.picture === null) showPicture(store.run?.units.find((unit) => unit.role === "post")?.name ?? null);
  if (next === "truth" || store.picture !== null) store.view = next;
}

function findThreat(): void {
  deselect();
  store.tab = "threats";
  flushSync();
  document.querySelector<HTMLInputElement>("#find-threat")?.focus();
}

/** Close what lies on top: help, layers, the measured line, then the selection. */
function leave(): void {
  if (store.help) store.help = false;
  else if (store.legend) store.legend = false;
  else if (store.inWords) store.inWords = false;
  else if (store.measuring) store.measuring = false;
  else deselect();
}
