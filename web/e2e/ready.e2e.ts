/** A battle in which a radar and a battery are drawn not ready: the page says so wherever it shows them. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

let program: Program;
let browser: Browser;
let page: Awaited<ReturnType<typeof newPage>>;

beforeAll(async () => {
  program = await startProgram("slavic-shield-2019", "--seed", "16");
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
  await page.waitForSelector("html[data-map]");
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("the outcome, the list, the card and the map in words say who took no part", async () => {
  expect(await page.textContent("[data-testid=absent]")).toBe("p-18 and pantsir-5 were not ready and took no part.");
  await page.keyboard.press("w");
  expect(await page.textContent("section li:has(button:text-is('p-18'))")).toMatch(/not ready$/);
  expect(await page.textContent("section li:has(button:text-is('s400-cp'))")).not.toContain("not ready");
  await page.keyboard.press("w");
  await page.click("#tab-units");
  expect(await page.locator("aside li:has-text('not ready') strong").allTextContents()).toEqual(["pantsir-5", "p-18"]);
  await page.click("aside li:has-text('p-18') button");
  expect(await page.textContent("[data-testid=absent]")).toMatch(/^It is drawn not ready in replication 0 of seed 16 and takes no part/);
  await page.waitForSelector("aside details");
  expect(await page.locator("aside").textContent()).not.toMatch(/of 63 threats|Show its coverage/);
  await shoot(page, "ready-card");
});

test("coverage and legend leave it out, and say so", async () => {
  await page.keyboard.press("l");
  await page.waitForSelector("text=not ready, takes no part");
  await page.check("text=Radar coverage");
  await page.waitForSelector("text=All sensors together, but for units that take no part.");
  await page.waitForSelector("html[data-map=whole]");
  await shoot(page, "ready-map");
});

test("beside a run on other luck, each side says who took no part in it", async () => {
  await page.keyboard.press("l");
  await page.click("header >> text=Compare with");
  await page.click("text=Fight it with seed 17");
  expect(await page.textContent("[data-testid=label-left]")).toContain("p-18 and pantsir-5 were not ready and took no part.");
  expect(await page.textContent("[data-testid=label-right]")).toContain("pantsir-2 and -3 were not ready and took no part.");
  await shoot(page, "ready-compare");
});

test("nothing failed on the way, and no request left the machine", () => {
  expectNoFaults(page);
});
