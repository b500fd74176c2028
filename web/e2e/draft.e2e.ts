/** A scenario of one's own, from the template to the file: routes and nets, many steps back, saving, two tabs. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { type Program, startProgram } from "./program";

const TEMPLATE = join(import.meta.dirname, "../../src/shieldwall/scenario/template.yaml");
let folder: string;
let file: string;
let program: Program;
let browser: Browser;
let page: Awaited<ReturnType<typeof newPage>>;

const yaml = (of: Page = page) => of.inputValue("[data-testid=yaml]");
const held = () => readFile(file, "utf8");
const beside = () => page.textContent("header .title span");

/** A place on the map, from its middle, which stays where it is when the map grows or shrinks. */
async function spot(right: number, down: number): Promise<[number, number]> {
  // The map follows its place on the page a moment later.
  const fits = () => page.$eval("[data-testid=map]", (map) => map.querySelector("canvas")?.clientHeight === map.clientHeight);
  await expect.poll(fits).toBe(true);
  const { x, y, width, height } = (await page.locator("[data-testid=map]").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return [x + width / 2 + right, y + height / 2 + down];
}
const click = async (right: number, down: number) => page.mouse.click(...(await spot(right, down)));
async function write(path: string, value: string, of: Page = page): Promise<void> {
  await of.fill(`[data-path='${path}']`, value);
  await of.press(`[data-path='${path}']`, "Enter");
}
const exercise = (of: Page = page) => of.click("[role=tab]:has-text('Exercise')");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shieldwall-"));
  file = join(folder, "mine.yaml");
  await writeFile(file, await readFile(TEMPLATE));
  program = await startProgram(file, "--edit");
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
  await page.waitForSelector("html[data-map=whole]");
});

afterAll(async () => {
  await browser?.close();
  program?.end();
  await rm(folder, { recursive: true, force: true });
});

test("a radar is the last of the units, and two clicks link it with the battery", async () => {
  await page.click("[role=tab]:has-text('Add')");
  await page.fill("#find-entry", "p-18");
  await page.click("aside li button:has-text('P-18') >> nth=0");
  await click(-120, -90);
  await expect.poll(yaml).toMatch(/ {4}battery: .*\n {4}p-18: \{is: p-18, at: .*\}\n\nred:/);
  await page.click("text=Link to");
  await page.waitForSelector("[data-testid=hint]:has-text('p-18 is to talk')");
  await click(0, 10);
  await expect.poll(yaml).toContain("  links: [{name: net, joins: [p-18, battery], delay: 1 s}]\n");
  await page.waitForSelector("h1:has-text('net')");
  await shoot(page, "net");
  await page.click("[aria-label='Delete net']");
  await expect.poll(yaml).not.toContain("  links: [{name: net");
  await page.click("[aria-label^=Undo]");
  await expect.poll(yaml).toContain("  links: [{name: net");
});

test("an order is chosen among the names that the scenario has", async () => {
  await click(0, 10);
  await page.waitForSelector("h1:has-text('battery')");
  await page.click("summary:has-text('more settings')");
  const guards = page.locator("[data-path='blue.units.battery.guards']");
  expect(await guards.locator("option").allTextContents()).toEqual(["not said", "depot", "p-18"]);
  await guards.selectOption("depot");
  await expect.poll(yaml).toContain("facing: south, guards: depot}");
});

test("a route is drawn to its target, and a new group flies it", async () => {
  await page.click(".back");
  await page.keyboard.press("r");
  await page.fill("[data-testid=hint] input", "at least 80 m agl");
  await click(160, 150);
  await click(120, 60);
  await page.waitForSelector("[data-testid=route-profile]");
  await shoot(page, "drawing");
  await click(0, -14);
  await expect.poll(yaml).toMatch(/route: \[[\d.]+ N [\d.]+ E at at least 80 m agl, [\d.]+ N [\d.]+ E, target depot\]/);
  await page.selectOption("[aria-label^='New group']", "shahed-class");
  await expect.poll(yaml).toContain("shahed-class: {is: shahed-class, height: at least 1000 m agl, speed: 185 km/h, route: route, mission: {strike: depot}}");
});

