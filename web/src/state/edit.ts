/** What a user does to a scenario, as changes by path. */

import type { Point } from "../api/contract";
import type { CatalogueRow } from "../api/draftContract";
import { beginning } from "../data/beginning";
import { schemaAt } from "../data/fields";
import { itemAt } from "../data/parts";
import { freeName, parentOf, type Plain, replaced, valueAt } from "../data/typing";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";
import { add, allNames, here, nameOf, remove } from "./parts";

/** Put down what is being placed. */
export async function place(at: Point): Promise<void> {
  const { tool, schema } = draft;
  if (tool?.does !== "place" || !schema) return;
  const under = tool.kind === "unit" ? "blue.units" : "places";
  const name = freeName(tool.entry, new Set(allNames()));
  const made: Record<string, Plain> = example(under, at);
  if (tool.kind === "unit") made.is = tool.entry;
  draft.tool = null;
  await add(`${under}.${name}`, made);
}

/** What stands under a path must have, filled with examples. */
function example(under: string, at?: Point): Record<string, Plain> {
  const { schema } = draft;
  const found = schema && schemaAt(schema, `${under}.new`);
  return schema && found ? beginning(schema, found, here(at)) : {};
}

/** Add a group of threats to the raid, on a route and against what that leads to. */
export async function addGroup({ id, speed, height }: CatalogueRow, route: string): Promise<void> {
  const waypoints = valueAt(draft.plain, `red.routes.${route}`);
  const last = Array.isArray(waypoints) ? String(waypoints.at(-1)) : "";
  const target = /^\s*target\s+(\S+)/.exec(last)?.[1];
  const name = freeName(id, new Set(allNames()));
  const made = { ...example("red.units"), is: id, route, ...(speed && { speed }), ...(height && { height }), ...(target ? { mission: { strike: target } } : {}) };
  await add(`red.units.${name}`, made);
}

/** Move what stands at a place, or a point by its own path. */
export function move(path: string, at: Point): Promise<boolean> {
  const own = draft.scene?.spots.some((spot) => spot.path === path) ? path : `${path}.at`;
  return change([{ path: own, value: replaced(String(valueAt(draft.plain, own) ?? ""), { at }) }]);
}

/** Choose a row. A second click on it falls on the form that has taken its place, and means that its name is written. */
export function choose(path: string): void {
  draft.selected = path;
  const again = (event: MouseEvent) => {
    if (event.detail < 2) return;
    event.preventDefault();
    event.stopPropagation();
    draft.naming = true;
  };
  addEventListener("click", again, { capture: true, once: true });
}

/** Give something another name, here and wherever the text refers to it. */
export async function rename(path: string, to: string): Promise<boolean> {
  const name = to.trim();
  if (name === nameOf(path)) return true;
  if (!(await change([{ path, rename: name }]))) return false;
  if (draft.selected === path && itemAt(draft.parts, path)?.part.named) draft.selected = `${parentOf(path)}.${name}`;
  return true;
}

/** Set a field; an empty one is taken out. */
export async function setField(path: string, value: string): Promise<void> {
  const was = valueAt(draft.plain, path);
  const said = value.trim();
  if (was === undefined ? said === "" : String(was) === said) return;
  if (said === "") await remove(path);
  else await change([{ path, value: said }], path);
}
