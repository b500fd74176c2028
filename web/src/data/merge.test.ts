import { expect, test } from "vitest";
import { carried, merged } from "./merge";

const BEFORE = "title: raid\nunits:\n  neva: {at: A}\n";
const typed = BEFORE.replace("raid", "raid on Belgrade");

test("what was typed before or behind what the program changed stays, and so does the change", () => {
  const made = BEFORE.replace("at: A", "at: B, rounds: 4");
  expect(merged(BEFORE, typed, made)).toBe("title: raid on Belgrade\nunits:\n  neva: {at: B, rounds: 4}\n");
  const below = `${BEFORE}  # a remark\n`;
  expect(merged(BEFORE, below, made)).toBe(`${made}  # a remark\n`);
  expect(merged(BEFORE, below, BEFORE.replace("raid", "a"))).toBe("title: a\nunits:\n  neva: {at: A}\n  # a remark\n");
});

test("where both wrote in the same place, what was typed stands", () => {
  expect(merged(BEFORE, BEFORE.replace("raid", "drill"), BEFORE.replace("raid", "attack"))).toBe(BEFORE.replace("raid", "drill"));
});

test("of one who wrote alone it is his text", () => {
  expect(merged(BEFORE, typed, BEFORE)).toBe(typed);
  expect(merged(BEFORE, BEFORE, typed)).toBe(typed);
  expect(merged("", "a", "")).toBe("a");
});

test("a place in a text stays with what stands there", () => {
  const end = BEFORE.indexOf("A}");
  expect(typed.slice(carried(BEFORE, typed, end))).toBe("A}\n");
  expect(carried(BEFORE, typed, 3)).toBe(3);
  expect(carried("abcd", "aXd", 2)).toBe(2);
});
