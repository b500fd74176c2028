import { expect, test } from "vitest";
import type { Cell, Histogram, History, Leaks, Study } from "../../api/studyContract";
import { figure, off } from "./figures";
import { bars, barOf, binLabel, labelled, named } from "./histogram";
import { along, niceStep, scaleOf } from "./ladder";
import { busiest, coloured, extent, stepOf, steps, struck } from "./leaks";
import { matrixOf } from "./matrix";
import { columnsOf, decades, drawn, heights, MOST, within } from "./shrinking";
import { cellOf, intervalOf, measureOf, next, share } from "./studying";

const interval = (estimate: number, half: number) => ({ estimate, low: estimate - half, high: estimate + half });

// The digits are those of shieldwall.study.sentence.figure.
test("numbers of a chart are printed as the command line prints them", () => {
  expect([0.25, 12.34, 123.4].map((number) => figure(number, ""))).toEqual(["0.25", "12.3", "123"]);
  expect(figure(0.1234, "%")).toBe("12.3 %");
  expect([figure(-12.3, "", true), figure(4.5, "", true)]).toEqual(["-12.3", "+4.5"]);
  expect(off(interval(10, 1.25), "")).toBe("10.0 \u00b1 1.3");
});

test("a scale has round ends, holds every interval, and nought where it is near or wanted", () => {
  expect([7, 0.9, 23, 100].map((stretch) => niceStep(stretch, 5))).toEqual([2, 0.2, 5, 20]);
  expect(scaleOf([interval(12, 1), interval(14, 0.5)], false)).toEqual({ low: 11, high: 15, ticks: [11, 12, 13, 14, 15] });
  expect(scaleOf([interval(5, 1), interval(1, 0.5)], false).low).toBe(0);
  expect(scaleOf([interval(5, 1)], true)).toEqual({ low: 0, high: 6, ticks: [0, 2, 4, 6] });
  const same = scaleOf([interval(3, 0)], false);
  expect(same.high).toBeGreaterThan(same.low);
  expect(scaleOf([interval(0, 0)], true)).toMatchObject({ low: 0, high: 1 });
  expect(scaleOf([], false)).toEqual({ low: 0, high: 1, ticks: [0, 1] });
  expect(along({ low: 10, high: 20, ticks: [] }, 15)).toBe(0.5);
});

const line = (option: string, ...parts: [number, number][]) => ({
  option,
  estimate: parts.map(([estimate]) => estimate),
  low: parts.map(([estimate, half]) => estimate - half),
  high: parts.map(([estimate, half]) => estimate + half),
});
const history = (battles: number[], ...lines: ReturnType<typeof line>[]): History => ({ name: "leakers", title: "leakers", unit: "", of: "mean", battles, lines });

test("lines become columns, the largest first, and say what they come to", () => {
  const made = history([10, 20], line("a", [1, 2], [1, 1]), line("b", [-4, 2], [-3, 1]));
  const lines = drawn(made);
  expect(lines.map(({ option }) => option)).toEqual(["b", "a"]);
  expect(columnsOf(made, lines).slice(0, 3)).toEqual([[10, 20], [-4, -3], [-6, -4]]); // prettier-ignore
  expect(within(columnsOf(made, lines), 1, 1)).toEqual({ estimate: 1, low: 0, high: 2 });
  expect(within(columnsOf(made, lines), 1, 2)).toBeNull();
  expect(drawn(history([1], ..."abcdefg".split("").map((name) => line(name, [1, 1])))).length).toBe(MOST);
});

test("the chart shows the heights at which intervals have settled, not those of the first battles", () => {
  const made = history([2, 50, 100], line("a", [20, 80], [10, 2], [10, 1]));
  expect(heights(columnsOf(made, made.lines))).toEqual([7.6, 12.4]);
  const small = history([10], line("a", [0.2, 0.2]));
  expect(heights(columnsOf(small, small.lines))?.[0]).toBe(0);
  expect(heights(columnsOf(history([]), []))).toBeNull();
});

test("a scale of battles names round numbers", () => {
  expect(decades(10, 400)).toEqual([10, 20, 50, 100, 200]);
  expect(decades(15, 60)).toEqual([20, 50]);
  expect(decades(10, 200_000)).toEqual([10, 100, 1000, 10_000, 100_000]);
});

const bin = (low: number, high: number, battles: number) => ({ low, high, battles, share: battles / 10, replications: [] });

