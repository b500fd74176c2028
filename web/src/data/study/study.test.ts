import { expect, test } from "vitest";
import type { Cell, Histogram, Leaks, Moment, Study } from "../../api/studyContract";
import { beyond, figure, half, span } from "./figures";
import { bars, barOf, binLabel, labelled } from "./histogram";
import { along, niceStep, scaleOf } from "./ladder";
import { busiest, ends, sideKm, squares, stepOf, steps } from "./leaks";
import { columnsOf, heights } from "./shrinking";
import { cellOf, drawn, measureOf, next } from "./studying";

const interval = (estimate: number, half: number) => ({ estimate, low: estimate - half, high: estimate + half });

// The digits are those of shieldwall.study.sentence.figure.
test("numbers are printed as the command line prints them", () => {
  expect([0.25, 12.34, 123.4].map((number) => figure(number, ""))).toEqual(["0.25", "12.3", "123"]);
  expect(figure(0.1234, "%")).toBe("12.3 %");
  expect([figure(-12.3, "", true), figure(4.5, "", true), figure(-0.001, "", true)]).toEqual(["\u221212.3", "+4.5", "+0.00"]);
  expect(span({ estimate: 0.2, low: 0.1, high: 0.3 }, "%")).toBe("10.0 to 30.0 %");
  expect(span({ estimate: -2, low: -3, high: 1 }, "", true)).toBe("\u22123.0 to +1.0");
  expect(half(interval(10, 1.25), "")).toBe("1.3");
  expect([interval(3, 1), interval(-3, 1), interval(0.5, 1)].map(beyond)).toEqual([true, true, false]);
});

test("a scale has round ends, holds every interval, and nought where it is near or wanted", () => {
  expect([7, 0.9, 23, 100].map((stretch) => niceStep(stretch, 5))).toEqual([2, 0.2, 5, 20]);
  expect(scaleOf([interval(12, 1), interval(14, 0.5)], false)).toEqual({ low: 11, high: 15, ticks: [11, 12, 13, 14, 15] });
  expect(scaleOf([interval(5, 1), interval(1, 0.5)], false).low).toBe(0);
  expect(scaleOf([interval(5, 1)], true)).toEqual({ low: 0, high: 6, ticks: [0, 2, 4, 6] });
  const same = scaleOf([interval(3, 0)], false);
  expect(same.high).toBeGreaterThan(same.low);
  expect(scaleOf([], false)).toEqual({ low: 0, high: 1, ticks: [0, 1] });
  expect(along({ low: 10, high: 20, ticks: [] }, 15)).toBe(0.5);
});

const moment = (cell: string, battles: number, estimate: number, half: number): Moment =>
  ({ cell, battles, seconds: battles, measure: "leakers", ...interval(estimate, half) }); // prettier-ignore

test("lines of the chart share their battles, and end where their cell has got", () => {
  const history = [moment("a", 10, 4, 2), moment("a", 30, 6, 1), moment("b", 20, 1, 1), { ...moment("a", 5, 9, 9), measure: "killed" }];
  const columns = columnsOf(history, ["a", "b"], "leakers");
  expect(columns[0]).toEqual([10, 20, 30]);
  expect(columns[1]).toEqual([4, 5, 6]);
  expect(columns[2]).toEqual([2, 3.5, 5]);
  expect(columns[4]).toEqual([null, 1, null]);
});

test("the chart shows the heights at which intervals have settled, not those of the first battles", () => {
  const columns = columnsOf([moment("a", 2, 20, 80), moment("a", 50, 10, 2), moment("a", 100, 10, 1)], ["a"], "leakers");
  expect(heights(columns, 0)).toEqual([7, 13]);
  expect(heights(columnsOf([moment("a", 10, 0.2, 0.2)], ["a"], "leakers"), 0)?.[0]).toBe(0);
  expect(heights(columnsOf([], ["a"], "leakers"), 0)).toBeNull();
});

const bin = (low: number, high: number, battles: number) => ({ low, high, battles, replications: [] });

test("a bar says what it holds: one number, several, or a stretch", () => {
  expect([bin(3, 4, 1), bin(4, 8, 1), bin(0.05, 0.1, 1)].map((one) => binLabel(one, ""))).toEqual(["3", "4 to 7", "0.05 to 0.1"]);
  expect(binLabel(bin(0.05, 0.1, 1), "%")).toBe("5 to 10 %");
  const made: Histogram = { bins: [bin(0, 1, 2), bin(1, 2, 8)], battles: 10, typical: null, best: null, worst: null };
  expect(bars(made, "").map(({ tall }) => tall)).toEqual([0.25, 1]);
  expect([0, 1, 2, null].map((value) => barOf(made.bins, value === null ? null : { replication: 7, value }))).toEqual([0, 1, 1, -1]);
  expect([0, 1, 2, 3].filter(labelled(4, 2))).toEqual([0, 2]);
});

const LEAKS: Leaks = {
  west: 20, south: 44, east: 21, north: 45, columns: 2, rows: 2, counts: [0, 3, 40, 1], battles: 20, leakers: 44, ends: [[20.5, 44.5, 9]],
}; // prettier-ignore

test("leaks are squares where anything flew, from the south-west, in steps of colour", () => {
  expect(steps(LEAKS)).toEqual([1, 10, 20, 30, 40]);
  expect([1, 9, 10, 40].map((count) => stepOf(count, steps(LEAKS)))).toEqual([0, 0, 1, 4]);
  expect(steps({ ...LEAKS, counts: [2, 1, 0, 0] })).toEqual([1, 2]);
  const made = squares(LEAKS).features;
  expect(made.map(({ properties }) => properties?.count)).toEqual([3, 40, 1]);
  expect(made[0]?.geometry).toEqual({ type: "Polygon", coordinates: [[[20.5, 44], [21, 44], [21, 44.5], [20.5, 44.5], [20.5, 44]]] }); // prettier-ignore
  expect(busiest(LEAKS, 2)).toEqual([{ count: 40, lon: 20.25, lat: 44.75 }, { count: 3, lon: 20.75, lat: 44.25 }]); // prettier-ignore
  expect(ends(LEAKS).features[0]?.properties).toEqual({ number: 9 });
  expect(sideKm(LEAKS)).toBe(55.6);
});

const cell = (name: string, estimate: number): Cell => ({
  name, title: name, option: name, raid: "raid", battles: 10, measures: [{ name: "leakers", ...interval(estimate, 1) }],
}); // prettier-ignore
const STUDY = {
  measures: [{ name: "leakers", title: "leakers", unit: "" }, { name: "killed", title: "killed", unit: "" }],
  baseline: "b",
  cells: ["a", "b", "c", "d", "e", "f"].map((name, i) => cell(name, i)),
} as unknown as Study; // prettier-ignore

test("a study opens on its baseline and its first measure, and draws what differs most", () => {
  expect(cellOf(STUDY, null)?.name).toBe("b");
  expect(cellOf(STUDY, "d")?.name).toBe("d");
  expect(measureOf(STUDY, "gone").name).toBe("leakers");
  expect(drawn(STUDY, "b", "leakers").map(({ name }) => name)).toEqual(["b", "f", "e", "d", "a"]);
  expect(next(STUDY.measures, "killed")).toBe("leakers");
});
