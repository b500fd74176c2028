/** Groups of keys of which a mapping has exactly one, such as middle and radius of a circle, or corners of a polygon. */

import type { Schema } from "./fields";
import { isMapping, type Plain } from "./typing";

type Keys = readonly string[];

/** The groups, as a schema of a mapping says them: by what each requires. */
export const alternativesOf = (schema: Schema): readonly Keys[] => (schema.properties ? (schema.oneOf ?? []).map((one) => one.required ?? []) : []);

const has = (value: Plain | undefined, key: string) => isMapping(value) && Object.hasOwn(value, key);

/** The group of which a value has a key, the first such; -1 for none. */
export const whichOf = (schema: Schema, value: Plain | undefined) => alternativesOf(schema).findIndex((keys) => keys.some((key) => has(value, key)));

export const chosenOf = (schema: Schema, value: Plain | undefined): Keys => alternativesOf(schema)[whichOf(schema, value)] ?? [];

/** Keys that are not to be filled in, since another group is chosen; one that the value has all the same is to be seen. */
export function passedOver(schema: Schema, value: Plain | undefined): Keys {
  const chosen = chosenOf(schema, value);
  if (chosen.length === 0) return [];
  return alternativesOf(schema).flat().filter((key) => !chosen.includes(key) && !has(value, key));
}

/** What a value gains and loses where it is to have another group, by its number. */
export function exchanged(schema: Schema, value: Plain | undefined, wanted: number): { begin: string[]; drop: string[] } {
  const all = alternativesOf(schema);
  const kept = all[wanted] ?? [];
  return {
    begin: kept.filter((key) => !has(value, key)),
    drop: [...new Set(all.flat())].filter((key) => !kept.includes(key) && has(value, key)),
  };
}
