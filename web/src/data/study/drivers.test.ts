import { expect, test } from "vitest";
import type { Driver, Drivers } from "../../api/studyContract";
import { barsOf, partsOf, rowsOf } from "./drivers";

const LEAKERS = { name: "leakers", title: "leakers", unit: "" };
const interval = (estimate: number, half: number) => ({ estimate, low: estimate - half, high: estimate + half });
const screened = (factor: string, share: number, slope: number, found: boolean) => ({ factor, share, slope, found, p: found ? 0.0001 : 0.2, text: `${100 * share} %` });
const driven = (factors: Driver[]): Drivers => ({
  ...LEAKERS, option: "a", of: "leakers of a", design: "latin", rows: 40, note: null, sentences: [], factors, split: null,
}); // prettier-ignore
const index = (estimate: number, half: number) => ({ ...interval(estimate, half), text: `${estimate}`, span: "" });

test("what adds goes to the right, what takes away to the left, and the strongest fills its half", () => {
  const [first, second] = barsOf(driven([screened("x.a", 0.4, -0.5, true), screened("x.b", 0.1, 0.1, false)]));
  expect([first?.from, first?.to, first?.hollow]).toEqual([0, 0.5, false]);
  expect([second?.from, second?.to, second?.hollow]).toEqual([0.5, 0.625, true]);
  expect(first?.said).toBe("x.a: 40 %, more of it takes away; beyond chance (p below 0.001)");
  expect(second?.said).toBe("x.b: 10 %, more of it adds; perhaps chance (p 0.200)");
});

test("indices go from nought to one or beyond, with what a figure does alone inside", () => {
  const [one] = barsOf(driven([{ factor: "x.a", first: index(0.5, 0.1), total: index(0.75, 0.1) }]));
  expect(one).toMatchObject({ from: 0, to: 0.75, alone: 0.5, whiskers: [0.65, 0.85] });
  expect(barsOf(driven([{ factor: "x.a", first: index(-0.1, 0.1), total: index(1, 1) }]))[0]).toMatchObject({ to: 0.5, alone: 0, whiskers: [0, 1] });
});

test("parts of what varies fill a bar; one below nought has no width, and one option leaves no choice", () => {
  expect(partsOf({ luck: index(0.5, 0.1), ignorance: index(0.5, 0.1) }).map(({ name, wide }) => [name, wide])).toEqual([["ignorance", 0.5], ["luck", 0.5]]); // prettier-ignore
  expect(partsOf({ luck: index(0.8, 0.1), ignorance: index(0.3, 0.1), choice: index(-0.1, 0.1) })[0]?.wide).toBe(0);
});

test("the range of a figure is told at its ends", () => {
  const rows = rowsOf({ ...LEAKERS, cell: "a", factor: "x.a", from: "1 m", to: "2 m", fifths: [1, 2, 3, 4, 5].map((at) => ({ ...index(at, 0.5), rows: 8, replications: [] })) });
  expect(rows.map(({ label }) => label)).toEqual(["least, from 1 m", "second", "middle", "fourth", "most, to 2 m"]);
});
