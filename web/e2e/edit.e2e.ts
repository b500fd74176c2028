/** Editing as a user meets it, against the real program: one small battle is changed, mended and fought. */

import type { Browser, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

let program: Program;
let browser: Browser;
let page: Awaited<ReturnType<typeof newPage>>;

const yaml = () => page.inputValue("[data-testid=yaml]");
const state = (said: RegExp) => expect.poll(() => page.textContent("[data-testid=state]"), { timeout: 60_000 }).toMatch(said);

beforeAll(async () => {
  program = await startProgram("one-battery", "--edit");
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
  await page.waitForSelector(".edit [data-testid=map]");
  await page.waitForSelector("html[data-map=whole]");
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("a unit that is dragged stands elsewhere in the text, and its coverage follows", async () => {
  await page.click("aside li:has-text('pantsir') button");
  await page.waitForSelector("[data-testid=reach]:has-text('Exact')");
  await shoot(page, "edit");
  const before = await yaml();
  // The map opens about what stands on it: one unit, and one place beside it.
  const { x, y, width, height } = (await page.locator("[data-testid=map]").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const coarse = page.waitForRequest((request) => request.url().endsWith("/coverage") && request.postDataJSON().coarse === true);
  const exact = page.waitForResponse((response) => response.url().endsWith("/coverage") && response.request().postDataJSON().coarse === false);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 30, y + height / 2 - 30, { steps: 4 });
  await coarse;
  await page.mouse.move(x + width / 2 + 60, y + height / 2 - 60, { steps: 4 });
  await page.mouse.up();
  expect((await exact).status()).toBe(200);
  await expect.poll(yaml).not.toBe(before);
  expect(await yaml()).toMatch(/pantsir: \{is: pantsir-s1, at: \d\d\.\d{4} N \d\d\.\d{4} E, facing: south-west\}/);
});

test("undo takes the drag back, and redo makes it again", async () => {
  const after = await yaml();
  await page.click("[aria-label^=Undo]");
  await expect.poll(yaml).toContain("at: 1500 m south-west of depot");
  await page.click("[aria-label^=Redo]");
  await expect.poll(yaml).toBe(after);
});

test("a broken value says what is wrong, in its field and at its line, and cannot be fought", async () => {
  const facing = page.locator("[data-path='blue.units.pantsir.facing']");
  await facing.fill("upwards");
  await facing.press("Enter");
  await state(/^1 error/);
  expect(await page.textContent("aside [data-testid=wrong]")).toMatch(/upwards/);
  expect(await page.textContent("[data-testid=problems]")).toMatch(/^line 11 ?blue\.units\.pantsir\.facing/);
  expect(await page.isDisabled("[data-testid=run]")).toBe(true);
  await shoot(page, "broken");
  await facing.fill("south");
  await facing.press("Enter");
  await state(/^(No problems|\d warning)/);
});

test("what is typed in the text is seen in the form, comments stay, and it is fought", async () => {
  await page.fill("[data-testid=yaml]", (await yaml()).replace("facing: south}", "facing: west}").replace("count: 2", "count: 1"));
  await expect.poll(() => page.inputValue("[data-path='blue.units.pantsir.facing']")).toBe("west");
  expect(await yaml()).toContain("# Two pairs: one comes down the Kolubara valley");
  await page.click("[data-testid=run]");
  await page.waitForSelector("[data-testid=answer]");
  expect(await page.textContent("[data-testid=answer]")).toMatch(/^Of 3 threats, /);
  await page.click("text=Back to editing");
  await page.waitForSelector(".edit [data-testid=map]");
});

test("a height given to a waypoint is in the text, and the profile along its route is drawn", async () => {
  await page.click(".back");
  await page.click("aside li:has-text('waypoint'):has-text('valley') button");
  await page.waitForSelector("[data-testid=route-profile]");
  const height = page.locator("[aria-label='Height at waypoint 2']");
  await height.fill("2 km amsl");
  await height.press("Enter");
  await expect.poll(yaml).toContain("44.42 N 20.19 E at 2 km amsl");
  await shoot(page, "route");
});

test("the catalogue is searched, and what is chosen is placed, copied and deleted", async () => {
  await page.click(".back");
  await page.click("[role=tab]:has-text('Add')");
  await page.fill("#find-entry", "p-18");
  await page.click("aside li button:has-text('P-18') >> nth=0");
  const map = await page.locator("[data-testid=map]").boundingBox();
  await page.mouse.click((map?.x ?? 0) + 120, (map?.y ?? 0) + 200);
  await expect.poll(yaml).toMatch(/ p-18: \{.*is: p-18.*\}/);
  // A busy machine may be asked what the copy sees when that has just been deleted.
  const held: Route[] = [];
  await page.route("**/coverage", (route) => void (route.request().postDataJSON().unit === "p-18-2" ? held.push(route) : route.continue()));
  await page.click("[aria-label='Copy p-18']");
  await expect.poll(yaml).toMatch(/ p-18-2: /);
  await expect.poll(() => held.length).toBe(1);
  await page.click("[aria-label='Delete p-18-2']");
  await expect.poll(yaml).not.toMatch(/ p-18-2: /);
  const answered = page.waitForResponse("**/coverage");
  await held[0]?.continue();
  expect((await answered).status()).toBe(200);
  await page.unroute("**/coverage");
});

test("pressed again before the program has answered, each press counts", async () => {
  const back = page.locator("[aria-label^=Undo]");
  await page.click("[role=tab]:has-text('Scenario')");
  await page.click("aside li:has-text('p-18') button >> nth=0");
  await page.locator("[aria-label='Copy p-18']").evaluate((button: HTMLElement) => [1, 2, 3].forEach(() => button.click()));
  for (const name of ["p-18-2", "p-18-3", "p-18-4"]) await expect.poll(yaml).toContain(` ${name}: `);
  for (const name of ["p-18-4", "p-18-3", "p-18-2"]) {
    await back.click();
    await expect.poll(yaml).not.toContain(` ${name}: `);
  }
});

test("what is deleted leaves the list, also where the text has errors without it", async () => {
  const row = page.locator("aside li:has-text('depot') button");
  await page.click(".back");
  await row.first().click();
  await page.click("[aria-label='Delete depot']");
  await page.waitForSelector("[data-testid=problems] li");
  await expect.poll(() => row.count()).toBe(0);
  await page.click("[aria-label^=Undo]");
  await expect.poll(() => row.count()).toBe(1);
});

test("the exercise itself has a form", async () => {
  await page.click("[role=tab]:has-text('Exercise')");
  await page.fill("[data-path=title]", "Another battery");
  await page.press("[data-path=title]", "Enter");
  await expect.poll(() => page.textContent("header .title h1")).toBe("Another battery");
});

test("any other part of the schema has a list and a form, and its positions are chosen and dragged on the map", async () => {
  await page.click("[role=tab]:has-text('Scenario')");
  expect(await page.isDisabled("[aria-label='First add: airway']")).toBe(true);
  await page.click("[aria-label='Add: airway']");
  await expect.poll(yaml).toMatch(/\ntraffic: \{airways: \{airway: \[[\d.]+ N [\d.]+ E, [\d.]+ N [\d.]+ E\]\}\}\n/);
  await page.click(".back");
  await page.click("[aria-label='Add: flight']");
  await expect.poll(yaml).toContain("flights: {flight: {is: a320, airway: airway, height: 10 km amsl}}}");
  await state(/^1 error/);
  // What it says is to be added is one click away.
  await page.click("[data-testid=wrong] >> text=Add: corridor");
  await state(/^(No problems|\d warning)/);
  await page.click(".back");
  await page.click("[aria-label='Add: zone']");
  await expect.poll(yaml).toMatch(/ zones: \{zone: \{around: [\d.]+ N [\d.]+ E, radius: 5 km\}\}/);
  // A circle becomes a polygon, and one again, in a step each.
  await page.selectOption("[data-alternatives='blue.zones.zone']", { label: "corners" });
  await expect.poll(yaml).toMatch(/ zones: \{zone: \{corners: \[([\d.]+ N [\d.]+ E(, )?){3}\]\}\}/);
  await state(/^(No problems|\d warning)/);
  await page.selectOption("[data-alternatives='blue.zones.zone']", { label: "around and radius" });
  await expect.poll(yaml).toMatch(/ zones: \{zone: \{around: [\d.]+ N [\d.]+ E, radius: 5 km\}\}/);
  await page.click("[aria-label='Choose on the map: around']");
  const map = await page.locator("[data-testid=map]").boundingBox();
  const at = [(map?.x ?? 0) + 150, (map?.y ?? 0) + 150] as const;
  const said = () => page.inputValue("[data-path='blue.zones.zone.around']");
  const began = await said();
  await page.mouse.click(...at);
  await expect.poll(said).not.toBe(began);
  const picked = await said();
  // The point is drawn a moment later: then the pointer says that it can be taken.
  const pointer = () => page.$eval("[data-testid=map] canvas", (canvas) => (canvas as HTMLElement).style.cursor);
  await expect.poll(() => page.mouse.move(at[0] + 1, at[1]).then(() => page.mouse.move(...at)).then(pointer)).toBe("pointer");
  await page.mouse.down();
  await page.mouse.move(at[0] + 30, at[1] + 20, { steps: 3 });
  await page.mouse.up();
  await expect.poll(said).not.toBe(picked);
  // What is said of a field leads to it.
  await page.fill("[data-testid=yaml]", (await yaml()).replace("radius: 5 km}}", "radius: wide}}"));
  await page.click(".back");
  await page.click("[data-testid=problems] li:has-text('blue.zones.zone.radius') button");
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.path)).toBe("blue.zones.zone.radius");
  await page.click("[aria-label='Delete zone']");
  await expect.poll(yaml).not.toContain("zones:");
});

test("nothing failed on the way, and no request left the machine", () => {
  expectNoFaults(page);
});
