import { readFileSync } from "node:fs";
import ms from "milsymbol";
import { expect, test } from "vitest";

const LIST = new URL("../../../tests/contract/symbol_codes.json", import.meta.url);
const codes = Object.entries(JSON.parse(readFileSync(LIST, "utf8")) as Record<string, string>);

test("the list of the catalogue's codes is there", () => expect(codes.length).toBeGreaterThan(50));

test.each(codes)("%s has a symbol: %s", (_, code) => {
  expect(new ms.Symbol(code, { size: 20 }).isValid()).toBe(true);
});

test("a code that is none is not valid, so the test can fail", () => {
  expect(new ms.Symbol("10031000009999990000", { size: 20 }).isValid()).toBe(false);
});
