import { expect, test } from "vitest";
import { done, NO_HISTORY, redone, undone } from "./history";

test("goes back and on again, step by step", () => {
  const history = done(done(NO_HISTORY, "a"), "b");
  const [back, once] = undone(history, "c") ?? ["", NO_HISTORY];
  const [first, twice] = undone(once, back) ?? ["", NO_HISTORY];
  expect([back, first]).toEqual(["b", "a"]);
  expect(undone(twice, first)).toBeNull();
  const [on, third] = redone(twice, first) ?? ["", NO_HISTORY];
  expect([on, redone(third, on)?.[0]]).toEqual(["b", "c"]);
});

test("a new change ends what could be redone", () => {
  const [text, back] = undone(done(NO_HISTORY, "a"), "b") ?? ["", NO_HISTORY];
  expect(redone(done(back, text), "c")).toBeNull();
});

test("keeps no more than 200 texts", () => {
  let history = NO_HISTORY;
  for (let i = 0; i < 300; i++) history = done(history, String(i));
  expect(history.past.length).toBe(200);
  expect(history.past[0]).toBe("100");
});

test("the same text twice is one step", () => {
  expect(done(done(NO_HISTORY, "a"), "a").past).toEqual(["a"]);
});
