import { expect, test } from "vitest";
import { type Field, fieldsAt, firstKey, namesFor, type Schema, schemaAt, variantOf } from "./fields";

const name = { type: ["string", "integer"], pattern: "^[a-z0-9][a-z0-9_-]{0,63}$" };
const schema: Schema = {
  $defs: {
    Scenario: { properties: { scenario: { enum: [1, "1"] }, title: { type: "string" }, blue: { allOf: [{ $ref: "#/$defs/Blue" }], description: "Own words." } } },
    Blue: {
      description: "The defence.",
      type: "object",
      properties: {
        units: { type: "object", additionalProperties: { $ref: "#/$defs/Unit" } },
        links: { type: "array", items: { $ref: "#/$defs/Unit" } },
      },
    },
    Unit: {
      type: "object",
      properties: {
        is: { ...name, examples: ["pantsir-s1"], description: "Entry." },
        alert: { enum: ["ready", "cold"] },
        merging: { type: ["boolean", "string"] },
        value: { type: ["number", "string"], examples: [10] },
        joins: { type: "array", items: name },
        mission: { oneOf: [{ $ref: "#/$defs/Strike" }, { $ref: "#/$defs/Look" }] },
      },
      required: ["is", "value"],
    },
    Strike: { type: "object", properties: { strike: name, dive: { type: "string" } }, required: ["strike"] },
    Look: { type: "object", properties: { look: { ...name, examples: ["depot"] } }, required: ["look"] },
  },
};
const refers = (schema: Schema, ...paths: string[]): Schema => ({ ...schema, "x-names": paths });
const plain = { title: "T", blue: { units: { a: { is: "x", mission: { look: "depot" } } }, links: [{ is: "y" }] } };
const kinds = (fields: Field[]) => fields.map(({ key, kind }) => `${key} ${kind}`);

test("each key of the schema is a field of its kind", () => {
  const fields = fieldsAt(schema, "blue.units.a", plain);
  expect(kinds(fields)).toEqual(["is name", "alert choice", "merging flag", "value text", "joins names", "mission variants"]);
  expect(fields[0]).toMatchObject({ path: "blue.units.a.is", required: true, description: "Entry.", example: "pantsir-s1" });
  expect(fields[1]?.options).toEqual(["ready", "cold"]);
  expect(kinds(fieldsAt(schema, "blue", plain))).toEqual(["units map", "links list"]);
});

test("a number that may be written as text is one choice", () => {
  expect(fieldsAt(schema, "", plain)[0]?.options).toEqual(["1"]);
});

test("a key that the schema gains is a field without a change here", () => {
  const grown = structuredClone(schema) as { $defs: { Unit: { properties: Record<string, Schema> } } };
  grown.$defs.Unit.properties.camouflage = { enum: ["none", "nets"] };
  expect(kinds(fieldsAt(grown as Schema, "blue.units.a", plain)).at(-1)).toBe("camouflage choice");
});

test("a field that takes names offers those that there are, and not its own", () => {
  const under = refers({ type: ["string"] }, "blue.units", "places");
  const root: Schema = { $defs: { Scenario: { properties: { blue: { properties: { units: { additionalProperties: { properties: { under } } } } } } } } };
  const text = { blue: { units: { a: {}, b: {}, place: {} } }, places: { b: {}, c: {} } };
  const field = fieldsAt(root, "blue.units.a", text)[0] as Field;
  expect(field.namesOf).toEqual(["blue.units", "places"]);
  expect(namesFor(field, text)).toEqual(["b", "place", "c"]);
  expect(namesFor(field, {})).toEqual([]);
});

test("positions are fields of their own, and so are lists of them and words of a list", () => {
  const spot: Schema = { type: "string", "x-form": "position" };
  const way: Schema = { type: "string", "x-form": "waypoint" };
  const properties = { at: spot, corners: { type: "array", items: spot }, points: { type: "array", items: way }, under: { type: "array", items: { enum: ["free", "tight"] } } };
  const fields = fieldsAt({ $defs: { Scenario: { properties } } }, "", {});
  expect(kinds(fields)).toEqual(["at position", "corners points", "points points", "under names"]);
  expect(fields.at(-1)?.options).toEqual(["free", "tight"]);
});

test("references and lists are followed, and own words win over those of what is referred to", () => {
  expect(schemaAt(schema, "blue")?.description).toBe("Own words.");
  expect(schemaAt(schema, "blue.links.1.alert")?.enum).toEqual(["ready", "cold"]);
  expect(schemaAt(schema, "blue.tanks")).toBeNull();
  expect(fieldsAt(schema, "blue.tanks", plain)).toEqual([]);
});

test("one of several mappings is known by what it has", () => {
  expect(kinds(fieldsAt(schema, "blue.units.a.mission", plain))).toEqual(["look name"]);
  const mission = schemaAt(schema, "blue.units.a.mission") as Schema;
  expect(firstKey(variantOf(schema, mission, { strike: "a" }))).toBe("strike");
});
