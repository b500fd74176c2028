import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line } from "./live";

const BATTLE = { id: "live-one", mark: "a" };
const SOON = 400;
/** Times that a line was opened. */
let opened: Socket[] = [];
/** What the program answers when it is asked for the battle: a mark, a status that refuses, or nothing. */
let answer: string | number | null = "a";
let heard: string[] = [];
let line: Line;

class Socket {
  onopen = () => {};
  onclose = (_: { code: number }) => {};
  constructor() {
    opened.push(this);
  }
  close(): void {}
}

async function breaks(): Promise<void> {
  opened.at(-1)?.onclose({ code: 1006 });
  await vi.advanceTimersByTimeAsync(SOON);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("location", { host: "127.0.0.1:1" });
  vi.stubGlobal("dispatchEvent", () => true);
  vi.stubGlobal("fetch", async () => {
    if (answer === null) throw new TypeError();
    return typeof answer === "number" ? new Response("{}", { status: answer }) : new Response(JSON.stringify({ mark: answer }));
  });
  [opened, heard, answer] = [[], [], "a"];
  const note = (what: string) => () => void heard.push(what);
  line = new Line(BATTLE, { frame: note("frame"), line: (open) => heard.push(String(open)), gone: note("gone"), other: note("other"), place: () => [0, 0, 0, 0] });
});
afterEach(() => {
  line.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a line that broke is opened again for the same battle", async () => {
  await breaks();
  opened.at(-1)?.onopen();
  expect([opened.length, heard]).toEqual([2, ["false", "true"]]);
});

test("a program that is away, or started anew and not yet opened here, is waited for", async () => {
  answer = null;
  await breaks();
  answer = 401;
  await vi.advanceTimersByTimeAsync(2 * SOON);
  expect([opened.length, heard]).toEqual([1, ["false"]]);
  answer = "a";
  await vi.advanceTimersByTimeAsync(4 * SOON);
  expect([opened.length, heard]).toEqual([2, ["false"]]);
});

test("another battle of the same name is not taken for the one that was followed", async () => {
  answer = "b";
  await breaks();
  expect([opened.length, heard]).toEqual([1, ["false", "other"]]);
});

test("a battle that the program does not know is gone", async () => {
  answer = 404;
  await breaks();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([opened.length, heard]).toEqual([1, ["false", "gone"]]);
});
