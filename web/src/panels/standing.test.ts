import { expect, test } from "vitest";
import { standing } from "./standing";

test("a unit that fights has nothing said beside its name", () => expect(standing({ ready: true, destroyed: null })).toBe(""));

test("one that is not ready is called so from the first second, and destroyed when it is", () => {
  const unit = { ready: false, destroyed: 75 };
  expect([standing(unit, 0), standing(unit, 75), standing(unit)]).toEqual(["not ready", ...Array(2).fill("not ready, destroyed at 01:15")]);
});
