/** What is typed, changed and fought while the program has not answered yet, on one draft and on the way to another. */

import { beforeEach, expect, test } from "vitest";
import { program, type Question, settle } from "../testing/program";
import { draft } from "./draft.svelte";
import { fight } from "./draftFile";
import { change, type, undo } from "./draftSteps";
import { remove } from "./parts";
import { openDraft, settled } from "./turns";
import { store } from "./store.svelte";

const TEXT = "title: a\nat: 1\n";
const scene = { title: "", spots: [] };
const said = (id: string, version: number, text: string, plain: object = {}) => ({
  id, name: id, title: id, version, edited: version > 1, can_save: false, seed: 1, replication: 0, text, problems: [], plain, checked: true, scene,
}); // prettier-ignore
const job = (state: string, answer: object | null = null) => ({ id: "7", kind: "run", of: "a", state, done: 0, total: 1, answer, error: null, waits_for: null });
const LIST = { route: ["a", "b", "c", "d"] };
let asked: Question[];

const last = (method: string, address: string): Question => {
  const found = asked.findLast((one) => one.method === method && one.address === `/api/${address}`);
  if (!found) throw new Error(`nobody asked ${method} ${address}, but ${asked.map((one) => one.address).join(", ")}`);
  return found;
};
const heard = (method: string) => asked.filter((one) => one.method === method).map((one) => one.address);

beforeEach(async () => {
  asked = program(({ method, address, answer }) => {
    if (address === "/api/schema" || address.endsWith("/geography")) answer({});
    if (method === "GET" && /^\/api\/drafts\/[ab]$/.test(address)) answer(said(address.slice(-1), 1, TEXT, LIST));
  });
  draft.written = false;
  await openDraft("a");
  asked.length = 0;
});

test("what is typed while a change is on its way stays, beside the change, and each is one step to undo", async () => {
  const made = change([{ path: "at", value: "2" }]);
  await settle();
  type("title: a drill\nat: 1\n");
  last("POST", "drafts/a/changes").answer(said("a", 2, "title: a\nat: 2\n"));
  await made;
  expect(draft.text).toBe("title: a drill\nat: 2\n");
  const read = settled();
  await settle();
  expect(last("PUT", "drafts/a").body).toEqual({ version: 2, text: "title: a drill\nat: 2\n" });
  last("PUT", "drafts/a").answer(said("a", 3, "title: a drill\nat: 2\n"));
  expect(await read).toBe("a");
  for (const text of ["title: a\nat: 2\n", TEXT]) {
    const back = undo();
    await settle();
    expect(last("PUT", "drafts/a").body).toMatchObject({ text });
    last("PUT", "drafts/a").answer(said("a", 4, text));
    await back;
  }
  expect(draft.history.past).toEqual([]);
});

test("a draft is settled when all is changed", async () => {
  const made = change([{ path: "at", value: "2" }]);
  let known: string | null = null;
  void settled().then((id) => (known = id));
  await settle();
  expect(known).toBeNull();
  last("POST", "drafts/a/changes").answer(said("a", 2, "title: a\nat: 2\n"));
  await made;
  await settle();
  expect(known).toBe("a");
});

test("a draft is edited on while it is fought", async () => {
  const fought = fight(() => {});
  await settle();
  last("POST", "drafts/a/run").answer(job("running"));
  void change([{ path: "at", value: "2" }]);
  await settle();
  last("POST", "drafts/a/changes").answer(said("a", 2, "title: a\nat: 2\n"));
  await expect.poll(() => heard("GET"), { timeout: 2000 }).toContain("/api/jobs/7");
  last("GET", "jobs/7").answer(job("done", { run: "run-of-a" }));
  expect(await fought).toBe("run-of-a");
  expect(draft.runs).toEqual(["run-of-a"]);
});

test("what was typed on a draft is read before another is opened, and its battle is not the other's", async () => {
  const fought = fight(() => {});
  await settle();
  last("POST", "drafts/a/run").answer(job("running"));
  type("title: a drill\nat: 1\n");
  const opened = openDraft("b");
  await settle();
  last("PUT", "drafts/a").answer(said("a", 2, "title: a drill\nat: 1\n"));
  await opened;
  expect([draft.id, draft.text, draft.version]).toEqual(["b", TEXT, 1]);
  await expect.poll(() => heard("GET"), { timeout: 2000 }).toContain("/api/jobs/7");
  last("GET", "jobs/7").answer(job("done", { run: "run-of-a" }));
  expect(await fought).toBeNull();
  expect(draft.runs).toEqual([]);
});

test("a change that waits for its turn when another draft is opened is made in neither", async () => {
  const first = change([{ path: "at", value: "2" }]);
  const opened = openDraft("b");
  const second = change([{ path: "at", value: "3" }]);
  await settle();
  last("POST", "drafts/a/changes").answer(said("a", 2, "title: a\nat: 2\n"));
  expect(await first).toBe(true);
  await opened;
  expect([await second, draft.id, draft.text]).toEqual([false, "b", TEXT]);
  expect(heard("POST")).toEqual(["/api/drafts/a/changes"]);
});

test("the second of two points that are taken out quickly is the one that was meant", async () => {
  const both = [change([{ path: "route.2", value: null }]), change([{ path: "route.3", value: null }])];
  await settle();
  last("POST", "drafts/a/changes").answer(said("a", 2, TEXT, { route: ["a", "c", "d"] }));
  await settle();
  expect(last("POST", "drafts/a/changes").body).toEqual({ version: 2, changes: [{ path: "route.2", value: null }] });
  last("POST", "drafts/a/changes").answer(said("a", 3, TEXT, { route: ["a", "d"] }));
  expect(await Promise.all(both)).toEqual([true, true]);
});

test("who has left the page is not led to the run", async () => {
  const fought = fight(() => {});
  await settle();
  last("POST", "drafts/a/run").answer(job("done", { run: "run-of-a" }));
  store.page = "start";
  expect(await fought).toBeNull();
  expect(draft.runs).toEqual(["run-of-a"]);
});

test("what is taken out twice goes once, without a word", async () => {
  draft.plain = { units: { radar: "b", post: "c" } };
  const both = [remove("units.radar"), remove("units.radar")];
  await settle();
  last("POST", "drafts/a/changes").answer(said("a", 2, TEXT, { units: { post: "c" } }));
  await Promise.all(both);
  expect(heard("POST")).toEqual(["/api/drafts/a/changes"]);
  expect(draft.refused).toBeNull();
});
