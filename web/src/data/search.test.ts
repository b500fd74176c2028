import { expect, test } from "vitest";
import { notAfter, rowAt } from "./search";

const at = new Float32Array([1, 2, 2, 5, 9]);

test("counts what is not after a time", () => {
  expect([0, 1, 2, 4, 5, 9, 10].map((t) => notAfter(at, t))).toEqual([0, 1, 3, 3, 4, 5, 5]);
});

test("finds a row whatever the guess", () => {
  for (const t of [0, 1, 1.5, 2, 3, 5, 8.9, 9, 99]) {
    const found = [0, 1, 2, 3, 4, 7, -3].map((guess) => rowAt(at, t, 0, 5, guess));
    expect(new Set(found).size, `t ${t}`).toBe(1);
  }
  expect(rowAt(at, 2, 0, 5, 0)).toBe(2);
  expect(rowAt(at, 0, 0, 5, 3)).toBe(0);
});

test("keeps to its stretch of rows", () => {
  expect(rowAt(at, 100, 1, 3, 0)).toBe(2);
  expect(rowAt(at, 0, 1, 3, 0)).toBe(1);
});
