/** Keys while a scenario is edited. None but undo and redo does anything while a user writes. */

import { mapActions } from "./actions";
import { draft } from "./draft.svelte";
import { redo, undo } from "./draftSteps";
import { beginRoute, dropPoint, endRoute } from "./drawing.svelte";
import { copy, remove } from "./parts";
import { addBehind, removeWaypoint } from "./routes";
import { store } from "./store.svelte";

const keys: Record<string, () => void> = {
  Delete: takeOut,
  Backspace: () => (drawing() ? dropPoint() : takeOut()),
  Enter: () => (drawing() ? void endRoute() : (draft.tool = null)),
  Insert: () => draft.spot && /\.\d+$/.test(draft.spot) && void addBehind(draft.spot),
  c: () => draft.selected && void copy(draft.selected),
  F2: () => {
    // The row that has the focus is meant before what is selected.
    const row = document.activeElement?.closest<HTMLElement>("aside [data-name]")?.dataset.name;
    if (row) draft.selected = row;
    draft.naming = draft.selected !== null;
  },
  r: beginRoute,
  l: () => {
    const unit = /^blue\.units\.(.+)$/.exec(draft.selected ?? "")?.[1];
    if (unit) draft.tool = { does: "link", from: unit };
  },
  y: () => (store.yaml = !store.yaml),
  "/": findEntry,
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
  const form = writing && !target.matches("[data-testid=yaml]");
  if ((ctrlKey || metaKey) && !form && (key === "z" || key === "y")) {
    event.preventDefault();
    void (key === "y" || shiftKey ? redo() : undo());
    return;
  }
  if (ctrlKey || metaKey || altKey || (writing && key !== "Escape")) return;
  // Enter is that of the button or row which has the focus, but for a route that is drawn.
  if (key === "Enter" && (!draft.tool || target instanceof HTMLButtonElement)) return;
  const act = keys[key];
  if (!act) return;
  event.preventDefault();
  act();
}

export function findEntry(): void {
  draft.selected = null;
  store.editTab = "add";
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#find-entry")?.focus());
}

const drawing = () => draft.tool?.does === "draw";

/** Take out the waypoint that is chosen, and else what is selected. */
function takeOut(): void {
  const { selected, spot } = draft;
  if (spot) void removeWaypoint(spot);
  else if (selected) void remove(selected);
}

function leave(): void {
  if (store.help) store.help = false;
  else if (draft.tool) draft.tool = null;
  else if (draft.spot) draft.spot = null;
  else draft.selected = null;
}
