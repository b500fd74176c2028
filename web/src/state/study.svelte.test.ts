import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as asks from "../api/studies";
import type { Study } from "../api/studyContract";
import { Followed } from "./followed.svelte";
import { Ground } from "./ground.svelte";
import { opening } from "./opening.svelte";
import { store } from "./store.svelte";
import { openStudy, startStudy, studying, watchStudy } from "./study.svelte";
import { fightSample, replayOf } from "./studyWork";

/** A program of studies that have so many battles more with each look while they are fought. */
const states: Record<string, Study["state"]> = {};
/** How far a piece of work has come, and how long a question takes, ms. */
let job: object = {};
let slow = 0;
const SLOW = /measures|start/;
const asked: string[] = [];
const askedFor = (what: string) => asked.filter((address) => address.includes(what)).length;
let closing: (() => void)[] = [];
const mounted = (what: () => void) => closing.push($effect.root(what));
const open = (id: string) => opening(() => openStudy(id));
const WRONG = { error: "it failed", instead: "" };

function answer(address: string): object {
  const [, , what, id = "", part] = address.split("/");
  if (what === "jobs" || ["replays", "leaks", "sample"].includes(part ?? "")) return job;
  if (what === "runs") return { id, of: part };
  if (part === "measures") return { typical: { row: -1, replication: 3, value: 1 }, of: id };
  if (part) return { of: id };
  const battles = 10 + asked.length;
  const cell = { name: "base", option: "base", battles };
  return { id, state: states[id], battles, cells: [cell], measures: [{ name: "leakers" }], baseline: "base" };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", { hash: "", href: "" });
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(address);
    await new Promise((resolve) => setTimeout(resolve, SLOW.test(address) ? slow : 0));
    if (address.endsWith("start")) return new Response(JSON.stringify(WRONG), { status: 409 });
    return new Response(JSON.stringify(answer(address)));
  });
  Object.assign(states, { a: "running", b: "running" });
  job = { id: "1", state: "running", answer: null, waits_for: null };
  slow = 0;
});

afterEach(() => {
  closing.forEach((close) => close());
  closing = [];
  vi.useRealTimers();
});

const pass = (time: number) => vi.advanceTimersByTimeAsync(time);
/** Open a study, and be there. */
async function at(id: string): Promise<void> {
  const opened = open(id);
  await pass(1);
  await opened;
  asked.length = 0;
}

test("a study that is opened straight from another is the one that is watched", async () => {
  await at("a");
  mounted(watchStudy);
  await pass(1200);
  await at("b");
  await pass(1200);
  expect(studying.study?.id).toBe("b");
  expect(asked).not.toContain("/api/studies/a");
  expect(askedFor("/studies/b")).toBeGreaterThan(1);
  // Also from one that stands still.
  states.b = "done";
  await pass(1200);
  await at("a");
  await pass(1200);
  expect(askedFor("/studies/a")).toBeGreaterThan(1);
});

test("while a study is fought, a panel waits for its answer before it asks again", async () => {
  await at("a");
  mounted(watchStudy);
  slow = 2000;
  let bars: Followed<object, [string, string]> | undefined;
  mounted(() => (bars = new Followed(asks.histogram, () => [studying.measure?.name ?? "", studying.cell?.name ?? ""], 1500)));
  await pass(1900);
  expect([askedFor("measures"), bars?.found]).toEqual([1, null]);
  await pass(10_000);
  expect(askedFor("measures")).toBe(2);
  expect(bars?.found).toMatchObject({ of: "a" });
  // Nothing of one study is shown of another.
  await at("b");
  expect(bars?.found).toBe(null);
  await pass(2100);
  expect(bars?.found).toMatchObject({ of: "b" });
});

test("the ground under the leaks comes once while a study is fought, and goes with it", async () => {
  await at("a");
  mounted(watchStudy);
  let ground: Ground | undefined;
  mounted(() => (ground = new Ground()));
  await pass(1200);
  expect(ground?.coming).not.toBe(null);
  job = { id: "1", state: "done", answer: { run: "r" } };
  await pass(1200);
  expect(ground?.land?.run).toMatchObject({ id: "r" });
  expect(askedFor("replays")).toBe(1);
  // What went wrong for one study is not said of the next.
  job = { id: "1", state: "failed", error: WRONG };
  await at("b");
  expect(ground?.land).toBe(null);
  await pass(1200);
  expect(ground?.failure).toBeInstanceOf(Error);
  job = { id: "1", state: "done", answer: { run: "r" } };
  await at("a");
  await pass(10);
  expect(ground?.failure).toBe(null);
  // The program went away and came back: the map stays.
  const { land } = ground ?? {};
  store.connection++;
  await pass(1200);
  expect(ground?.land).toBe(land);
});

test("a battle that is fought again is opened where a user waits for it, and nowhere else", async () => {
  const DONE = { id: "1", state: "done", answer: { run: "r" } };
  const going = { ...job };
  const replay = async (meanwhile: () => unknown) => {
    job = going;
    await at("a");
    const run = replayOf({ row: -1, replication: 3 });
    await pass(500);
    expect(studying.replaying).not.toBe(null);
    await meanwhile();
    job = DONE;
    await pass(500);
    return run;
  };
  expect(await replay(() => undefined)).toBe("r");
  expect(await replay(() => at("b"))).toBe(null);
  expect(await replay(() => (store.page = "start"))).toBe(null);
  // On the way to somewhere else.
  expect(await replay(() => void opening(() => new Promise((resolve) => setTimeout(resolve, 1000))))).toBe(null);
  await pass(1000);
  // Back again, one waits for it still.
  expect(await replay(() => at("b").then(() => at("a")))).toBe("r");
});

test("what is under way for one study, and what goes wrong, is said of no other", async () => {
  await at("a");
  slow = 100;
  const works = [replayOf({ row: -1, replication: 3 }), fightSample(), startStudy({})];
  await at("b");
  await pass(500);
  expect([studying.replaying, studying.sampling, studying.failure]).toEqual([null, null, null]);
  await at("a");
  expect([studying.replaying, studying.sampling]).not.toContain(null);
  await at("b");
  job = { id: "1", state: "failed", error: WRONG };
  await pass(500);
  await Promise.all(works);
  expect([studying.failure, studying.sampleFailure]).toEqual([null, null]);
  // Of this one it is.
  const failed = fightSample();
  await pass(500);
  await failed;
  expect(studying.sampleFailure).toBeInstanceOf(Error);
});
