import { expect, test } from "vitest";
import { sentence } from "./sentence";

test("a message that stands alone begins large and ends with a full stop", () => {
  expect(sentence('there is no draft "x" here')).toBe('There is no draft "x" here.');
  expect(sentence("Done.")).toBe("Done.");
  expect(sentence("")).toBe("");
});

test("a name or a path at its begin stays as it is written", () => {
  expect(sentence("mine.yaml line 3: what?")).toBe("mine.yaml line 3: what?");
  expect(sentence("s400-cp is twice here")).toBe("s400-cp is twice here.");
});