test("a bar says what it holds: one number, several, or a stretch", () => {
  expect([bin(3, 4, 1), bin(4, 8, 1), bin(0.05, 0.1, 1)].map((one) => binLabel(one, ""))).toEqual(["3", "4 to 7", "0.05 to 0.1"]);
  expect(binLabel(bin(0.05, 0.1, 1), "%")).toBe("5 to 10 %");
  const made: Histogram = {
    name: "leakers", title: "leakers", unit: "", battles: 10, bins: [bin(0, 1, 2), bin(1, 2, 8)],
    least: null, typical: null, most: null, worse: "most",
  }; // prettier-ignore
  expect(bars(made, "").map(({ tall }) => tall)).toEqual([0.25, 1]);
  expect([0, 1, 2, null].map((value) => barOf(made.bins, value === null ? null : { row: -1, replication: 7, value }))).toEqual([0, 1, 1, -1]);
  const four = bars({ ...made, bins: [0, 1, 2, 3].map((low) => bin(low, low + 1, 1)) }, "");
  expect([0, 1, 2, 3].filter(labelled(four, 200))).toEqual([0, 1, 2, 3]);
  expect([0, 1, 2, 3].filter(labelled(four, 40))).toEqual([0, 2]);
  expect(named(made)).toEqual([["least", "best"], ["typical", "typical"], ["most", "worst"]]); // prettier-ignore
  expect(named({ ...made, worse: "least" })[2]).toEqual(["least", "worst"]);
  expect(named({ ...made, worse: null })[0]).toEqual(["least", "fewest"]);
});

const square = (west: number, south: number, leakers: number) => ({
  type: "Feature" as const,
  geometry: { type: "Polygon" as const, coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]] },
  properties: { leakers, per_battle: leakers / 20, battles: 1, replications: [] },
}); // prettier-ignore
const leaksOf = (...squares: ReturnType<typeof square>[]): Leaks => ({
  study: "s", cell: "c", battles: 20, leakers: 44, per_battle: 2.2, size_km: 2, systems: [], reasons: [],
  squares: { type: "FeatureCollection", features: squares },
  places: [{ place: "place/a", at: [20.5, 44.5], leakers: 9, per_battle: 0.45 }, { place: "place/b", at: null, leakers: 1, per_battle: 0.05 }],
}); // prettier-ignore

test("leaks are squares in steps of colour, and the busiest come first", () => {
  const leaks = leaksOf(square(20, 44, 3), square(21, 45, 40), square(20, 45, 12));
  expect(steps(leaks)).toEqual([1, 10, 20, 30, 40]);
  expect([1, 9, 10, 40].map((leakers) => stepOf(leakers, steps(leaks)))).toEqual([0, 0, 1, 4]);
  expect(steps(leaksOf(square(20, 44, 2)))).toEqual([1, 2]);
  expect([59, 23, 7, 110].map((most) => steps(leaksOf(square(20, 44, most))))).toEqual([[1, 10, 20, 30, 40], [1, 5, 10, 15, 20], [1, 2, 3, 4], [1, 20, 40, 60, 80]]); // prettier-ignore
  expect(steps(leaksOf())).toEqual([]);
  expect(coloured(leaks).features.map(({ properties }) => properties?.step)).toEqual([0, 4, 1]);
  expect(busiest(leaks, 2)).toEqual([{ number: 1, leakers: 40, lon: 21.5, lat: 45.5 }, { number: 2, leakers: 12, lon: 20.5, lat: 45.5 }]); // prettier-ignore
  expect(extent(leaks)).toEqual([20, 44, 22, 46]);
  expect(struck(leaks).features.map(({ properties }) => properties?.leakers)).toEqual([9]);
});

const LEAKERS = { name: "leakers", title: "leakers", unit: "" };
const cell = (option: string, raid: string): Cell => ({
  name: `${option}/${raid}`, title: option, option, raid, battles: 10, measures: [{ ...LEAKERS, ...interval(2, 1), text: "2.0", span: "1.0 to 3.0" }],
}); // prettier-ignore
const STUDY = {
  measures: [LEAKERS, { name: "killed", title: "killed", unit: "" }],
  baseline: "b",
  battles: 30,
  total: 120,
  cells: [cell("a", "x"), cell("a", "y"), cell("b", "x"), cell("b", "y")],
} as unknown as Study; // prettier-ignore

test("options stand against raids, the most of all the darkest, the worst raid of each marked", () => {
  const found = { ...LEAKERS, ...interval(2, 1), text: "2.0", span: "" };
  const four = { ...STUDY.cells[3], measures: [{ ...found, estimate: 4 }] } as Cell;
  const over = (option: string, worst: string) => ({ ...found, option, worst });
  const rows = matrixOf({ ...STUDY, options: [{ name: "a", title: "" }, { name: "b", title: "" }], cells: [...STUDY.cells.slice(0, 3), four], over_raids: [over("a", "x"), over("b", "y")] }, LEAKERS); // prettier-ignore
  expect(rows.map(({ cells }) => cells.map(({ shade, worst }) => [shade, worst]))).toEqual([[[0.5, true], [0.5, false]], [[0.5, false], [1, true]]]); // prettier-ignore
  expect(rows[1]?.average?.estimate).toBe(2);
});

test("a study opens on its baseline and its first measure", () => {
  expect(cellOf(STUDY, null)?.name).toBe("b/x");
  expect(cellOf(STUDY, "a/y")?.name).toBe("a/y");
  expect(measureOf(STUDY, "gone").name).toBe("leakers");
  expect(intervalOf(STUDY.cells[0], "leakers")?.span).toBe("1.0 to 3.0");
  expect(intervalOf(STUDY.cells[0], "killed")).toBeNull();
  expect(next(STUDY.measures, "killed")).toBe("leakers");
  expect(share(STUDY)).toBe(0.25);
});
