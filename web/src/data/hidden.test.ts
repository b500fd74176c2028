import { expect, test } from "vitest";
import { hidden } from "./hidden";

test("a box hides what of a line lies in it", () => {
  const box = { left: 10, top: 10, right: 30, bottom: 20 };
  expect(hidden([0, 15], [40, 15], box)).toBeCloseTo(0.5);
  expect(hidden([20, 40], [20, 15], box)).toBeCloseTo(0.2);
  expect(hidden([12, 12], [28, 18], box)).toBe(1);
  expect(hidden([0, 0], [40, 5], box)).toBe(0);
  expect(hidden([0, 30], [20, 40], box)).toBe(0);
  expect(hidden([0, 25], [40, 25], box)).toBe(0);
});
