/** The way back from what could not be opened, and from what was overtaken by something else. */

import { beforeEach, expect, test, vi } from "vitest";
import { program, type Question } from "../testing/program";
import { history, type Way } from "../testing/window";

const START = { version: "1", opened: { kind: "none", id: null }, live: null, runs: [], drafts: [], scenarios: [], studies: [], library: [] };
const STUDY = { id: "b", title: "b", state: "done", battles: 0, cells: [], measures: [], history: {} };
let asked: Question[];
let way: Way;
let go: typeof import("./pages.svelte");
let pages: typeof import("./opening.svelte").pages;
let store: typeof import("./store.svelte").store;

const questioned = async (address: string): Promise<Question> => {
  await expect.poll(() => asked.some((one) => one.address === address), { timeout: 2000 }).toBe(true);
  return asked.findLast((one) => one.address === address) as Question;
};
const rest = () => new Promise((resolve) => setTimeout(resolve, 40));

beforeEach(async () => {
  vi.resetModules();
  asked = program(({ address, answer }) => {
    if (address === "/api/start") answer(START);
  });
  way = history(() => void go.arrived());
  go = await import("./pages.svelte");
  ({ pages } = await import("./opening.svelte"));
  ({ store } = await import("./store.svelte"));
  await go.begin();
});

test("what stood in the way of opening something can be read where one was before", async () => {
  const opened = go.study("gone");
  (await questioned("/api/studies/gone")).answer({ error: "there is no study gone", instead: "" }, 404);
  await opened;
  await rest();
  expect([store.page, pages.trouble?.what, way.at]).toEqual(["start", "there is no study gone", 0]);
});

test("what was opened meanwhile stays, when the thing before it is refused", async () => {
  const both = [go.study("gone"), go.study("b")];
  (await questioned("/api/studies/gone")).answer({ error: "there is no study gone", instead: "" }, 404);
  (await questioned("/api/studies/b")).answer(STUDY);
  await Promise.all(both);
  await rest();
  expect([store.page, way.entries[way.at]?.url]).toEqual(["study", expect.stringContaining("#")]);
});

test("who goes back while something is being opened that is refused then goes one step back, not two", async () => {
  const opened = go.study("gone");
  globalThis.history.back();
  await rest();
  (await questioned("/api/studies/gone")).answer({ error: "there is no study gone", instead: "" }, 404);
  await opened;
  await rest();
  expect([store.page, way.at, way.left]).toEqual(["start", 0, false]);
});

test("an address that leads nowhere gives way to that of what is shown", async () => {
  const opened = go.study("b");
  (await questioned("/api/studies/b")).answer(STUDY);
  await opened;
  const { sayAddress } = await import("./address");
  sayAddress("#study=b");
  way.type("#study=gone");
  (await questioned("/api/studies/gone")).answer({ error: "there is no study gone", instead: "" }, 404);
  await rest();
  expect([store.page, way.entries[way.at]?.url, pages.trouble?.what]).toEqual(["study", "http://page/#study=b", "there is no study gone"]);
});

test("who goes on before something is open finds it on the way back", async () => {
  const both = [go.study("b"), go.leave()];
  (await questioned("/api/studies/b")).answer(STUDY);
  await Promise.all(both);
  expect([store.page, way.at, way.entries[way.at]?.url]).toEqual(["start", 2, "http://page/#"]);
  globalThis.history.back();
  await rest();
  const again = asked.filter((one) => one.address === "/api/studies/b");
  expect(again).toHaveLength(2);
  again[1]?.answer(STUDY);
  await rest();
  expect([store.page, way.at, way.entries[way.at]?.url]).toEqual(["study", 1, "http://page/#study=b"]);
  // What it comes to say of itself then is what holds the next time.
  (await import("./address")).sayAddress("#study=b&tab=map");
  void go.leave();
  await rest();
  globalThis.history.back();
  await rest();
  expect([way.at, way.entries[way.at]?.url]).toEqual([1, "http://page/#study=b&tab=map"]);
});
