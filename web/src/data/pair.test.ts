import { describe, expect, test } from "vitest";
import type { Fared, Moment } from "../api/compareContract";
import type { RunCard } from "../api/contract";
import { both, others, shareAt, shareBy, whenFared, whenParted } from "./pair";

describe("the line between two runs", () => {
  test("stands where the pointer is, and never off the map", () => {
    expect(shareAt(350, 100, 1000)).toBe(25);
    expect(shareAt(50, 100, 1000)).toBe(0);
    expect(shareAt(5000, 100, 1000)).toBe(100);
    expect(shareAt(5, 0, 0)).toBe(50);
  });

  test("is moved by keys as any slider", () => {
    expect(shareBy("ArrowLeft", false, 50)).toBe(48);
    expect(shareBy("ArrowRight", true, 50)).toBe(60);
    expect(shareBy("PageUp", false, 95)).toBe(100);
    expect(shareBy("Home", false, 50)).toBe(0);
    expect(shareBy("End", false, 50)).toBe(100);
    expect(shareBy("x", false, 50)).toBeNull();
  });
});

describe("where a difference is looked at", () => {
  const fared = (one: number | null, other: number | null): Fared => ({
    threat: "red/a/1", one: "", other: "", fates: ["killed", "leaked"], times: [one, other],
  }); // prettier-ignore
  const moment = (whose: string, t: number | null): Moment => ({ whose, t, time: "", sentence: "" });

  test("a threat, shortly before the earlier of its fates", () => {
    expect(whenFared(fared(282, 298))).toBe(277);
    expect(whenFared(fared(null, 298))).toBe(293);
    expect(whenFared(fared(2, 298))).toBe(0);
  });

  test("the parting, at the earlier of the two events and not at the last that both have", () => {
    expect(whenParted([moment("last alike", 10), moment("first", 14), moment("second", 12)])).toBe(12);
    expect(whenParted([moment("last alike", 10), moment("first", 14), moment("second", null)])).toBe(14);
    expect(whenParted([])).toBeNull();
  });
});

test("two windows become one that holds both", () => {
  expect(both([19, 44, 20, 45], [19.5, 43, 21, 44.5])).toEqual([19, 43, 21, 45]);
});

test("runs of the same scenario come first, the newest before the older", () => {
  const run = (id: string, title: string) => ({ id, title }) as RunCard;
  const runs = [run("a", "A"), run("b", "B"), run("a-2", "A"), run("a-3", "A")];
  expect(others(runs, "a").map(({ id }) => id)).toEqual(["a-3", "a-2", "b"]);
});
