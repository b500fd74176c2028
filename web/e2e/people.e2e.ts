/** Whoever comes: for the first time, by keys, by ear, by finger, without WebGL, with hostile names, and after a break. */

import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Download } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readWebm } from "../src/data/webmRead";
import { expectNoFaults, newPage, openBrowser, shoot, type Visit } from "./browser";
import { type Program, startProgram } from "./program";

type Sight = Awaited<ReturnType<typeof newPage>>;
/** All that `check` lets into a title and a question: markup, script, marks that turn the line, and 4000 characters. */
const TITLE = `<img src=x onerror=alert(1)> <script>alert(2)</script> \u202eהתקפה ${"very long ".repeat(10)}`.trim();
const QUESTION = `<b>What</b> {words.name} leaks? ${"x".repeat(3900)}`;
/** A mark that turns the line is written as an escape in the run, and so it is shown. */
const SHOWN = TITLE.replace("\u202e", "\\u202e");
const LIBRARY = "../../src/shieldwall/scenario/library/stand-off-jammer.yaml";

const place = mkdtempSync(join(tmpdir(), "people-"));
const folder = join(place, "hostile");
let program: Program;
let browser: Browser;
let page: Sight;

const text = (id: string) => page.textContent(`[data-testid=${id}]`);
const said = () => page.locator("[data-testid=said]");
const bytes = async (download: Download) => Buffer.concat(await (await download.createReadStream()).toArray());

/** Another visitor, whom this start of the program has let in. */
async function visitor(at: "dark" | "light", visit: Visit, from = browser): Promise<Sight> {
  const made = await newPage(from, at, visit);
  if (from === browser) await made.context().addCookies(await page.context().cookies());
  await made.goto(from === browser ? new URL(page.url()).origin : program.address);
  return made;
}

async function taken(what: string): Promise<Buffer> {
  await page.click("header >> text=Save");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#save >> text=${what}`)]);
  return bytes(download);
}

beforeAll(async () => {
  const lines = readFileSync(join(import.meta.dirname, LIBRARY), "utf8").split("\n");
  const said: Record<string, string> = { title: TITLE, question: QUESTION };
  const own = lines.map((line) => {
    const key = /^(\w+):/.exec(line)?.[1] ?? "";
    return said[key] ? `${key}: ${JSON.stringify(said[key])}` : line;
  });
  writeFileSync(join(place, "hostile.yaml"), own.join("\n"));
  program = await startProgram(join(place, "hostile.yaml"), "-o", folder);
  browser = await openBrowser();
  page = await newPage(browser, "dark", { first: true });
  page.on("dialog", (dialog) => page.faults.errors.push(`a dialog opened: ${dialog.message()}`));
  await page.goto(program.address);
  await page.waitForSelector("html[data-map]");
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
  rmSync(place, { recursive: true, force: true });
});

test("takes a first visitor round in five steps, by keys, and not a second time unless asked", async () => {
  const tour = page.locator("[data-testid=tour]");
  for (let step = 1; step <= 5; step++) {
    await expect.poll(() => tour.textContent()).toContain(`Step ${step} of 5`);
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute("data-first"))).toBe(true);
    await shoot(page, `tour-${step}`);
    await page.keyboard.press("ArrowRight");
  }
  await tour.waitFor({ state: "detached" });
  await page.reload();
  await page.waitForSelector("html[data-map]");
  expect(await tour.count()).toBe(0);
  await page.keyboard.press("?");
  await page.click("dialog >> text=Take the tour");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => tour.textContent()).toContain("Step 1 of 5");
  await page.keyboard.press("Escape");
  await tour.waitFor({ state: "detached" });
});

test("shows hostile titles and questions as text, and is not stretched by them", async () => {
  expect(await page.textContent("h1")).toBe(SHOWN);
  expect(await page.textContent(".question")).toBe(QUESTION);
  expect(await page.title()).toContain("<script>");
  expect(await page.locator("img[src=x], main b:has-text('What'), aside script").count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});

test("is read aloud: landmarks and names, headings in their order, what changes, and the map in words", async () => {
  const tree = await page.locator("body").ariaSnapshot();
  for (const part of ["banner:", 'complementary "Lists and details"', "tablist", 'tab "Outcome" [selected]', "main:", 'region "Map of the exercise"', 'region "Replay"', 'slider "Time of the exercise"', 'button "Play"', "timer"]) {
    expect(tree).toContain(part); // prettier-ignore
  }
  const levels = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1])));
  expect(levels[0]).toBe(1);
  expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] as number) + 1)).toBe(true);
  expect(await page.textContent("#map-in-words")).toMatch(/^At \d\d:\d\d: \d+ threats? and \d+ rounds? in the air/);
  await page.keyboard.press("w");
  const list = page.locator("section[aria-label='What is where']");
  expect(await list.textContent()).toMatch(/\d+ km (north|east|south|west)/);
  await list.locator("ul >> nth=1").locator("button").first().focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => said().textContent()).toContain("is selected.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  // By keys alone: to the list, into a story, and back to where one was in the list.
  const focused = (what: "className" | "id") => page.evaluate((what) => document.activeElement?.[what], what);
  await page.focus("#tab-outcome");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused("id")).toBe("tab-threats");
  const row = page.locator("[data-name] >> nth=2");
  const name = await row.getAttribute("data-name");
  await row.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused("className")).toContain("back");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset.name)).toBe(name);
  await page.click("#tab-outcome");
});

