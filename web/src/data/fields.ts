/** The fields of a form, from the JSON Schema of scenarios: a new key of the schema is a new field, without code here. */

import { alternativesOf, chosenOf, passedOver } from "./alternatives";
import { isMapping, type Plain, valueAt } from "./typing";

export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly (string | number)[];
  readonly required?: readonly string[];
  readonly examples?: readonly Plain[];
  readonly pattern?: string;
  /** Where the names stand of which this takes one, or some: paths of mappings in the text. */
  readonly "x-names"?: readonly string[];
  /** That a text is a place on the map. */
  readonly "x-form"?: Form;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export type Form = "position" | "waypoint";
type Kind = "choice" | "flag" | "name" | "text" | "prose" | "names" | "position" | "points" | "list" | "group" | "variants" | "map" | "alternatives";

export interface Field {
  key: string;
  path: string;
  kind: Kind;
  label: string;
  description: string;
  example: Plain | undefined;
  required: boolean;
  /** Of a choice, or of some choices. */
  options: readonly string[];
  /** Where the names stand that it may take; none where it takes names of elsewhere, such as of the catalogue. */
  namesOf: readonly string[];
  schema: Schema;
}

/** What names look like in this schema: whatever takes one is offered the names that there are. */
const NAME = "^[a-z0-9][a-z0-9_-]{0,63}$";

/** And text in words. */
const WORDS = "\\S";

/** A schema with what it refers to in its place. */
export function resolved(root: Schema, schema: Schema): Schema {
  let found = schema;
  for (let depth = 0; depth < 8; depth++) {
    const inner = found.$ref ? root.$defs?.[found.$ref.replace("#/$defs/", "")] : found.allOf?.length === 1 ? found.allOf[0] : null;
    if (!inner) return found;
    const { $ref: _, allOf: __, ...own } = found;
    found = { ...inner, ...own };
  }
  return found;
}

/** The schema of what stands at a path of a text; null where the schema knows of no such thing. */
export function schemaAt(root: Schema, path: string, plain?: Plain): Schema | null {
  let schema: Schema | undefined = root.$defs?.Scenario;
  let walked = "";
  for (const part of path ? path.split(".") : []) {
    if (!schema) return null;
    const known: Schema = variantOf(root, resolved(root, schema), plain === undefined ? undefined : valueAt(plain, walked));
    const others = known.additionalProperties;
    schema = known.properties?.[part] ?? known.items ?? (isMapping(others) ? (others as Schema) : undefined);
    walked = walked ? `${walked}.${part}` : part;
  }
  return schema ? resolved(root, schema) : null;
}

/** Of a schema that is one of several, the one whose required keys the value has; any other schema as it is. */
export function variantOf(root: Schema, schema: Schema, value: Plain | undefined): Schema {
  if (!schema.oneOf || schema.properties) return schema;
  const all = schema.oneOf.map((one) => resolved(root, one));
  const fits = (one: Schema) => isMapping(value) && Object.keys(one.properties ?? {}).length > 0 && Object.hasOwn(value, firstKey(one));
  return all.find(fits) ?? schema;
}

/** The key by which one of several mappings is known from the others. */
export const firstKey = (schema: Schema) => schema.required?.[0] ?? Object.keys(schema.properties ?? {})[0] ?? "";

/** The fields of what stands at a path: those that it has and must have first, in the order of the schema. */
export function fieldsAt(root: Schema, path: string, plain: Plain): Field[] {
  const found = schemaAt(root, path, plain);
  const schema = found && variantOf(root, found, valueAt(plain, path));
  if (!schema) return [];
  const value = valueAt(plain, path);
  const [chosen, others] = [chosenOf(schema, value), passedOver(schema, value)];
  const required = new Set([...(schema.required ?? []), ...chosen]);
  const keys = Object.entries(schema.properties ?? {}).filter(([key]) => !others.includes(key));
  const fields = keys.map(([key, one]) => fieldOf(root, one, { key, path: path ? `${path}.${key}` : key, required: required.has(key) }));
  return alternativesOf(schema).length > 0 ? [choiceOf(path, schema), ...fields] : fields;
}

/** Which of several groups of keys a mapping has is chosen above the fields. */
function choiceOf(path: string, schema: Schema): Field {
  const options = alternativesOf(schema).map((_, i) => String(i));
  return { key: "", path, kind: "alternatives", label: "", description: "", example: undefined, required: true, options, namesOf: [], schema };
}

function fieldOf(root: Schema, given: Schema, of: { key: string; path: string; required: boolean }): Field {
  const schema = resolved(root, given);
  return {
    ...of,
    kind: kindOf(root, schema),
    label: of.key.replaceAll("_", " "),
    description: schema.description ?? "",
    example: schema.examples?.[0],
    // A number may be written as text too: it is one choice.
    options: [...new Set((schema.enum ?? resolved(root, schema.items ?? {}).enum ?? []).map(String))],
    namesOf: schema["x-names"] ?? [],
    schema,
  };
}

/** The names under some paths of a text. */
export const namesUnder = (paths: readonly string[], plain: Plain): string[] =>
  paths.flatMap((path) => Object.keys((valueAt(plain, path) as object | undefined) ?? {}));

/** The names that a field may take, of what the text holds, but for that of the thing itself. */
export function namesFor({ namesOf, path }: Field, plain: Plain): string[] {
  const own = path.split(".").at(-2);
  const found = namesOf.flatMap((one) => namesUnder([one], plain).filter((name) => !path.startsWith(`${one}.`) || name !== own));
  return [...new Set(found)];
}

/** Of a text that is a place on the map, which of the two. */
export const formOf = (root: Schema, schema: Schema | undefined): Form | undefined => schema && resolved(root, schema)["x-form"];

function kindOf(root: Schema, schema: Schema): Kind {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (schema.oneOf && !schema.properties) return "variants";
  if (schema.enum) return "choice";
  if (types.includes("boolean") && !types.includes("number")) return "flag";
  if (schema.properties) return "group";
  if (isMapping(schema.additionalProperties)) return "map";
  if (types.includes("array")) return formOf(root, schema.items) ? "points" : schema.items && resolved(root, schema.items).properties ? "list" : "names";
  if (schema["x-form"]) return "position";
  return schema.pattern === NAME ? "name" : schema.pattern === WORDS ? "prose" : "text";
}
