import { expect, test } from "vitest";
import { beginning, begun, type Here } from "./beginning";
import type { Schema } from "./fields";
import { inShort, itemAt, itemsOf, type Part, partsOf, partToAdd } from "./parts";
import type { Plain } from "./typing";

const spot: Schema = { type: "string", "x-form": "position", examples: ["44.82 N 20.46 E"] };
const way: Schema = { type: "string", "x-form": "waypoint", examples: ["44.30 N 20.00 E"] };
const airway: Schema = { type: "string", "x-names": ["traffic.airways"], examples: ["balkan"] };
const schema: Schema = {
  $defs: {
    Scenario: { properties: { title: { type: "string" }, blue: { $ref: "#/$defs/Blue" }, traffic: { $ref: "#/$defs/Traffic" } } },
    Blue: {
      properties: {
        zones: { additionalProperties: { $ref: "#/$defs/Zone" }, examples: [{ town: { around: "44.82 N 20.46 E", radius: "5 km" } }], description: "Zones." },
        links: { type: "array", items: { $ref: "#/$defs/Link" } },
      },
      required: ["links"],
    },
    Zone: { properties: { around: spot, radius: { type: "string" }, corners: { type: "array", items: spot } } },
    Link: { properties: { name: { type: "string" }, joins: { type: "array", items: {}, "x-names": ["blue.units"], examples: [["a", "b"]] } }, required: ["name", "joins"] },
    Traffic: {
      properties: { airways: { additionalProperties: { type: "array", items: way } }, flights: { additionalProperties: { $ref: "#/$defs/Flight" } } },
    },
    Flight: { properties: { is: { type: "string", examples: ["a320"] }, airway }, required: ["is", "airway"] },
  },
};
const parts = partsOf(schema);
const here: Here = { plain: { blue: { units: { x: {}, y: {} } }, traffic: { airways: { north: [] } } }, at: [20, 44], reach: [1, 0.5] };
const part = (path: string) => parts.find((one) => one.path === path) as Part;

test("whatever the schema keeps by name or in a list is a part, wherever it stands", () => {
  expect(parts.map(({ path, one, named, required }) => [path, one, named, required])).toEqual([
    ["blue.zones", "zone", true, false], ["blue.links", "link", false, true], ["traffic.airways", "airway", true, false], ["traffic.flights", "flight", true, false],
  ]); // prettier-ignore
});

test("a part that the schema gains is there without a change here", () => {
  const grown = structuredClone(schema) as { $defs: { Scenario: { properties: Record<string, Schema> } } };
  grown.$defs.Scenario.properties.minefields = { additionalProperties: { properties: { at: spot } } };
  expect(partsOf(grown as Schema).at(-1)).toMatchObject({ path: "minefields", one: "minefield" });
});

test("something new begins with examples, in the middle of the map, with names that there are", () => {
  expect(begun(schema, part("blue.zones"), here).value).toEqual({ around: "44.0000 N 20.0000 E", radius: "5 km" });
  expect(begun(schema, part("traffic.airways"), here).value).toEqual(["44.0000 N 19.0000 E", "44.0000 N 21.0000 E"]);
  expect(begun(schema, part("traffic.flights"), here)).toEqual({ value: { is: "a320", airway: "north" }, missing: [] });
  expect(beginning(schema, schema.$defs?.Link as Schema, here)).toEqual({ joins: ["x", "y"] });
});

test("what must stand somewhere first is said", () => {
  expect(begun(schema, part("traffic.flights"), { ...here, plain: {} }).missing).toEqual(["traffic.airways"]);
  expect(begun(schema, part("blue.links"), { ...here, plain: { blue: { units: { x: {} } } } }).missing).toEqual(["blue.units"]);
});

test("items have names and a few words, and are found from within", () => {
  const plain: Plain = { blue: { links: [{ name: "ring", joins: ["x"], delay: "1 s" }, {}], zones: { town: { radius: "5 km", forbids: "rounds", under: [] } } } };
  expect(itemsOf(part("blue.links"), plain).map(({ path, name }) => [path, name])).toEqual([["blue.links.1", "ring"], ["blue.links.2", "2"]]); // prettier-ignore
  expect(itemsOf(part("blue.zones"), plain).map(({ value }) => inShort(value, String))).toEqual(["5 km, rounds"]);
  expect(inShort(["a", "b"], (number) => `${number} points`)).toBe("2 points");
  expect(itemAt(parts, "blue.zones.town.corners.3")).toMatchObject({ item: "blue.zones.town" });
  expect([itemAt(parts, "title"), itemAt(parts, "blue.zones")]).toEqual([null, null]);
});

test("a message that says what to add leads to its part, by key or path, and no other message does", () => {
  const parts = partsOf(schema);
  const lead = (instead: string) => partToAdd(parts, instead)?.path ?? null;
  expect(lead("add flights, or a unit whose radar interrogates them")).toBe("traffic.flights");
  expect(lead("write it otherwise, or add it to traffic.airways")).toBe("traffic.airways");
  expect([lead("add a unit"), lead("add for example route: NAME"), lead("delete zones"), lead("")]).toEqual([null, null, null, null]);
});
