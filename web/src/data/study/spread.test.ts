import { expect, test } from "vitest";
import type { Said, Spread, Study } from "../../api/studyContract";
import { boxesOf, spreadScale } from "./spread";
import { againstSameRaid, cellOf } from "./studying";

const quantiles = (...values: number[]) => values.map((value, i) => ({ level: [0.05, 0.25, 0.5, 0.75, 0.95][i] ?? 0, value, text: `${value}.0` }));
const chance: Said = { estimate: 0.9, low: 0.8, high: 0.95, text: "90 %", span: "80 % to 95 %" };
const spread: Spread = {
  name: "leakers", title: "leakers", unit: "", note: "",
  options: [
    { option: "a", quantiles: quantiles(2, 3, 4, 6, 8), chance, said: "a: median 4.0, any in 90 %" },
    { option: "b", quantiles: quantiles(5, 5, 5, 5, 10), chance: null, said: "b: median 5.0" },
  ],
}; // prettier-ignore

test("boxes of all options stand on one scale from nought, and say median and chance with its interval", () => {
  const scale = spreadScale(spread);
  expect([scale.low, scale.high]).toEqual([0, 10]);
  const [a, b] = boxesOf(spread, scale);
  expect(a).toEqual({ option: "a", at: [0.2, 0.3, 0.4, 0.6, 0.8], median: "4.0", any: "any in 90 %", said: "a: median 4.0, any in 90 % (95 % interval 80 % to 95 %)" });
  expect([b?.at, b?.any, b?.said]).toEqual([[0.5, 0.5, 0.5, 0.5, 1], "", "b: median 5.0"]);
});

test("an option is chosen against the raid that is looked at", () => {
  const cells = ["a/one", "a/two", "b/one", "b/two"].map((name) => ({ name, option: name.slice(0, 1), raid: name.slice(2) }));
  const study = { cells, baseline: "a" } as unknown as Study;
  expect(againstSameRaid(study, cellOf(study, "a/two"), "b")).toBe("b/two");
  expect(againstSameRaid(study, undefined, "b")).toBe("b/one");
  expect(againstSameRaid(study, undefined, "c")).toBe(null);
});