test("another name is written over the old one, wherever that stands, and a taken one is refused", async () => {
  await page.click(".back");
  await page.click("[role=tab]:has-text('Scenario')");
  const before = await yaml();
  await page.dblclick("aside li:has(strong:text-is('depot')) button");
  const name = page.getByLabel("name", { exact: true });
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("battery");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[role=alert]:has-text('is taken')");
  await name.blur();
  await page.keyboard.press("F2");
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("store");
  await page.keyboard.press("Enter");
  await page.waitForSelector("h1:text-is('store')");
  await shoot(page, "name");
  const lines = (text: string) => text.split("\n").map((line) => line.split("#"));
  const renamed = lines(before).map(([said = "", ...remark]) => [said.replaceAll("depot", "store"), ...remark]);
  expect(lines(await yaml())).toEqual(renamed);
  await page.click("[aria-label^=Undo]");
  await expect.poll(yaml).toBe(before);
});

test("a click on its line is one more waypoint, and so is a button; Del takes one out", async () => {
  await page.click(".back");
  await page.click("[role=tab]:has-text('Scenario')");
  await page.click("aside li:has-text('waypoints'):has(strong:text-is('route')) button");
  const points = () => page.locator("aside ol li").count();
  await expect.poll(points).toBe(3);
  await page.waitForSelector("html[data-map=whole]");
  await click(140, 105);
  await expect.poll(points).toBe(4);
  await shoot(page, "waypoint");
  await page.keyboard.press("Delete");
  await expect.poll(points).toBe(3);
  await page.click("[aria-label='Add a waypoint after 1']");
  await expect.poll(points).toBe(4);
  expect(await yaml()).toContain("# Waypoints; a height may be changed on the way");
  await page.click("[aria-label='Copy route']");
  await expect.poll(yaml).toMatch(/ route-2: \[.*target depot\]/);
  await page.click("[aria-label='Delete route-2']");
  await expect.poll(yaml).not.toContain("route-2");
});

test("many steps lead back and on again, over the map, forms and the text", async () => {
  const texts = [await yaml()];
  const done = async (what: () => Promise<unknown>) => {
    await what();
    await expect.poll(yaml).not.toBe(texts.at(-1));
    texts.push(await yaml());
  };
  await page.mouse.move(...(await spot(-120, -90)));
  await done(async () => {
    await page.mouse.down();
    await page.mouse.move(...(await spot(-80, -70)), { steps: 4 });
    await page.mouse.up();
  });
  await done(() => page.click("[aria-label='Copy p-18']"));
  await page.click(".back");
  await exercise();
  await done(() => write("title", "Mine"));
  await done(() => page.fill("[data-testid=yaml]", texts.at(-1)?.replace("lasts: 15 min", "lasts: 20 min") ?? ""));
  await expect.poll(() => page.inputValue("[data-path=lasts]")).toBe("20 min");
  for (const text of texts.slice(0, -1).toReversed()) {
    await page.click("[aria-label^=Undo]");
    await expect.poll(yaml).toBe(text);
  }
  for (const text of texts.slice(1)) {
    await page.click("[aria-label^=Redo]");
    await expect.poll(yaml).toBe(text);
  }
  await page.click("[aria-label^=Undo]");
  await write("title", "Ours");
  await expect.poll(() => page.isDisabled("[aria-label^=Redo]")).toBe(true);
});

test("it is saved, and taken away as a file", async () => {
  await expect.poll(beside).toBe("not saved");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("[aria-label^='Save as']")]);
  expect([download.suggestedFilename(), await readFile(await download.path(), "utf8")]).toEqual(["mine.yaml", await yaml()]);
  await page.click("header button:text-is('Save')");
  await expect.poll(beside).toBe("saved");
  expect(await held()).toBe(await yaml());
});

