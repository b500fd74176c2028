/** Two runs side by side, as a user comes to them: a battle is fought, changed, fought again, and the two are compared. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

let program: Program;
let browser: Browser;
let page: Awaited<ReturnType<typeof newPage>>;

const clock = () => page.textContent("[data-testid=clock]");
const text = (id: string) => page.textContent(`[data-testid=${id}]`);
const share = async () => Number(await page.getAttribute("[data-testid=divider]", "aria-valuenow"));

beforeAll(async () => {
  program = await startProgram("one-battery");
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
  await page.waitForSelector("[data-testid=answer]");
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("a scenario that was changed and fought is compared with the run before by one button", async () => {
  expect(await page.locator("[data-testid=compare-before]").count()).toBe(0);
  await page.click("text=Edit");
  await page.waitForSelector("[data-testid=yaml]");
  const yaml = await page.inputValue("[data-testid=yaml]");
  await page.fill("[data-testid=yaml]", yaml.replace("      count: 2", "      count: 3"));
  await page.click("[data-testid=run]");
  await page.click("[data-testid=compare-before]");
  await page.waitForSelector("html[data-map=whole]");
  await expect.poll(() => page.url()).toMatch(/#compare=one-battery,one-battery-2&t=\d+/);
  for (const side of ["left", "right"]) expect(await text(`label-${side}`)).toMatch(/seed 1, replication 0.*Of \d threats, /);
  await shoot(page, "compare");
});

test("it says what was changed, where the two part, and what became of each threat", async () => {
  expect(await text("differences")).toMatch(/red\.units\.valley-pair\.count\s*2\s*3/);
  expect(await text("lines")).toContain("+      count: 3");
  const parting = await text("parting");
  expect(parting).toMatch(/The first \d+ events are the same\./);
  expect(parting).toMatch(/first\s*\d\d:\d\d \(\d+\.\d\d s\).*second\s*\d\d:\d\d \(\d+\.\d\d s\)/s);
  await page.click("[data-testid=parting] >> text=Go there");
  const times = [...(parting ?? "").matchAll(/(\d\d:\d\d) \(/g)].map(([, time]) => time as string);
  expect(await clock()).toBe(times.slice(-2).toSorted()[0]);
  expect(await text("differences")).toContain("do not read a difference between two single runs as an effect");
});

test("a threat that fared otherwise is shown on both sides, with both of its stories", async () => {
  await page.click("[data-testid=fared] button:has-text('plain-pair/1')");
  await page.waitForSelector("[data-testid=story-first] [data-testid=story] li");
  await page.waitForSelector("[data-testid=story-second] [data-testid=story] li");
  expect(await text("story-first")).toMatch(/Fate: /);
  await expect.poll(() => page.url()).toMatch(/select=red\/plain-pair\/1/);
  await page.click("[data-testid=story-second] [data-testid=story] li:last-child button");
  expect(await clock()).toBe((await page.textContent("[data-testid=story-second] [data-testid=story] li:last-child"))?.slice(0, 5));
  await shoot(page, "compare-threat");
  await page.keyboard.press("Escape");
});

test("the line is moved by mouse and by keys, and the maps stay under one camera", async () => {
  const line = await page.locator("[data-testid=divider]").boundingBox();
  const map = await page.locator("[data-testid=map-left]").boundingBox();
  if (!line || !map) throw new Error("no map");
  const y = map.y + map.height / 2;
  await page.mouse.move(line.x + line.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width / 4, y, { steps: 3 });
  await page.mouse.up();
  await expect.poll(share).toBe(25);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await share()).toBe(37);
  expect(await page.locator("[data-testid=map-right]").evaluate((one) => getComputedStyle(one.parentElement as Element).clipPath)).toMatch(/37%/);
  const before = await clock();
  await page.keyboard.press("Home");
  expect(await share()).toBe(0);
  expect(await clock()).toBe(before);
  await page.keyboard.press("End");
  expect(await share()).toBe(100);
  await page.locator("[data-testid=divider]").dblclick();
  expect(await share()).toBe(50);
});

test("another run is fought on other luck from the menu, and compared", async () => {
  await page.click("text=Replay the first");
  await page.click("[data-testid=compare-with-menu]");
  await expect.poll(() => page.textContent("#compare-with")).toContain("one-battery-2");
  await page.click("text=Fight replication 1, and compare");
  await page.waitForSelector("[data-testid=label-right]:has-text('seed 1, replication 1')");
  expect(await text("differences")).toMatch(/replication\s*0\s*1/);
});

test("two runs are chosen on the start page, and a link leads to them", async () => {
  await page.click("header .home");
  await page.selectOption("[aria-label='First run']", "one-battery-2");
  await page.selectOption("[aria-label='Second run']", "one-battery");
  await page.click("[data-testid=choose-pair] button");
  await page.waitForSelector("[data-testid=parting]");
  await expect.poll(() => page.url()).toMatch(/#compare=one-battery-2,one-battery&t=/);
  await page.goto(page.url().replace(/&t=.*/, "&t=200&select=red/plain-pair/1"));
  await page.reload();
  await page.waitForSelector("[data-testid=story-first]");
  await expect.poll(clock).toBe("03:20");
});

test("the browser's way back and on leads through all that was opened, and a link of elsewhere is followed in the same tab", async () => {
  await page.click("text=Replay the first");
  await page.waitForSelector("[data-testid=study-it]");
  await page.click("header .home");
  await page.waitForSelector("#runs");
  await page.getByRole("button", { name: /^Go on editing/ }).click();
  await page.waitForSelector("[data-testid=yaml]");
  await page.goBack();
  await page.waitForSelector("#runs");
  await page.goBack();
  await page.waitForSelector("[data-testid=study-it]");
  await expect.poll(() => page.url()).toContain("#run=one-battery-2&");
  await page.goBack();
  await page.waitForSelector("[data-testid=parting]");
  await page.goForward();
  await page.goForward();
  await page.waitForSelector("#runs");
  await page.evaluate(() => (location.hash = "#run=one-battery&t=150"));
  await expect.poll(clock).toBe("02:30");
  // Another run in its place has a map of its own.
  await page.$eval("[data-testid=map]", (map) => map.classList.add("before"));
  await page.evaluate(() => (location.hash = "#run=one-battery-2&t=100"));
  await expect.poll(() => page.locator("[data-testid=map].before").count()).toBe(0);
  await expect.poll(clock).toBe("01:40");
});

test("nothing failed on the way, and no request left the machine", () => {
  expectNoFaults(page);
});
