import { expect, test } from "vitest";
import { beside, type Rect, round } from "./tour";

const ROOM = { width: 1280, height: 720 };
const NOTE = { width: 320, height: 160 };
const rect = (left: number, top: number, width: number, height: number): Rect => ({ left, top, width, height });

test("a note stands to the right of what it is about, else to the left, else above, else below", () => {
  expect(beside(rect(0, 48, 340, 672), NOTE, ROOM)).toEqual({ left: 354, top: 304 });
  expect(beside(rect(1230, 60, 38, 240), NOTE, ROOM)).toEqual({ left: 896, top: 100 });
  expect(beside(rect(340, 620, 940, 100), NOTE, ROOM)).toEqual({ left: 650, top: 446 });
});

test("a ring stands a little off its control, and within the window", () => {
  expect(round(rect(100, 50, 40, 20), ROOM)).toEqual(rect(92, 42, 56, 36));
  expect(round(rect(0, 48, 340, 672), ROOM)).toEqual(rect(0, 40, 348, 680));
});

test("a note is never cut off by the edge of the window", () => {
  const small = { width: 640, height: 360 };
  for (const control of [rect(0, 0, 640, 48), rect(600, 340, 40, 20), rect(0, 0, 640, 360), rect(100, 100, 400, 200)]) {
    const { left, top } = beside(control, NOTE, small);
    expect(left).toBeGreaterThanOrEqual(12);
    expect(top).toBeGreaterThanOrEqual(12);
    expect(left + NOTE.width).toBeLessThanOrEqual(small.width - 12);
    expect(top + NOTE.height).toBeLessThanOrEqual(small.height - 12);
  }
});