test("answers but for what with an interval, when it is asked, and not when it is stopped", async () => {
  await page.click("[data-testid=leakers] button >> nth=0");
  await page.selectOption("select[aria-label='How often']", "200");
  await page.click("[data-testid=but-for]");
  await page.click("[data-testid=stop]");
  await page.waitForSelector("[data-testid=but-for]:enabled");
  await page.selectOption("select[aria-label='How often']", "20");
  await page.click("[data-testid=but-for]");
  const bars = page.getByRole("list", { name: "Of 100 battles, how many fewer it would leak in" }).getByRole("listitem");
  await bars.first().waitFor();
  // All links, each on the one scale as its numbers have it, those below nought as well.
  const drawn = await bars.evaluateAll((all) => all.map((one) => {
    const box = (part: string) => one.querySelector(part)?.getBoundingClientRect() ?? new DOMRect();
    const [bar, span, zero] = [box(".bar"), box(".span"), box(".zero")];
    const [, low, high] = /\((-?\d+) to (-?\d+)\)$/.exec(one.textContent?.trim() ?? "") ?? [];
    const out = span.left < bar.left - 1 || span.right > bar.right + 1;
    return { low: Number(low), high: Number(high), left: span.left - zero.left, right: span.right - zero.left, out };
  })); // prettier-ignore
  expect(drawn).toHaveLength(6);
  const pixel = Math.max(...drawn.map(({ left, right }) => right - left)) / Math.max(...drawn.map(({ low, high }) => high - low));
  for (const { low, high, left, right, out } of drawn) {
    expect(out).toBe(false);
    expect(Math.abs(left - low * pixel) + Math.abs(right - high * pixel)).toBeLessThan(6);
  }
  await shoot(page, "but-for");
});

test("a button copies a link that leads to the moment and to what is selected", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.click("header [aria-label^='Copy a link']");
  await page.waitForSelector("text=The link to this moment is copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/#run=hostile&t=\d+&select=red/);
  await page.click(".notice >> text=Close");
});

test("the map, the fates and a clip are taken away as files that others read", async () => {
  const picture = await taken("picture of the map");
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(picture.length).toBeGreaterThan(20_000);
  expect((await taken("fates of all threats")).toString().trim().split("\r\n")).toHaveLength(6);
  expect((await taken("engagements")).toString()).toMatch(/^unit,channel,target/);
  await page.click("header >> text=Save");
  await page.click("#save >> text=Save a clip");
  await page.fill("dialog input >> nth=0", "2:00");
  await page.fill("dialog input >> nth=1", "1:00");
  expect(await text("clip-state")).toBe("The clip ends before it begins.");
  await page.fill("dialog input >> nth=1", "3:00");
  await page.selectOption("dialog select", "100");
  await shoot(page, "clip");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Make the clip")]);
  const clip = readWebm(await bytes(download));
  expect(clip).toMatchObject({ type: "webm", lasts: 600, keys: [0], cues: [{ t: 0, right: true }] });
  expect(clip.codec).toMatch(/^V_VP[89]$/);
  expect(clip.times).toEqual(Array.from({ length: 15 }, (_, i) => 40 * i));
  expect(clip.width).toBeGreaterThan(600);
  // One that is given up leaves no file.
  await page.selectOption("dialog select", "1");
  await page.click("text=Make the clip");
  await page.click("dialog >> text=Stop");
  await page.waitForSelector("text=Make the clip");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
});

