/** A study as a user meets it, against the real program: begun from a run, watched, stopped, gone on with, and looked into. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

let program: Program;
let browser: Browser;
let page: Awaited<ReturnType<typeof newPage>>;

const BATTLES = process.env.BATTLES ?? "200000";
const text = (id: string) => page.textContent(`[data-testid=${id}]`);
const fought = async () => Number(((await text("fought")) ?? "").split(" of ")[0]?.replace(/\D/g, ""));
/** The curve as its table has it: after how many battles the interval is so wide to each side, all of one moment. */
const curve = () =>
  page.$$eval("[data-testid=shrinking] ~ details tbody tr", (rows) =>
    rows.map((row) => {
      const [battles, found] = [...row.children].map((cell) => cell.textContent ?? "");
      return { battles: Number(battles?.replace(/\D/g, "")), half: Number(found?.split("\u00b1 ")[1]) };
    }),
  );

beforeAll(async () => {
  program = await startProgram("one-battery");
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("a study is begun from a run, and its interval shrinks while it is fought", async () => {
  await page.click("[data-testid=study-it]");
  await page.fill("[data-testid=battles]", BATTLES);
  await shoot(page, "study-ready");
  await page.click("[data-testid=start]");
  // Whenever a busy machine comes to look, the curve begins where it began. With 16 times the battles the interval is a
  // quarter as wide, give or take what the first few battles know of their own spread: by far less than twice.
  const grown = ([first, ...rest]: Awaited<ReturnType<typeof curve>>) => (rest.at(-1)?.battles ?? 0) >= 16 * (first?.battles ?? 1);
  await expect.poll(async () => grown(await curve()), { timeout: 120_000 }).toBe(true);
  const shown = await curve();
  expect(shown.at(-1)?.half).toBeLessThan(0.5 * (shown[0]?.half ?? 0));
  expect(await page.textContent("[data-measure=leakers] small")).toMatch(/^[\d.]+ to [\d.]+$/);
  await expect.poll(() => text("pace")).toMatch(/a second, about .* left$/);
  await shoot(page, "study-running");
  // The chart is filled with each look, and not made anew under the pointer.
  const chart = await page.waitForSelector("[data-testid=shrinking] .uplot");
  const then = await fought();
  await expect.poll(fought).toBeGreaterThan(then);
  expect(await chart.evaluate((one) => one.isConnected)).toBe(true);
});

test("when the program does not answer for a while, the page waits for it and goes on", async () => {
  await page.context().setOffline(true);
  await page.waitForSelector("[role=alert]:has-text('does not answer')");
  const then = await fought();
  await page.context().setOffline(false);
  await expect.poll(fought).toBeGreaterThan(then);
  await expect.poll(() => page.locator("[role=alert]").count()).toBe(0);
});

test("stopped, nothing is lost; gone on with, it ends", async () => {
  await page.click("[data-testid=stop]");
  await page.waitForSelector("[data-testid=resume]");
  const held = await fought();
  expect(held).toBeGreaterThan(20);
  expect(held).toBeLessThan(Number(BATTLES));
  await shoot(page, "study-stopped");
  await page.click("[data-testid=resume]");
  await expect.poll(fought).toBeGreaterThan(held);
  await page.click("[data-testid=stop]");
  await page.waitForSelector("[data-testid=resume]");
  // A smaller number than was asked for first ends it.
  const enough = Math.ceil((await fought()) / 1000 + 0.5) * 1000;
  await page.click("text=Fight more battles");
  await page.fill("[data-testid=battles]", String(enough));
  await page.click("[data-testid=start]");
  await page.waitForSelector("header >> text=done");
  expect(await fought()).toBe(enough);
  expect(await text("answer")).toMatch(/leakers \(95 % interval .* battles\)\.$/);
});

test("the table of the curve and the bars can be read without seeing them", async () => {
  await page.click("text=As a table");
  expect(await page.locator("details tbody tr").count()).toBeGreaterThan(4);
  await page.click("text=As a table");
  const named = await page.locator("[data-testid=histogram] button").first().getAttribute("aria-label");
  expect(named).toMatch(/^0: \d/);
  const spread = await page.locator("[data-testid=spread] tbody button").getAttribute("aria-label");
  expect(spread).toMatch(/^as-written: median \d.*, any in \d+ % \(95 % interval \d+ % to \d+ %\)$/);
});

test("a bar lists its battles, the last one the worst, which is replayed and leads back", async () => {
  await page.locator("[data-testid=histogram] button:enabled").last().click();
  const worst = (await text("worst"))?.replace(/\D/g, "");
  await shoot(page, "study-bar");
  await page.locator("[data-testid=replications] button").first().click();
  await page.waitForSelector("[data-testid=back-to-study]");
  expect((await page.locator("[data-testid=leakers] .number").allTextContents()).reduce((sum, one) => sum + Number(one), 0)).toBe(Number(worst));
  await expect.poll(() => page.url()).toContain("run=");
  await shoot(page, "study-replay");
  await page.goBack();
  await page.waitForSelector("[data-testid=histogram]");
  await expect.poll(() => page.url()).toContain("study=");
});

test("a sample fought again shows how threats ended, and a part of its bar leads to a battle in which one did", async () => {
  await page.click("[data-testid=fight-sample]");
  const parts = page.locator("[data-testid=ends] [role=toolbar] button");
  await parts.first().click();
  expect(await parts.first().getAttribute("aria-label")).toMatch(/^as-written: \d\.\d\d threats of a battle leaked, .* \(95 % interval [\d.]+ to [\d.]+\)\. \w/);
  await parts.first().press("ArrowRight");
  expect(await parts.nth(1).evaluate((one) => one === document.activeElement)).toBe(true);
  const cost = await page.getAttribute("[data-testid=exchange] tbody button", "aria-label");
  expect(cost).toMatch(/^as-written: the raid, shot down or used up USD .*; rounds to raid [\d.]+ to 1\./);
  await shoot(page, "study-ends");
  await page.locator("[data-testid=end-battles] button").first().click();
  await page.waitForSelector("[data-testid=back-to-study]");
  expect(await page.locator("[data-testid=leakers] .number").count()).toBeGreaterThan(0);
  // What was found stays with the study.
  await page.goBack();
  await page.waitForSelector("[data-testid=ends][data-battles='100']");
});

test("the map shows where they leaked, and a square leads to a battle", async () => {
  await page.keyboard.press("l");
  await page.waitForSelector("html[data-map]");
  await page.selectOption(".card select", "20");
  await page.click("[data-testid=look]");
  expect(await text("leaks")).toMatch(/^\d+ leaked in 20 battles, \d\.\d a battle\.$/);
  await page.waitForSelector("html[data-map=whole]");
  await shoot(page, "study-leaks");
  await page.click("text=The busiest squares");
  await page.locator(".card tbody button").first().click();
  const said = await page.textContent("[data-testid=square] p");
  expect(said).toMatch(/^\d+ leakers crossed this square, in \d+ of 20 battles\. Replay one of/);
  await page.locator("[data-testid=square] li button").first().click();
  await page.waitForSelector("[data-testid=back-to-study]");
  await page.click("[data-testid=back-to-study]");
  // One is where one was: at the square, with the list.
  await page.waitForSelector("[data-testid=leaks]");
  expect(await page.textContent("[data-testid=square] p")).toBe(said);
  expect(await page.locator(".card tbody button").first().isVisible()).toBe(true);
});

test("a link leads a second page to the same study, and every control has a name", async () => {
  const second = await browser.newPage();
  await second.context().addCookies(await page.context().cookies());
  await second.goto(page.url().replace("&tab=map", ""));
  await second.waitForSelector("[data-testid=answer]");
  const nameless = await second.evaluate(() =>
    [...document.querySelectorAll("button, input, select")]
      .filter((one) => !(one.getAttribute("aria-label") || one.textContent?.trim() || one.closest("label")))
      .map((one) => one.outerHTML),
  );
  expect(nameless).toEqual([]);
  await second.close();
});

test("an address leads straight from one study to another, which is then the one that is shown and fought", async () => {
  await page.keyboard.press("l");
  const first = await fought();
  await page.evaluate(async () => {
    const { library } = await (await fetch("/api/start")).json();
    const what = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ study: library[0].name }) };
    location.hash = `study=${(await (await fetch("/api/studies", what)).json()).id}`;
  });
  await page.waitForSelector("header >> text=not started");
  await page.fill("[data-testid=battles]", BATTLES);
  await page.click("[data-testid=start]");
  await expect.poll(fought).toBeGreaterThan(0);
  // Back, where nothing is fought, and on, where it is.
  await page.goBack();
  await page.waitForSelector("header >> text=done");
  await page.waitForTimeout(1500);
  expect(await fought()).toBe(first);
  await page.goForward();
  await page.waitForSelector("header >> text=running");
  const then = await fought();
  await expect.poll(fought).toBeGreaterThan(then);
  await page.click("[data-testid=stop]");
  await page.waitForSelector("[data-testid=resume]");
  // What is written into the form of one stays there.
  await page.click("text=Fight more battles");
  await page.fill("[data-testid=battles]", "12345");
  await page.goBack();
  await page.waitForSelector("header >> text=done");
  expect(await page.inputValue("[data-testid=battles]")).toBe(String(first));
  await page.keyboard.press("l");
});

