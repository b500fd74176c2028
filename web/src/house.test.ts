/** The rules of this folder that no compiler knows: sizes, nothing that nobody uses, no words that nobody says. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { words } from "./words";

/** Lines of a component and of a module; words and contracts are lists. */
const MOST = { ".svelte": 200, ".ts": 150 };
const LIST = /^words\.ts$|[cC]ontract\.ts$/;
const SOURCES = new Map(
  readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => [name, readFileSync(join(import.meta.dirname, name), "utf8")]),
);
const isTest = (name: string) => name.endsWith(".test.ts");

test("a file is short", () => {
  const long = [...SOURCES].filter(([name, text]) => {
    const most = name.endsWith(".ts") ? MOST[".ts"] : MOST[".svelte"];
    return !LIST.test(name) && !isTest(name) && text.split("\n").length - 1 > most;
  });
  expect(long.map(([name]) => name)).toEqual([]);
});

test("what a file hands out, another takes", () => {
  const unused = [...SOURCES].flatMap(([name, text]) => {
    const exported = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, one]) => one);
    const others = [...SOURCES].filter(([other]) => other !== name).map(([, other]) => other);
    return exported.filter((one) => !others.some((other) => new RegExp(`\\b${one}\\b`).test(other))).map((one) => `${name}: ${one}`);
  });
  expect(unused).toEqual([]);
});

/** Paths of all words: "bar.save". */
function paths(of: object, before: string): string[] {
  return Object.entries(of).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? paths(value as object, `${before}${name}.`) : [`${before}${name}`],
  );
}

test("every word is said somewhere", () => {
  const said = [...SOURCES].filter(([name]) => name !== "words.ts" && !isTest(name)).map(([, text]) => text).join("\n");
  // By its path, or by that of a group that is taken whole or by a name that is worked out.
  const used = (path: string) =>
    path.split(".").some((_, i, parts) => new RegExp(`\\bwords\\.${parts.slice(0, i + 1).join("\\.")}(?!\\.?\\w)`).test(said));
  expect(paths(words, "").filter((path) => !used(path))).toEqual([]);
});
