/** The way from what is said about a path to its field in the form. */

import { tick } from "svelte";
import { itemAt } from "../data/parts";
import { parentOf } from "../data/typing";
import { draft } from "./draft.svelte";
import { store } from "./store.svelte";

/** Choose what stands at a path or holds it, and give the focus to its field; to that about it where it has none. */
export async function show(path: string): Promise<void> {
  store.folded = false;
  draft.selected = itemAt(draft.parts, path)?.item ?? null;
  if (!draft.selected) store.editTab = "exercise";
  await tick();
  for (let at = path; at; at = parentOf(at)) {
    const field = document.querySelector<HTMLElement>(`aside [data-path="${CSS.escape(at)}"]`);
    if (!field) continue;
    for (let around = field.closest("details"); around; around = around.parentElement?.closest("details") ?? null) around.open = true;
    // What was chosen takes the focus first.
    requestAnimationFrame(() => field.focus());
    return;
  }
}
