/** What adds an item to a part: by the catalogue or on the map where that is the way, and for all others by the schema. */

import type { Part } from "../../data/parts";
import { draft } from "../../state/draft.svelte";
import { beginRoute } from "../../state/drawing.svelte";
import { findEntry } from "../../state/editKeys";
import { addTo, newIn } from "../../state/parts";
import { words } from "../../words";

const BY_HAND: Record<string, () => void> = {
  "blue.units": findEntry,
  "red.units": findEntry,
  "red.routes": beginRoute,
  places: () => (draft.tool = { does: "place", kind: "place", entry: "place", title: words.edit.newPlace }),
};

/** How one more is asked for, the part in which something must stand first, and what then happens. */
export function adder(part: Part): { label: string; missing: string | null; act: () => void } {
  const act = BY_HAND[part.path] ?? (() => void addTo(part));
  const [missing = null] = part.path in BY_HAND || !draft.schema ? [] : newIn(part).missing;
  const first = missing && draft.parts.find(({ path }) => path === missing);
  return { label: first ? words.edit.parts.first(first.one) : words.edit.parts.add(words.edit.ones[part.path] ?? part.one), missing, act };
}

/** The parts to which nothing is added by hand. */
export const byForm = () => draft.parts.filter(({ path }) => !(path in BY_HAND));
