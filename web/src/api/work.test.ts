import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Course } from "./work";
import { failureOf, shareOf, stop, Stopped, work } from "./work";

const OF = { id: "7", kind: "run", of: "One battery", done: 0, total: 0, answer: null, error: null, waits_for: null };
const OTHER = { id: "6", kind: "report", of: "Two raids", state: "running", done: 30, total: 120 };
let asked: string[] = [];

/** A program that answers one after another. */
function answers(...said: object[]): void {
  vi.stubGlobal("fetch", (address: string, options?: RequestInit) => {
    asked.push(`${options?.method ?? "GET"} ${address}`);
    return Promise.resolve(new Response(JSON.stringify({ ...OF, ...said.shift() })));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("says what it waits for, how far it is, and then its answer", async () => {
  answers({ state: "waiting", waits_for: OTHER }, { state: "running", done: 1, total: 4 }, { state: "done", answer: { run: "a" } });
  const heard: Course[] = [];
  const found = work("/api/scenarios/one-battery/run", {}, (course) => heard.push(course));
  await vi.runAllTimersAsync();
  expect(await found).toEqual({ run: "a" });
  expect(heard.map(({ job, waitsFor }) => [job?.state, waitsFor && shareOf(waitsFor), job && shareOf(job)])).toEqual([
    ["waiting", 0.25, null],
    ["running", null, 0.25],
  ]);
  expect(asked).toEqual(["POST /api/scenarios/one-battery/run", "GET /api/jobs/7", "GET /api/jobs/7"]);
});

test("what was stopped is no failure", async () => {
  answers({ state: "running" }, { state: "stopping" }, { state: "stopped" });
  const found = work("/api/drafts/a/run", {}, () => {}).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await found).toBeInstanceOf(Stopped);
  expect(failureOf(await found)).toBeNull();
  expect(failureOf(7)).toBe(7);
});

test("stopping is a request that does something", async () => {
  answers({ state: "stopping" });
  expect((await stop("7")).state).toBe("stopping");
  expect(asked).toEqual(["POST /api/jobs/7/stop"]);
});
