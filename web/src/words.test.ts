import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "svelte/compiler";
import { expect, test } from "vitest";
import { words } from "./words";

interface Node {
  type: string;
  [key: string]: unknown;
}

/** What is read aloud or shown when it stands in an attribute. */
const SAID = new Set(["alt", "aria-label", "aria-valuetext", "aria-description", "label", "placeholder", "title"]);
/** Two letters in a row are a word; one of these after a number or a space is a unit. */
const WORD = /\p{L}{2}/u;
const UNIT = /(^|[\s\d}])(m|km|s|m²|m\/s|km²|°|M USD|MB|min)\s*$/u;
const SENTENCE = /^\p{Lu}\p{Ll}+ \p{Ll}+/u;

function* below(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const one of node) yield* below(one);
  else if (node !== null && typeof node === "object") {
    if (typeof (node as Node).type === "string") yield node as Node;
    for (const [name, one] of Object.entries(node)) if (name !== "metadata") yield* below(one);
  }
}

/** Words and units that stand in a component instead of in words.ts. */
function stray(source: string): string[] {
  const { fragment, instance } = parse(source, { modern: true }) as unknown as { fragment: Node; instance: Node | null };
  const found: string[] = [];
  const styled = new Set<Node>();
  for (const node of below(fragment)) {
    if (node.type === "StyleDirective" || (node.type === "Attribute" && !SAID.has(String(node.name)))) {
      for (const one of below(node.value)) styled.add(one);
    }
    if (styled.has(node)) continue;
    const said = String(node.data ?? "").trim();
    if (node.type === "Text" && (WORD.test(said) || UNIT.test(said))) found.push(said);
  }
  for (const node of [...below(fragment), ...below(instance)]) {
    if (styled.has(node)) continue;
    const text = node.type === "TemplateElement" ? (node.value as { cooked: string }).cooked : node.type === "Literal" ? node.value : "";
    if (typeof text !== "string") continue;
    if (SENTENCE.test(text) || (node.type === "TemplateElement" && UNIT.test(text))) found.push(text);
  }
  return found;
}

test("finds words and units where they are not to stand", () => {
  expect(stray("<p>Hello there</p>")).toEqual(["Hello there"]);
  expect(stray('<button aria-label="Close it">{"\u00d7"}</button>')).toEqual(["Close it"]);
  expect(stray("<p>{height} m</p>")).toEqual(["m"]);
  expect(stray('<script>const said = (n) => `${n} km`;</script>{said(2)}')).toEqual([" km"]);
  expect(stray('<script>const a = "Nothing was found";</script>')).toEqual(["Nothing was found"]);
  expect(stray('<p class="number two" style:left="{x}px">{words.a}, {b} / {c}</p>')).toEqual([]);
});

test("every English word and every unit of the page stands in words.ts", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".svelte"));
  const found = files.flatMap((name) => stray(readFileSync(join(import.meta.dirname, name), "utf8")).map((text) => `${name}: ${text}`));
  expect(files.length).toBeGreaterThan(30);
  expect(found).toEqual([]);
});

test("a bar without a battle says so, and not that it has less than one in a hundred", () => {
  const { bar } = words.study;
  expect([bar("36", 0, 0), bar("35", 1, 0.4), bar("47", 5, 31.25)]).toEqual(["36: no battle", "35: 1 battle, below 1 %", "47: 5 battles, 31 %"]);
});
