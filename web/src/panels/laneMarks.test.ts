import { expect, test } from "vitest";
import { roomFor } from "./laneMarks";

test("a name stands where no mark crosses it, and nowhere when there is no room", () => {
  expect(roomFor(30, [100, 140], [])).toBe(104);
  expect(roomFor(30, [100, 130], [])).toBe(null);
  // Behind the launch with which the bar begins; between two marks; before the last one.
  expect(roomFor(30, [100, 160], [101])).toBe(107);
  expect(roomFor(30, [100, 200], [165, 102, 120])).toBe(126);
  expect(roomFor(30, [100, 180], [180, 110, 130])).toBe(136);
  expect(roomFor(30, [100, 150], [102, 120, 148])).toBe(null);
});