test("answers are taken away as a table", async () => {
  await page.keyboard.press("l");
  await page.click("header >> text=Save");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=table of answers")]);
  const rows = (await (await download.createReadStream()).toArray()).join("").trim().split("\r\n");
  expect(rows[0]).toMatch(/^cell,option,raid,battles,measure/);
  expect(rows.length).toBeGreaterThan(1);
});

test("a study of factors says what drives it, and leads from a figure to the battles at the end of its range", async () => {
  const other = await startProgram("factors.yaml");
  const second = await newPage(browser);
  await second.goto(other.address);
  await second.click("[data-testid=start]");
  await second.waitForSelector("header >> text=done");
  await second.waitForSelector("[data-testid=drivers][data-rows='60']");
  const first = second.locator("[data-testid=drivers] tbody button").first();
  expect(await first.getAttribute("aria-label")).toMatch(/^pantsir-search\.lowest_elevation: [\d.]+ %, more of it adds; beyond chance/);
  expect(await second.textContent("[data-testid=split]")).toMatch(/ignorance of these figures.*luck/s);
  await first.click();
  await second.locator("[data-testid=fifths] tbody button").last().click();
  await second.waitForSelector("[data-testid=fifth-battles]");
  await shoot(second, "study-drivers");
  await second.click("[data-measure=damage_share]");
  await second.waitForSelector("h2:has-text('How the answer settled: damage share')");
  await second.locator("[data-testid=fifth-battles] button").first().click();
  await second.waitForSelector("[data-testid=back-to-study]");
  expectNoFaults(second);
  await second.context().close();
  await other.end();
});

test("the start page has the study, and those that are built in", async () => {
  await page.click("header .home");
  await page.waitForSelector("#studies");
  await shoot(page, "study-start");
  expect(await page.locator("section:has(#studies) li").count()).toBeGreaterThan(3);
  expectNoFaults(page, /ERR_INTERNET_DISCONNECTED/);
});
