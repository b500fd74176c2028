import { expect, test } from "vitest";
import { readLink, writeLink } from "../state/link";
import { bearing, distance } from "./earth";
import { ownerOf, short, split } from "./names";
import { csv } from "./table";
import { clock, fromClock, hour, tickStep } from "./times";

test("clocks round as the command line does", () => {
  expect([0, 59.4, 59.5, 1916.9, 2400].map(clock)).toEqual(["00:00", "00:59", "01:00", "31:57", "40:00"]);
  expect(hour("2019-10-24T08:00:00Z", 1917)).toBe("08:31:57Z");
  expect(hour(null, 5)).toBeNull();
  expect(tickStep(2400, 10)).toBe(300);
  expect(["31:40", " 0:05 ", "90", "", "1:2:3", "x", "-5"].map(fromClock)).toEqual([1900, 5, 90, null, null, null, null]);
});

test("names in a sentence are found, and others are left alone", () => {
  const known = new Set(["blue/s400", "red/a/3"]);
  const parts = split("blue/s400/surveillance sees red/a/3, not red/b/1; blue/s400 fires.", known);
  expect(parts.filter((part) => part.name).map((part) => [part.text, part.name])).toEqual([
    ["blue/s400/surveillance", "blue/s400"],
    ["red/a/3", "red/a/3"],
    ["blue/s400", "blue/s400"],
  ]);
  expect(parts.map((part) => part.text).join("")).toBe("blue/s400/surveillance sees red/a/3, not red/b/1; blue/s400 fires.");
  expect(short("red/a/3")).toBe("a/3");
  expect(ownerOf("blue/x/radar", known)).toBeNull();
});

test("35 N 45 E to 35 N 135 E begins with a course of 60 degrees (Veness, Movable Type Scripts)", () => {
  expect(Math.round(bearing([45, 35], [135, 35]))).toBe(60);
  expect(bearing([0, 0], [0, 1])).toBe(0);
  expect(distance([0, 0], [0, 90])).toBeCloseTo((Math.PI / 2) * 6_371_000, 3);
});

test("cells are quoted, and no spreadsheet takes one for a formula", () => {
  expect(csv(["a", "b"], [['say "no"', null], ["=1+1", 2], ["x,y", -3]])).toBe(
    'a,b\r\n"say ""no""",\r\n\'=1+1,2\r\n"x,y",-3\r\n',
  );
});

test("a link leads back, and what is not of its form is left out", () => {
  const place = { run: "run-7", t: 1917, select: "red/cm-ibar/3", picture: "blue/s400-cp", view: "both" };
  expect(readLink(writeLink(place))).toEqual(place);
  expect(readLink("#t=-5&select=<img src=x>&run=../../etc")).toEqual({});
  expect(readLink("#t=abc")).toEqual({});
});