test("where the file has changed since, saving asks, and both texts can be had", async () => {
  const theirs = (await held()).replace("title: Ours", "title: Theirs");
  await writeFile(file, theirs);
  await write("title", "Mine");
  await expect.poll(yaml).toContain("title: Mine");
  const mine = await yaml();
  await page.click("header button:text-is('Save')");
  await page.waitForSelector("[data-testid=file-changed]:has-text('changed on the disk')");
  await shoot(page, "file-changed");
  await page.click("button:text-is('Take the text of the file')");
  await expect.poll(yaml).toBe(theirs);
  await page.click("[aria-label^=Undo]");
  await expect.poll(yaml).toBe(mine);
  await writeFile(file, theirs.replace("lasts: 15 min", "lasts: 9 min"));
  await page.click("header button:text-is('Save')");
  await page.click("button:text-is('Save over it')");
  await expect.poll(held).toBe(mine);
});

test("of two tabs the later is warned, and neither loses its text", async () => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.waitForSelector("[data-testid=yaml]");
  await exercise(other);
  // A tab behind another draws nothing, and nothing in it comes to rest.
  await page.bringToFront();
  await write("title", "First tab");
  await expect.poll(yaml).toContain("title: First tab");
  await other.bringToFront();
  await write("question", "Of the second tab?", other);
  await other.waitForSelector("[data-testid=conflict]");
  await shoot(other, "two-tabs");
  await other.click("text=Go on with the other text");
  await expect.poll(() => yaml(other)).toMatch(/title: First tab\nquestion: Of the second tab\?/);
  // What was typed here stands against that.
  await page.bringToFront();
  const typed = (await yaml()).replace("title: First tab", "title: Typed in the first");
  await page.fill("[data-testid=yaml]", typed);
  await page.waitForSelector("[data-testid=conflict]");
  await page.click("text=Put this text in its place");
  await expect.poll(() => page.textContent("header .title h1")).toBe("Typed in the first");
  await page.click("[aria-label^=Undo]");
  await expect.poll(yaml).toContain("Of the second tab?");
  await page.click("[aria-label^=Redo]");
  await expect.poll(yaml).toBe(typed);
  // A tab whose text is an older one saves nothing unasked.
  await other.bringToFront();
  await other.click("header button:text-is('Save')");
  await other.waitForSelector("[data-testid=conflict]");
  await other.close({ runBeforeUnload: false });
  await page.bringToFront();
  expect(await held()).not.toBe(typed);
});

test("leaving warns while something is not saved, and after a reload nothing is lost", async () => {
  const before = await yaml();
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  await page.waitForSelector("[data-testid=yaml]");
  expect([asked, await yaml(), await beside()]).toEqual([["beforeunload"], before, "not saved"]);
  await page.click("header button:text-is('Save')");
  await expect.poll(held).toBe(before);
  await expect.poll(beside).toBe("saved");
  await page.reload();
  await page.waitForSelector("[data-testid=yaml]");
  expect(asked.length).toBe(1);
});

test("the start page lists what is in work, begins anew, and closes", async () => {
  await page.click(".home");
  await page.click("text=New scenario");
  await expect.poll(() => page.textContent("header .title h1")).toBe("My first exercise");
  await page.click(".home");
  const rows = page.locator("[data-testid=drafts] li");
  await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining("mine, saved"), expect.stringContaining("as it was opened")]);
  await shoot(page, "drafts");
  await page.click("[aria-label='Close My first exercise']");
  await expect.poll(() => rows.count()).toBe(1);
  await page.click("[aria-label='Go on editing Typed in the first']");
  await page.waitForSelector("[data-testid=yaml]");
  // Closed in another tab, it is held anew.
  const before = await yaml();
  await page.evaluate(() => fetch("/api/drafts/mine/close", { method: "POST" }));
  await exercise();
  await write("lasts", "12 min");
  await page.click("button:text-is('Hold this text anew')");
  await expect.poll(() => page.url()).toMatch(/draft=new-scenario/);
  await expect.poll(yaml).toBe(before.replace("lasts: 15 min", "lasts: 12 min"));
  // The browser notes each refusal of a save or of an edit: those above, and nothing else.
  expectNoFaults(page, /40[049] \(/);
});
