/** The parts of a scenario: whatever its schema keeps by name or in a list, wherever that stands in it. */

import { resolved, type Schema } from "./fields";
import { isMapping, lastOf, type Plain, valueAt } from "./typing";

export interface Part {
  /** Where it stands in a text, such as traffic.airways. */
  path: string;
  /** Its items are kept by name, or counted from 1. */
  named: boolean;
  label: string;
  /** One of its items, such as airway. */
  one: string;
  description: string;
  /** Of the whole, and of an item. */
  schema: Schema;
  item: Schema;
  required: boolean;
}

export function partsOf(root: Schema): Part[] {
  return within(root, root.$defs?.Scenario ?? {}, "");
}

function within(root: Schema, { properties, required }: Schema, above: string): Part[] {
  return Object.entries(properties ?? {}).flatMap(([key, given]): Part[] => {
    const schema = resolved(root, given);
    const path = above ? `${above}.${key}` : key;
    const item = itemOf(root, schema);
    if (!item) return within(root, schema, path);
    return [partAt(path, schema, item, required?.includes(key) ?? false)];
  });
}

export function partAt(path: string, schema: Schema, item: Schema, required = false): Part {
  const label = lastOf(path).replaceAll("_", " ");
  const named = isMapping(schema.additionalProperties);
  return { path, named, label, one: label.replace(/s$/, ""), description: schema.description ?? "", schema, item, required };
}

/** The schema of the items of a mapping by names, or of a list of mappings; null of anything else. */
export function itemOf(root: Schema, schema: Schema): Schema | null {
  if (isMapping(schema.additionalProperties)) return resolved(root, schema.additionalProperties as Schema);
  const item = schema.items && resolved(root, schema.items);
  return item?.properties ? item : null;
}

/** The path of the item in which something stands, and its part; null where it stands in none. */
export function itemAt(parts: readonly Part[], path: string): { part: Part; item: string } | null {
  const part = parts.find((one) => path.startsWith(`${one.path}.`));
  if (!part) return null;
  const [key] = path.slice(part.path.length + 1).split(".");
  return { part, item: `${part.path}.${key}` };
}

interface Item {
  path: string;
  name: string;
  value: Plain;
}

/** What a part holds, each with its name; items of a list have the one that they say, or their number. */
export function itemsOf({ path, named }: Pick<Part, "path" | "named">, plain: Plain): Item[] {
  const held = valueAt(plain, path);
  if (named) return Object.entries(isMapping(held) ? held : {}).map(([name, value]) => ({ path: `${path}.${name}`, name, value }));
  const all = Array.isArray(held) ? (held as readonly Plain[]) : [];
  return all.map((value, i) => ({ path: `${path}.${i + 1}`, name: String((isMapping(value) && value.name) || i + 1), value }));
}

/** An item in a few words: how many points it has, or the first values that it says. */
export function inShort(value: Plain, points: (number: number) => string): string {
  if (Array.isArray(value)) return points(value.length);
  const said = Object.entries(isMapping(value) ? value : {}).filter(([key, one]) => key !== "name" && ["string", "number"].includes(typeof one));
  return said.slice(0, 2).map(([, one]) => String(one)).join(", ");
}

/** The part to which a message says that something is to be added, by its key or its path; null where it says of none, or of several. */
export function partToAdd(parts: readonly Part[], instead: string): Part | null {
  const named = /\badd (?:it to )?([\w.]*\w)/.exec(instead)?.[1];
  const found = parts.filter(({ path }) => path === named || lastOf(path) === named);
  return found.length === 1 ? (found[0] as Part) : null;
}
