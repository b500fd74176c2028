/** Positions of fields and of lists that are said by clicks on the map. */

import type { Point } from "../api/contract";
import { replaced, valueAt } from "../data/typing";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";
import { drawing } from "./drawing.svelte";

/** Say the position at a path by the next click; with `more`, one more of a list by each. */
export function beginPick(path: string, label: string, more: boolean): void {
  Object.assign(drawing, { points: [], pointer: null });
  draft.tool = { does: "pick", path, label, more };
}

export async function pick(at: Point): Promise<void> {
  const { tool } = draft;
  if (tool?.does !== "pick") return;
  const { path, more } = tool;
  // Points are drawn while their list is not yet whole.
  if (more) drawing.points = [...drawing.points, { at, target: null, height: "" }];
  else draft.tool = null;
  const was = more ? "" : String(valueAt(draft.plain, path) ?? "");
  await change([{ path: more ? `${path}+` : path, value: replaced(was, { at }) }], path);
}
