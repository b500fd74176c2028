import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apart, contrast, EYES, mixed } from "./data/contrast";
import { FULL, OTHERS, SHADES } from "./data/study/ends";
import { SHAPES } from "./layers/shapes";
import { LEAK_COLOURS } from "./map/leakStyle";
import { palette, type Theme } from "./map/palette";

const THEMES: readonly Theme[] = ["light", "dark"];
const sheet = readFileSync(new URL("theme.css", import.meta.url), "utf8");

/** The colours of a theme by their names in theme.css. */
function tokens(theme: Theme): Record<string, string> {
  const head = theme === "dark" ? ':root[data-theme="dark"] {' : ":root {";
  const block = sheet.slice(sheet.indexOf(head), sheet.indexOf("}", sheet.indexOf(head)));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
}

test("contrast is that of WCAG: its own example of grey on white, and the two ends", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#123456", "#123456")).toBe(1);
});

test.each(THEMES)("every text of the %s page is told from its ground by 4.5 or more", (theme) => {
  const colour = tokens(theme);
  const on = (name: string) => colour[name] ?? "";
  const chosen = mixed(on("link"), 0.16, on("paper"));
  const faint = ["paper", "raised", "soft", "hover"].flatMap((ground) =>
    ["ink", "muted", "link", "blue", "red", "amber"].map((text) => [text, ground, contrast(on(text), on(ground))] as const),
  );
  const others = ["ink", "muted", "link"].map((text) => [text, "chosen", contrast(on(text), chosen)] as const);
  const found = [...faint, ...others, ["on-link", "link", contrast(on("on-link"), on("link"))] as const];
  expect(found.filter(([, , by]) => by < 4.5)).toEqual([]);
});

test.each(THEMES)("numbers can be read on how threats ended on the %s page", (theme) => {
  const colour = tokens(theme);
  const [ink = "", paper = ""] = [colour.ink, colour.paper];
  const of: [string, number][] = [...SHADES.map((shade): [string, number] => ["red", shade]), ["blue", OTHERS.killed ?? 0], ["amber", OTHERS.delivered ?? 0], ["muted", OTHERS.expired ?? 0]];
  const found = of.map(([name, shade]) => [name, shade, contrast(shade > FULL ? paper : ink, mixed(colour[name] ?? "", shade / 100, paper))] as const);
  expect(found.filter(([, , by]) => by < 4.5)).toEqual([]);
});

test.each(THEMES)("names on the %s map, and on the bars of fire channels, can be read", (theme) => {
  const { css, relief } = palette(theme);
  const paper = tokens(theme).paper ?? "";
  // Names on the map have a halo, which is what they are read against.
  for (const text of [css.label, css.blue, css.red, css.place]) expect(contrast(text, css.halo)).toBeGreaterThan(4.5);
  for (const state of ["acquiring", "guiding", "assessing"] as const) {
    expect(contrast(css.symbolInk, mixed(css[state], 0.9, paper))).toBeGreaterThan(4.5);
  }
  expect(relief.length).toBe(5);
});

test.each(THEMES)("sides and states of the %s map differ for every kind of eye", (theme) => {
  const { css } = palette(theme);
  const pairs = [
    [css.blue, css.red], [css.symbolBlue, css.symbolRed], [css.acquiring, css.guiding], [css.guiding, css.waiting],
    [css.acquiring, css.waiting],
  ] as const; // prettier-ignore
  for (const eye of Object.keys(EYES) as (keyof typeof EYES)[]) {
    for (const [one, other] of pairs) expect(apart(one, other, eye), `${one} ${other} ${eye}`).toBeGreaterThan(15);
  }
});

test("what a track is held for, and what happened, have each a shape of their own", () => {
  for (const group of [["hostile", "friendly", "neutral", "unknown"], ["kill", "miss", "hit", "lost"]]) {
    const drawn = group.map((name) => String(SHAPES[name]));
    expect(new Set(drawn).size).toBe(group.length);
  }
});

test.each(THEMES)("steps of the map of leakers stand out more and more from the %s ground, for every kind of eye", (theme) => {
  const steps = LEAK_COLOURS[theme];
  const ground = palette(theme).css.ground;
  const against = steps.map((step) => contrast(step, ground));
  expect(against).toEqual(against.toSorted((a, b) => a - b));
  for (const eye of Object.keys(EYES) as (keyof typeof EYES)[]) {
    for (const [i, step] of steps.entries()) if (i) expect(apart(step, steps[i - 1] as string, eye), `${step} ${eye}`).toBeGreaterThan(15);
  }
});
