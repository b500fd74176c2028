/** With what something new begins: the schema's own examples, moved to where the map is and to the names that there are. */

import type { Point } from "../api/contract";
import { formOf, namesUnder, resolved, type Schema, variantOf } from "./fields";
import type { Part } from "./parts";
import { isMapping, type Plain, position } from "./typing";

/** What a beginning is fitted to: the text, and the middle of the map with the reach of what is put about it, in degrees. */
export interface Here {
  plain: Plain;
  at: Point;
  reach: Point;
}

/** Where the names should stand that are missing. */
type Missing = string[];

/** What a mapping must have: a beginning that a user changes. */
export function beginning(root: Schema, schema: Schema, here: Here, missing: Missing = []): Record<string, Plain> {
  const { required = [], properties = {} } = resolved(root, schema);
  const made = required.map((key): [string, Plain | undefined] => {
    const one = resolved(root, properties[key] ?? {});
    return [key, one.examples && fitted(root, one, one.examples[0] as Plain, here, missing)];
  });
  return Object.fromEntries(made.filter((one): one is [string, Plain] => one[1] !== undefined));
}

/** A new item of a part, and where names should stand that it needs and the text has not. */
export function begun(root: Schema, { schema, item }: Pick<Part, "schema" | "item">, here: Here): { value: Plain; missing: Missing } {
  const missing: Missing = [];
  const [example] = Object.values((schema.examples?.[0] ?? {}) as Record<string, Plain>);
  const form = formOf(root, item.items);
  if (form) return { value: about(here, form === "waypoint" ? 2 : 3), missing };
  const value = example !== undefined && isMapping(schema.additionalProperties) ? fitted(root, item, example, here, missing) : beginning(root, item, here, missing);
  return { value, missing };
}

function fitted(root: Schema, given: Schema, example: Plain, here: Here, missing: Missing): Plain {
  const schema = variantOf(root, resolved(root, given), example);
  if (schema["x-names"]) return called(schema["x-names"], example, here.plain, missing);
  if (formOf(root, schema)) return position(here.at);
  if (Array.isArray(example)) {
    const items = example as readonly Plain[];
    return formOf(root, schema.items) ? about(here, items.length) : items.map((one) => fitted(root, schema.items ?? {}, one, here, missing));
  }
  if (!isMapping(example)) return example;
  return Object.fromEntries(Object.entries(example).map(([key, one]) => [key, fitted(root, schema.properties?.[key] ?? {}, one, here, missing)]));
}

/** Names of the text in place of those of an example. */
function called(paths: readonly string[], example: Plain, plain: Plain, missing: Missing): Plain {
  const names = namesUnder(paths, plain);
  const wanted = Array.isArray(example) ? example.length : 1;
  if (names.length < wanted) {
    missing.push(...paths);
    return example;
  }
  if (Array.isArray(example)) return names.slice(0, wanted);
  return names.includes(String(example)) ? example : (names[0] ?? example);
}

/** Points about the middle of the map, clockwise from its west. */
function about({ at, reach }: Here, number: number): string[] {
  return Array.from({ length: number }, (_, i) => {
    const angle = (2 * Math.PI * i) / number;
    return position([at[0] - reach[0] * Math.cos(angle), at[1] + reach[1] * Math.sin(angle)]);
  });
}
