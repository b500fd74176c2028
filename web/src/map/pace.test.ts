import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "./pace";

/** Frames of the screen, ms. */
const FRAME = 16;
let looks = 0;

/** A loop as deck.gl has it: each look asks for the next. */
function looking(): Pace {
  const pace = new Pace();
  const look = () => (looks++, pace.requestAnimationFrame(look));
  pace.requestAnimationFrame(look);
  return pace;
}

beforeEach(() => {
  looks = 0;
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("requestAnimationFrame", (call: FrameRequestCallback) => setTimeout(() => call(performance.now()), FRAME));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("at rest one looks once a second", () => {
  looking();
  vi.advanceTimersByTime(10_300);
  expect(looks).toBe(10);
});

test("after something happened one looks at each frame, at once, for two seconds", () => {
  const pace = looking();
  vi.advanceTimersByTime(1500);
  looks = 0;
  pace.wake();
  vi.advanceTimersByTime(FRAME);
  expect(looks).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(looks).toBeGreaterThan(2000 / FRAME - 2);
  looks = 0;
  vi.advanceTimersByTime(5000);
  expect(looks).toBeLessThan(7);
});

test("a frame that is waited for is not asked for again, and what was called off does not come", () => {
  const pace = looking();
  for (let i = 0; i < 5; i++) pace.wake();
  vi.advanceTimersByTime(FRAME);
  expect(looks).toBe(1);
  pace.cancelAnimationFrame();
  vi.advanceTimersByTime(5000);
  expect(looks).toBe(1);
});
