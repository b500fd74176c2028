import { expect, test } from "vitest";
import { Silence } from "./silence";

const frames = (on: Silence, count: number, due = true) => Array.from({ length: count }, () => on.passed(0.1, due)).at(-1);

test("is remarked after three seconds in which something was due, until something is heard", () => {
  const silence = new Silence();
  expect(frames(silence, 29)).toBe(false);
  expect(frames(silence, 2)).toBe(true);
  silence.heard();
  expect(frames(silence, 1)).toBe(false);
});

test("of a battle that stands still nothing is due", () => {
  expect(frames(new Silence(), 100, false)).toBe(false);
});

test("a page that slept a minute has not listened for a minute", () => {
  expect(new Silence().passed(60, true)).toBe(false);
});
