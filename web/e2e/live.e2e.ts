/** A battle that is watched while it is fought: begun on the start page, followed by two, looked back into, over. */

import type { Browser, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

type Sight = Awaited<ReturnType<typeof newPage>>;

let program: Program;
let browser: Browser;
let page: Sight;

const SCENARIO = "Slavic Shield 2019, massed raid on Belgrade";
const seconds = (clock: string | null) => (clock ?? "").split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
const clock = async (on: Sight = page) => seconds(await on.textContent("[data-testid=clock]"));
/** The present of the battle, up to which one can seek; what is shown comes there a moment later. */
const present = async (on: Sight = page) => Number(await on.getAttribute("[data-testid=slider]", "aria-valuemax"));
const behind = async (on: Sight = page) => Math.abs((await present(on)) - (await clock(on)));
const sentences = (on: Sight = page) => on.locator("[data-testid=ticker] li").count();
const later = (than: number, on: Sight = page) =>
  on.waitForFunction((t) => {
    const [minutes, rest] = (document.querySelector("[data-testid=clock]")?.textContent ?? "0:0").split(":");
    return 60 * Number(minutes) + Number(rest) > t;
  }, than);

/** Stop the battle, so that a slow machine is not late for what comes next. */
const says = (text: string) => page.waitForFunction((said) => document.querySelector("[data-testid=now]")?.textContent?.includes(said), text);
async function stop(): Promise<void> {
  await page.click("[data-testid=play]");
  await says("Stopped");
}
/** The lines to the program, to be broken. */
const lines: WebSocketRoute[] = [];

beforeAll(async () => {
  program = await startProgram();
  browser = await openBrowser();
  page = await newPage(browser);
  await page.routeWebSocket(/frames/, (line) => {
    line.connectToServer();
    lines.push(line);
  });
  await page.goto(program.address);
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("is begun on the card of its scenario, and goes at the pace that is chosen", async () => {
  const card = page.locator("li", { hasText: SCENARIO }).first();
  await card.getByRole("button", { name: "Watch it live" }).click();
  await page.waitForSelector("html[data-map]");
  await page.getByRole("button", { name: "100\u00d7" }).click();
  await later(500);
  expect(await sentences()).toBeGreaterThan(5);
  expect(Number(await page.textContent("[data-testid=sum-entered]"))).toBeGreaterThan(0);
});

test("what flies moves, engagements come, and it stops where it is told", async () => {
  // Slower, so that a slow machine is not late for the end.
  await page.getByRole("button", { name: "60\u00d7" }).click();
  await later(900);
  await stop();
  await page.waitForSelector("[data-testid=lanes]");
  await shoot(page, "live");
  // What the map shows, in words: it flies, and nothing is said of what has not been.
  await page.keyboard.press("w");
  const said = await page.getByText(/in the air, \d+ killed and 0 leaked so far/).textContent();
  expect(Number(/(\d+) threats and/.exec(said ?? "")?.[1])).toBeGreaterThan(20);
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "30\u00d7" }).click();
});

test("others see that it is on, follow it, and are where it is", async () => {
  // A page behind another draws nothing, so it comes to its present before that.
  await expect.poll(behind).toBeLessThanOrEqual(1);
  const other = Object.assign(await page.context().newPage(), { faults: page.faults });
  await other.goto(new URL("/", program.address).href);
  await other.waitForSelector("[data-testid=follow]");
  await shoot(other, "live-start");
  await other.click("[data-testid=follow]");
  await other.waitForSelector("[data-testid=ticker] li");
  const stood = await clock();
  await expect.poll(() => present(other)).toBe(await present());
  await expect.poll(() => behind(other)).toBeLessThanOrEqual(1);
  await expect.poll(() => sentences(other)).toBe(await sentences());
  // What one steers, all see.
  await other.click("[data-testid=play]");
  await later(stood + 10);
  await other.close();
});

test("one can look back while it goes on, and go back to now", async () => {
  const box = await page.locator("[data-testid=slider]").boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 4, (box?.y ?? 0) + 20);
  await says("Now:");
  const then = await clock();
  const came = (await page.textContent("[data-testid=now]")) ?? "";
  await page.waitForFunction((was) => document.querySelector("[data-testid=now]")?.textContent !== was, came);
  expect(await clock()).toBe(then);
  await shoot(page, "live-back");
  await page.keyboard.press("End");
  await later(then + 100);
  await stop();
});

test("a line that breaks comes back by itself and catches up", async () => {
  const stood = await clock();
  await lines.at(-1)?.close({ code: 3001 });
  await page.getByText("The line to the program broke").waitFor();
  await page.getByText("The line to the program broke").waitFor({ state: "detached" });
  await page.click("[data-testid=play]");
  await later(stood + 10);
});

test("at its end it opens as the replay of the run", async () => {
  await page.click("[data-testid=end]");
  await page.waitForSelector("[data-testid=answer]");
  expect(await page.textContent("[data-testid=answer]")).toMatch(/^Of 63 threats, \d+ were killed and \d+ leaked\./);
  expect(new URL(page.url()).hash).toContain("run=slavic-shield-2019");
  expectNoFaults(page);
});
