/** What a user does to a scenario, as changes by path. */

import type { Point } from "../api/contract";
import type { CatalogueRow } from "../api/draftContract";
import { beginning, schemaAt } from "../data/fields";
import { freeName, isMapping, lastOf, parentOf, type Plain, position, replaced, typed, valueAt } from "../data/typing";
import { draft } from "./draft.svelte";
import { change } from "./draftSteps";

/** Names under a path of the text, such as blue.units. */
function namesUnder(path: string): Set<string> {
  const value = valueAt(draft.plain, path);
  return new Set(isMapping(value) ? Object.keys(value) : []);
}

/** All names that something can refer to: units, places, routes. */
export const allNames = () => [
  ...new Set(["blue.units", "places", "red.routes", "red.units"].flatMap((path) => [...namesUnder(path)])),
];

/** Put down what is being placed. */
export async function place(at: Point): Promise<void> {
  const { tool, schema } = draft;
  if (tool?.does !== "place" || !schema) return;
  const under = tool.kind === "unit" ? "blue.units" : "places";
  const name = freeName(tool.entry, new Set(allNames()));
  const made: Record<string, Plain> = { ...example(under), at: position(at) };
  if (tool.kind === "unit") made.is = tool.entry;
  draft.tool = null;
  await add(`${under}.${name}`, made);
}

/** What stands under a path must have, filled with examples. */
function example(under: string): Record<string, Plain> {
  const { schema } = draft;
  const found = schema && schemaAt(schema, `${under}.new`);
  return schema && found ? beginning(schema, found) : {};
}

async function add(path: string, value: Plain): Promise<void> {
  if (await change([{ path, value: typed(value) }])) draft.selected = path;
}

/** Add a group of threats to the raid, on a route and against what that leads to. */
export function addGroup({ id, speed, height }: CatalogueRow, route: string): Promise<void> {
  const waypoints = valueAt(draft.plain, `red.routes.${route}`);
  const last = Array.isArray(waypoints) ? String(waypoints.at(-1)) : "";
  const target = /^\s*target\s+(\S+)/.exec(last)?.[1];
  const name = freeName(id, new Set(allNames()));
  const made = { ...example("red.units"), is: id, route, ...(speed && { speed }), ...(height && { height }), ...(target ? { mission: { strike: target } } : {}) };
  return add(`red.units.${name}`, made);
}

/** Move a unit, a place or a point of a route. */
export function move(path: string, at: Point): Promise<boolean> {
  if (/^red\.routes\./.test(path)) {
    const was = String(valueAt(draft.plain, path) ?? "");
    return change([{ path, value: replaced(was, { at }) }]);
  }
  return change([{ path: `${path}.at`, value: position(at) }]);
}

/** A second one beside the first. */
export async function copy(path: string): Promise<void> {
  const value = valueAt(draft.plain, path);
  const name = freeName(lastOf(path), new Set(allNames()));
  if (Array.isArray(value)) await add(`${parentOf(path)}.${name}`, value);
  if (!isMapping(value)) return;
  const at = draft.scene?.units.find((unit) => unit.path === path)?.at ?? draft.scene?.places.find(({ name: one }) => `places.${one}` === path)?.at;
  await add(`${parentOf(path)}.${name}`, at ? { ...value, at: position([at[0] + BESIDE, at[1]]) } : value);
}

/** Degrees of longitude to the east: about two kilometres. */
const BESIDE = 0.025;

/** Take out what stands at a path; the last item of a list with the list, which is none without it. */
export async function remove(path: string): Promise<void> {
  const around = valueAt(draft.plain, parentOf(path));
  const whole = Array.isArray(around) && around.length === 1 ? parentOf(path) : path;
  if ((await change([{ path: whole, value: null }], path)) && draft.selected === path) draft.selected = null;
}

/** What is called by a name of its own, with that: its key, or what it says where it is one of a list. */
export function nameOf(path: string): string {
  return path.startsWith("blue.links.") ? String(valueAt(draft.plain, `${path}.name`) ?? "") : lastOf(path);
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
  if (draft.selected === path && !path.startsWith("blue.links.")) draft.selected = `${parentOf(path)}.${name}`;
  return true;
}

/** Set a field; an empty one is taken out. */
export function setField(path: string, value: string): Promise<boolean> {
  const was = valueAt(draft.plain, path);
  if (value.trim() === "" && was === undefined) return Promise.resolve(false);
  if (was !== undefined && String(was) === value.trim()) return Promise.resolve(false);
  return change([{ path, value: value.trim() === "" ? null : value.trim() }], path);
}