test("fits a tablet, is held by fingers, and a screen that is magnified twice", async () => {
  const tablet = await visitor("light", { width: 1024, height: 768, touch: true });
  await tablet.waitForSelector("html[data-map=whole]");
  const cut = () =>
    tablet.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("header button, .time button, .buttons button, .views button, [role=tab]")]
        .filter((one) => one.offsetParent !== null)
        .map((one) => ({ name: one.ariaLabel ?? one.textContent, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight || box.height < 40)
        .map(({ name }) => name),
    );
  expect(await cut()).toEqual([]);
  await tablet.tap("[aria-label='Layers and legend']");
  const rows = await tablet.locator("section[aria-label='Layers and legend'] label").evaluateAll((all) => all.map((one) => one.clientHeight));
  expect(Math.min(...rows)).toBeGreaterThanOrEqual(40);
  await shoot(tablet, "tablet-layers");
  await tablet.tap("[aria-label='Layers and legend']");
  const scale = tablet.locator(".maplibregl-ctrl-scale");
  const before = await scale.textContent();
  await pinch(tablet, 60, 240);
  await expect.poll(() => scale.textContent()).not.toBe(before);
  await shoot(tablet, "tablet");
  const wide = () => tablet.locator("[data-testid=map]").evaluate((one) => one.clientWidth);
  const beside = await wide();
  await tablet.tap("[aria-label='Fold the lists away']");
  await expect.poll(wide).toBeGreaterThan(beside + 200);
  await tablet.tap("[aria-label='Show the lists']");
  await tablet.setViewportSize({ width: 820, height: 1180 });
  await tablet.tap("[data-testid=leakers] button >> nth=0");
  await tablet.waitForSelector("[data-testid=story] li");
  await shoot(tablet, "tablet-upright");
  expect(await cut()).toEqual([]);
  await tablet.setViewportSize({ width: 640, height: 360 });
  expect(await tablet.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  await tablet.tap("[data-testid=play]");
  expectNoFaults(tablet);
  await tablet.context().close();
});

/** Two fingers on the map, from so far apart to so far, pixels. */
async function pinch(on: Sight, from: number, to: number): Promise<void> {
  const box = (await on.locator("[data-testid=map]").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await on.context().newCDPSession(on);
  const fingers = (apart: number) => [{ x: x - apart / 2, y, id: 0 }, { x: x + apart / 2, y, id: 1 }]; // prettier-ignore
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(from) });
  for (let i = 1; i <= 6; i++) {
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(from + ((to - from) * i) / 6) });
  }
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

test("without WebGL it says so, and lists, stories and the time bar work", async () => {
  const plain = await openBrowser("--disable-gpu", "--disable-3d-apis");
  const sight = await visitor("light", {}, plain);
  await sight.waitForSelector("text=This browser draws no WebGL");
  await sight.waitForSelector("section[aria-label='What is where'] li");
  await sight.click("[data-testid=leakers] button >> nth=0");
  const line = sight.locator("[data-testid=story] li").last();
  await line.locator("button").first().click();
  expect(await sight.textContent("[data-testid=clock]")).toBe((await line.textContent())?.slice(0, 5));
  await sight.keyboard.press("Home");
  expect(await sight.textContent("[data-testid=clock]")).toBe("00:00");
  await sight.click("header >> text=Save");
  await sight.click("#save >> text=picture of the map");
  await sight.waitForSelector(".notice >> text=There is no map");
  await shoot(sight, "no-webgl");
  await plain.close();
});

test("a film that is none, or of another version, is refused in words", async () => {
  const other = await visitor("dark", {});
  await other.route("**/film", (route) => route.fulfill({ body: "\x02\0\0\0{}" }));
  await other.reload();
  await other.waitForSelector("text=The film of this run cannot be read");
  await other.waitForSelector("text=Run its scenario again with this version of Shieldwall.");
  await other.context().close();
  cpSync(folder, join(place, "broken"), { recursive: true });
  truncateSync(join(place, "broken", "log.parquet"), 100);
  await expect(startProgram(join(place, "broken"))).rejects.toThrow(/ended with 2: error: .*broken/s);
});

test("a program that went away is said so; when it is there again the page goes on by itself", async () => {
  const { port } = new URL(page.url());
  await page.keyboard.press("Escape");
  await program.end();
  await page.click("[data-testid=leakers] button >> nth=1");
  await page.waitForSelector(".trouble >> text=does not answer");
  await shoot(page, "lost");
  program = await startProgram(folder, "--port", port);
  await page.waitForSelector(".trouble >> text=Open the address that it printed");
  const second = await page.context().newPage();
  await second.goto(program.address);
  await page.waitForSelector(".trouble", { state: "detached" });
  await page.waitForSelector("[data-testid=story] li");
  expect(await page.locator(".notice").count()).toBe(0);
  await second.close();
});

test("the start page has a picture of each built-in scenario, drawn within a moment", async () => {
  await page.click("header .home");
  await page.waitForSelector(".scenarios img");
  await page.locator(".scenarios img").last().scrollIntoViewIfNeeded();
  const sizes = () => page.evaluate(() => [...document.querySelectorAll<HTMLImageElement>(".scenarios img")].map((one) => one.naturalWidth));
  await expect.poll(async () => (await sizes()).at(-1)).toBe(360);
  expect(await page.locator(".scenarios img").first().getAttribute("alt")).toMatch(/^Map: \d+ units? of the defence/);
  expect(await page.textContent(".runs strong")).toBe(SHOWN);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  await shoot(page, "start-hostile");
});

test("nothing failed on the way but what the program's absence made fail, and no request left the machine", () => {
  expectNoFaults(page, /ERR_CONNECTION|status of 401/);
});
