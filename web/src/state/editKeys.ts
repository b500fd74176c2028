/** Keys while a scenario is edited. None but undo and redo does anything while a user writes. */

import { mapActions } from "./actions";
import { draft, redo, undo } from "./draft.svelte";
import { copy, remove } from "./edit";
import { store } from "./store.svelte";

const keys: Record<string, () => void> = {
  Delete: () => draft.selected && void remove(draft.selected),
  c: () => draft.selected && !draft.selected.startsWith("red.routes.") && void copy(draft.selected),
  y: () => (store.yaml = !store.yaml),
  "/": find,
  d: () => mapActions.defence(),
  a: () => mapActions.everything(),
  "+": () => mapActions.zoom(1),
  "-": () => mapActions.zoom(-1),
  "?": () => (store.help = !store.help),
  Escape: leave,
};

export function onEditKey(event: KeyboardEvent): void {
  const { target, ctrlKey, metaKey, altKey, shiftKey } = event;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const writing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
  // A line of a form undoes its own characters; the text does as all the rest.
  const form = writing && target.matches("input, select");
  if ((ctrlKey || metaKey) && !form && (key === "z" || key === "y")) {
    event.preventDefault();
    void (key === "y" || shiftKey ? redo() : undo());
    return;
  }
  if (ctrlKey || metaKey || altKey || (writing && key !== "Escape")) return;
  const act = keys[key];
  if (!act) return;
  event.preventDefault();
  act();
}

function find(): void {
  draft.selected = null;
  store.editTab = "add";
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#find-entry")?.focus());
}

function leave(): void {
  if (store.help) store.help = false;
  else if (draft.placing) draft.placing = null;
  else draft.selected = null;
}
