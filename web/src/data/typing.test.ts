import { expect, test } from "vitest";
import { freeName, heightOf, isTarget, lastOf, parentOf, position, replaced, typed, valueAt, worded } from "./typing";

const plain = { blue: { units: { s400: { is: "s-400-battalion", at: "44.945 N 20.174 E" } } }, red: { routes: { a: ["p", "q"] } } };

test("a path leads to its value, and items of a list count from 1", () => {
  expect(valueAt(plain, "blue.units.s400.is")).toBe("s-400-battalion");
  expect(valueAt(plain, "red.routes.a.2")).toBe("q");
  expect(valueAt(plain, "red.routes.a.3")).toBeUndefined();
  expect(valueAt(plain, "blue.units.constructor")).toBeUndefined();
  expect(valueAt(plain, "")).toBe(plain);
  expect([parentOf("blue.units.s400"), lastOf("blue.units.s400"), parentOf("title")]).toEqual(["blue.units", "s400", ""]);
});

test("words are in quotes where YAML would take them for something else", () => {
  expect(["Who leaks, and why?", "10 or 2", ""].map(worded)).toEqual(["Who leaks, and why?", "10 or 2", ""]);
  expect(["Raid: at dawn", "who #1", "- it's", "none"].map(worded)).toEqual(["'Raid: at dawn'", "'who #1'", "'- it''s'", "'none'"]);
});

test("values are typed in one line, in quotes where they need them", () => {
  expect(typed({ is: "pantsir-s1", at: "44.8 N 20.3 E", count: 2, joins: ["a", "b"] })).toBe(
    "{is: pantsir-s1, at: 44.8 N 20.3 E, count: 2, joins: [a, b]}",
  );
  expect(typed("4 km east of depot, or so")).toBe("'4 km east of depot, or so'");
  expect(typed("it's: #1")).toBe("'it''s: #1'");
  expect(typed(true)).toBe("yes");
});

test("a waypoint keeps its height when it moves, and its place when it climbs", () => {
  expect(position([20.1234567, 44.9])).toBe("44.9000 N 20.1235 E");
  expect(position([-0.5, -33])).toBe("33.0000 S 0.5000 W");
  expect(replaced("44.30 N 20.00 E at 6 km amsl", { at: [20.1, 44.9] })).toBe("44.9000 N 20.1000 E at 6 km amsl");
  expect(replaced("44.30 N 20.00 E at 6 km amsl", { height: "150 m agl" })).toBe("44.30 N 20.00 E at 150 m agl");
  expect(replaced("44.30 N 20.00 E at 6 km amsl", { height: "" })).toBe("44.30 N 20.00 E");
  expect(replaced("target depot", { height: "at least 60 m agl" })).toBe("target depot at at least 60 m agl");
  expect(heightOf("4 km east of depot at 80 m agl")).toBe("80 m agl");
  expect([isTarget("target depot"), isTarget("44 N 20 E")]).toEqual([true, false]);
});

test("a copy has a name that is free", () => {
  expect(freeName("neva", new Set())).toBe("neva");
  expect(freeName("neva-1", new Set(["neva-1", "neva-2"]))).toBe("neva-3");
  expect(freeName("p-18", new Set(["p-18"]))).toBe("p-18-2");
  expect(freeName("s400", new Set(["s400"]))).toBe("s400-2");
});
