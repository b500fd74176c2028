import { expect, test } from "vitest";
import type { EndPart, Ends } from "../../api/studyContract";
import { columnsOf, endKey, endRows, endScale } from "./ends";
import { exchanged, moneyScale } from "./exchange";

const part = (fate: string, words: string, estimate: number): EndPart => ({
  fate, words, estimate, low: estimate - 0.5, high: estimate + 0.5, text: estimate.toFixed(2),
  span: `${(estimate - 0.5).toFixed(2)} to ${(estimate + 0.5).toFixed(2)}`,
  reasons: [{ reason: "too fast", of_battle: 1, text: "1.00" }], battles: 3, replications: [],
}); // prettier-ignore
const parts = (...numbers: number[]) =>
  [["leaked", "leaked, never seen"], ["leaked", "leaked, seen"], ["leaked", "leaked, tracked"], ["recovered", "recovered"], ["killed", "killed"]].map(
    ([fate = "", words = ""], place) => part(fate, words, numbers[place] ?? 0),
  ); // prettier-ignore
const money = (estimate: number, half: number) => ({ estimate, low: estimate - half, high: estimate + half, text: `USD ${estimate}`, span: "" });
const ends: Ends = {
  battles: 20,
  wanted: 20,
  note: "",
  options: [{ option: "a", parts: parts(2, 0, 1, 0, 5) }, { option: "b", parts: parts(0, 0, 0.25, 0, 6) }, { option: "c", parts: parts() }],
  cost_note: "",
  exchange: [
    { option: "a", raid: money(4e6, 1e6), rounds: money(2e6, 5e5), lost: money(1e6, 2e6), ratio: 0.5, to_one: "0.5 to 1" },
    { option: "b", raid: money(0, 0), rounds: money(5e6, 0), lost: money(0, 0), ratio: null, to_one: null },
  ],
};

test("parts stand one after another on a scale of all options, those of nobody are left out", () => {
  expect(columnsOf(ends)).toEqual([0, 2, 4]);
  const scale = endScale(ends);
  expect([scale.low, scale.high]).toEqual([0, 8]);
  const [a, b, c] = endRows(ends, scale);
  expect(a?.stretches.map(({ from, to, label }) => [from, to, label])).toEqual([[0, 0.25, "2.0"], [0.25, 0.375, "1.0"], [0.375, 1, "5.0"]]); // prettier-ignore
  // A narrow part has no room for its number.
  expect(b?.stretches.map(({ place, label }) => [place, label])).toEqual([[2, ""], [4, "6.0"]]); // prettier-ignore
  expect(c?.stretches).toEqual([]);
  expect(a?.said).toBe("a: 2.0 leaked, never seen, 1.0 leaked, tracked, 5.0 killed");
  expect(c?.said).toBe("c: no threat");
  expect(a?.stretches[0]?.said).toBe("a: 2.00 threats of a battle leaked, never seen (95 % interval 1.50 to 2.50). Mostly: too fast (1.00)");
});

test("a stage looks alike for every option, and fainter the further the defence came", () => {
  const key = endKey(ends);
  expect(key.map(({ place }) => place)).toEqual([0, 2, 4]);
  expect(key[0]?.look.shade).toBeGreaterThan(key[1]?.look.shade ?? 100);
  expect(endRows(ends, endScale(ends))[1]?.stretches[0]?.look).toEqual(key[1]?.look);
});

test("money of both sides stands on one scale, units lost behind the rounds", () => {
  const found = moneyScale(ends);
  expect([found?.size, found?.unit, found?.scale.high]).toEqual([1e6, "million", 6e6]);
  if (!found) return;
  const [a, b] = exchanged(ends, found.scale);
  const bars = a?.bars.map(({ side, from, to, whiskers }) => [side, ...[from, to, ...whiskers].map((at) => Math.round(600 * at))]);
  expect(bars).toEqual([["raid", 0, 400, 300, 500], ["rounds", 0, 200, 150, 250], ["lost", 200, 300, 100, 500]]); // prettier-ignore
  expect([a?.ratio, b?.ratio]).toEqual(["0.5 to 1", ""]);
  expect(a?.said).toMatch(/^a: the raid, shot down or used up USD 4000000 .*; rounds to raid 0.5 to 1\. In brackets/);
  expect(moneyScale({ ...ends, exchange: [] })).toBe(null);
});
