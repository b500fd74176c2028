/** Items of the parts of a scenario, whichever these are: new ones, copies, and out again. As changes by path. */

import type { Point } from "../api/contract";
import type { Change, Spot } from "../api/draftContract";
import { exchanged } from "../data/alternatives";
import { beginning, begun, type Here } from "../data/beginning";
import { type Schema, schemaAt } from "../data/fields";
import { itemAt, itemsOf, type Part } from "../data/parts";
import { standsNow } from "../data/stands";
import { freeName, isMapping, isTarget, lastOf, parentOf, type Plain, position, typed, valueAt } from "../data/typing";
import { mapActions } from "./actions";
import { draft } from "./draft.svelte";
import { change, changeBy } from "./draftSteps";

/** Degrees of longitude to the east, for a copy: about two kilometres. */
const BESIDE = 0.025;
const NEAR: Point = [0.1, 0.07];

/** The text, and where on the map something new belongs. */
export function here(at?: Point): Here {
  const view = mapActions.view();
  return { plain: draft.plain, at: at ?? view?.at ?? draft.scene?.spots[0]?.at ?? [0, 0], reach: view?.reach ?? NEAR };
}

/** All names that are taken in some part. */
export const allNames = () => [...new Set(draft.parts.flatMap((part) => itemsOf(part, draft.plain).map(({ name }) => name)))];
const free = (name: string) => freeName(name, new Set(allNames()));

/** The change that writes a value where there is none, with all that must stand about it. */
function putting(path: string, value: Plain): Change {
  let [where, made] = [path, value];
  while (parentOf(where) && valueAt(draft.plain, parentOf(where)) === undefined) {
    made = { [lastOf(where)]: made };
    where = parentOf(where);
  }
  return { path: where, value: typed(made) };
}

/** Write it, and choose it. */
export async function add(path: string, value: Plain): Promise<boolean> {
  const done = await change([putting(path, value)], path);
  if (done) draft.selected = path;
  return done;
}

/** The new item of a part; null with what it must refer to and the text has not. */
export function newIn(part: Pick<Part, "schema" | "item">): { value: Plain; missing: string[] } {
  return begun(draft.schema ?? {}, part, here());
}

/** One more item of a part, under a free name, and it is chosen; `within` what is chosen, that stays so. */
export async function addTo(part: Part, within = false): Promise<void> {
  await more(part, newIn(part).value, part.one, part.path, !within);
}

/** One more item of a part: its name is free and its number the next in its turn, when those before it are there. */
async function more(part: Part, value: Plain, name: string, about: string, chosen = true): Promise<void> {
  let path = "";
  const made = () => {
    path = part.named ? `${part.path}.${free(name)}` : behind(part.path);
    return [part.named ? putting(path, value) : { path: `${part.path}+`, value: typed(named(value, name)) }];
  };
  if ((await changeBy(made, about)) && chosen) draft.selected = path;
}

/** What says its name itself has one that is free. */
const named = (value: Plain, name: string): Plain => (isMapping(value) && "name" in value ? { ...value, name: free(name) } : value);

/** The path of one more item of a list. */
function behind(list: string): string {
  const held = valueAt(draft.plain, list);
  return `${list}.${Array.isArray(held) ? held.length + 1 : 1}`;
}

/** A second one beside the first. */
export async function copy(path: string): Promise<void> {
  const value = valueAt(draft.plain, path);
  const found = itemAt(draft.parts, path);
  if (value === undefined || !found) return;
  const beside = (draft.scene?.spots ?? []).reduce((made, spot) => moved(made, path, spot), value);
  await more(found.part, beside, nameOf(path), path);
}

/** A value at a path with a position in it a little to the east; what lies where its target does stays there. */
function moved(value: Plain, path: string, { path: place, at }: Spot): Plain {
  if (place === path) return typeof value === "string" && !isTarget(value) ? value.replace(/^.*?(?=\s+at\s|$)/, position([at[0] + BESIDE, at[1]])) : value;
  if (!place.startsWith(`${path}.`)) return value;
  const key = place.slice(path.length + 1).split(".")[0] as string;
  const inner = (one: Plain) => moved(one, `${path}.${key}`, { path: place, at });
  if (Array.isArray(value)) return (value as readonly Plain[]).map((one, i) => (i + 1 === Number(key) ? inner(one) : one));
  return isMapping(value) && key in value ? { ...value, [key]: inner(value[key] as Plain) } : value;
}

/** Say something by another group of keys: what these need is begun where the thing is, and the other group goes, in one step. */
export function sayBy(path: string, schema: Schema, wanted: number): Promise<boolean> {
  const value = valueAt(draft.plain, path);
  const { begin, drop } = exchanged(schema, value, wanted);
  const made = beginning(draft.schema ?? {}, { ...schema, required: begin }, here(middleOf(path)));
  const added = begin.flatMap((key) => (made[key] === undefined ? [] : [{ path: `${path}.${key}`, value: typed(made[key]) }]));
  return change([...added, ...drop.map((key) => ({ path: `${path}.${key}`, value: null }))], path);
}

/** The middle of all the points that something has on the map. */
function middleOf(path: string): Point | undefined {
  const points = (draft.scene?.spots ?? []).filter((spot) => spot.path.startsWith(`${path}.`)).map(({ at }) => at);
  const mean = (axis: 0 | 1) => points.reduce((sum, at) => sum + at[axis], 0) / points.length;
  return points.length > 0 ? [mean(0), mean(1)] : undefined;
}

/** Take out what stands at a path; with the last of a list or a mapping that whole one, where it may be left out. */
export async function remove(path: string): Promise<void> {
  const { plain } = draft;
  const stood = valueAt(plain, path) !== undefined;
  const found = (): Change[] => {
    let whole = standsNow(plain, draft.plain, path);
    // Somebody pressed twice: it is gone already, as was wished.
    if (whole === null || (stood && valueAt(draft.plain, whole) === undefined)) return [];
    for (let around = parentOf(whole); around && holdsOne(around) && mayGo(around); around = parentOf(whole)) whole = around;
    return [{ path: whole, value: null }];
  };
  if ((await changeBy(found, path)) && draft.selected === path) draft.selected = null;
}

function holdsOne(path: string): boolean {
  const value = valueAt(draft.plain, path);
  return Array.isArray(value) ? value.length === 1 : isMapping(value) && Object.keys(value).length === 1;
}

/** Whether the schema lets a text be without what stands at a path. */
function mayGo(path: string): boolean {
  const above = draft.schema && schemaAt(draft.schema, parentOf(path), draft.plain);
  return !above?.required?.includes(lastOf(path));
}

/** What something is called: its key, or what it says where it is one of a list. */
export function nameOf(path: string): string {
  const found = itemAt(draft.parts, path);
  if (!found || found.part.named || found.item !== path) return lastOf(path);
  return itemsOf(found.part, draft.plain).find((one) => one.path === path)?.name ?? lastOf(path);
}
