import { expect, test } from "vitest";
import { exchanged, whichOf } from "./alternatives";
import { beginning } from "./beginning";
import { fieldsAt, type Schema } from "./fields";

const spot: Schema = { type: "string", "x-form": "position", examples: ["44 N 20 E"] };
const zone: Schema = {
  type: "object",
  properties: {
    around: spot,
    radius: { type: "string", examples: ["5 km"] },
    corners: { type: "array", items: spot, examples: [["44 N 20 E", "44 N 21 E", "43 N 21 E"]] },
    forbids: { enum: ["targets", "rounds"] },
  },
  required: [],
  oneOf: [{ required: ["around", "radius"] }, { required: ["corners"], properties: { corners: {} } }],
};
const root: Schema = { $defs: { Scenario: { properties: { zones: { additionalProperties: zone } } } } };
const circle = { around: "44.5 N 20.5 E", radius: "3 km", forbids: "rounds" };
const polygon = { corners: ["44 N 20 E"] };
const fields = (one: object) => fieldsAt(root, "zones.town", { zones: { town: one } } as never).map(({ key, kind, required }) => `${key || kind}${required ? "!" : ""}`);

test("a form offers the group that there is, and a choice between the groups", () => {
  expect(fields(circle)).toEqual(["alternatives!", "around!", "radius!", "forbids"]);
  expect(fields(polygon)).toEqual(["alternatives!", "corners!", "forbids"]);
});

test("where both or none are written, all are there to be mended", () => {
  expect(fields({ ...circle, ...polygon })).toEqual(["alternatives!", "around!", "radius!", "corners", "forbids"]);
  expect(fields({})).toEqual(["alternatives!", "around", "radius", "corners", "forbids"]);
  expect([whichOf(zone, circle), whichOf(zone, polygon), whichOf(zone, {})]).toEqual([0, 1, -1]);
});

test("a circle becomes a polygon about its middle and loses nothing else, and the other way round", () => {
  const { begin, drop } = exchanged(zone, circle, 1);
  expect([begin, drop]).toEqual([["corners"], ["around", "radius"]]);
  const made = beginning(root, { ...zone, required: begin }, { plain: {}, at: [20.5, 44.5], reach: [0.1, 0.1] });
  expect(made.corners).toHaveLength(3);
  expect(exchanged(zone, polygon, 0)).toEqual({ begin: ["around", "radius"], drop: ["corners"] });
  expect(exchanged(zone, { around: "44 N 20 E" }, 0)).toEqual({ begin: ["radius"], drop: [] });
});
