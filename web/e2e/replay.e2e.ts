/** The page as a user meets it, against the real program and a run of Slavic Shield. Software draws, so the map is flat. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hidden } from "../src/data/hidden";
import { expectNoFaults, newPage, openBrowser, shoot } from "./browser";
import { changed, pictureOf } from "./pixels";
import { type Program, startProgram } from "./program";

const RUN = process.env.RUN ?? "slavic-shield-2019";
type Sight = Awaited<ReturnType<typeof newPage>>;

let program: Program;
let browser: Browser;
let page: Sight;

const clock = () => page.textContent("[data-testid=clock]");
const text = (id: string) => page.textContent(`[data-testid=${id}]`);

/** The part of the map that neither the layers nor the choice of views lies on. */
async function besideLayers() {
  const boxes = ["[data-testid=map]", "section:has-text('Layers')", ".switch"].map((part) => page.locator(part).boundingBox());
  const [map, panel, views] = await Promise.all(boxes);
  const y = (views?.y ?? 0) + (views?.height ?? 0);
  return { x: map?.x ?? 0, y, width: (panel?.x ?? 0) - (map?.x ?? 0), height: (map?.y ?? 0) + (map?.height ?? 0) - y };
}

beforeAll(async () => {
  program = await startProgram(RUN);
  browser = await openBrowser();
  page = await newPage(browser);
  await page.goto(program.address);
  await page.waitForSelector("html[data-map]");
});

afterAll(async () => {
  await browser?.close();
  program?.end();
});

test("opens on the answer to the question, and on a map that is drawn", async () => {
  expect(await text("answer")).toMatch(/^Of 63 threats, \d+ were killed and \d+ leaked\./);
  // Whatever the picture, a map with relief and symbols has many colours.
  const colours = await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=map] canvas.maplibregl-canvas");
    const copy = document.createElement("canvas");
    copy.width = copy.height = 64;
    const pen = copy.getContext("2d");
    await new Promise(requestAnimationFrame);
    pen?.drawImage(canvas as HTMLCanvasElement, 0, 0, 64, 64);
    return new Set(new Uint32Array(pen?.getImageData(0, 0, 64, 64).data.buffer ?? new ArrayBuffer(0))).size;
  });
  expect(colours).toBeGreaterThan(0);
  await shoot(page, "view");
});

test("replays at the speed chosen, and stops", async () => {
  const before = await clock();
  await page.click("text=50×");
  await page.click("[data-testid=play]");
  await page.waitForFunction((then) => document.querySelector("[data-testid=clock]")?.textContent !== then, before);
  await page.click("[data-testid=play]");
  const stopped = await clock();
  await page.waitForTimeout(300);
  expect(await clock()).toBe(stopped);
});

test("the space bar plays and stops whatever the mouse pressed last, and is that of a button which was reached by keys", async () => {
  const playing = async (is: boolean) => expect.poll(() => page.locator("[aria-label=Pause]").count()).toBe(Number(is));
  for (const pressed of ["text=50×", "#tab-threats", ".views >> text=Both", "[aria-label='Next kill or hit']"]) {
    await page.click(pressed);
    for (const is of [true, false]) {
      await page.keyboard.press(" ");
      await playing(is);
    }
  }
  // By keys back from the next kill to the great button, to the one before, and to what stands before them.
  // From the end: where it was stopped may be within a second of the kill, which is one time on the clock.
  await page.keyboard.press("End");
  const before = await clock();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press(" ");
  await expect.poll(clock).not.toBe(before);
  await playing(false);
  await page.click(".views >> text=Truth");
  await page.click("#tab-outcome");
});

test("seeks by the time bar and by keys", async () => {
  const slider = page.locator("[data-testid=slider]");
  const box = await slider.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 20);
  const middle = Number(await slider.getAttribute("aria-valuenow"));
  expect(middle).toBeGreaterThan(1150);
  expect(middle).toBeLessThan(1280);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowLeft");
  expect(Number(await slider.getAttribute("aria-valuenow"))).toBeCloseTo(middle - 50, -1);
  await page.keyboard.press("Home");
  expect(await clock()).toBe("00:00");
});

test("a leaker tells its kill chain, and each time of it jumps the clock", async () => {
  await page.click("[data-testid=leakers] button >> nth=0");
  const lines = page.locator("[data-testid=story] li");
  await lines.first().waitFor();
  expect(await lines.count()).toBeGreaterThan(5);
  expect(await lines.first().textContent()).toMatch(/^\d\d:\d\d It enters \d+ km/);
  expect(await text("fate")).toMatch(/^Fate: leaked at \d\d:\d\d\./);
  const last = lines.last();
  await last.locator("button").first().click();
  expect(await clock()).toBe((await last.textContent())?.slice(0, 5));
  expect(await last.getAttribute("aria-current")).toBe("time");
  await expect.poll(() => page.url()).toMatch(/select=red/);
});

test("a click on a symbol of the map selects it", async () => {
  await page.click("[data-testid=story] li:nth-last-child(3) button >> nth=0");
  await page.click("text=Go to");
  const name = await page.textContent("aside h1");
  await page.waitForSelector("html[data-map=whole]");
  await shoot(page, "story");
  await page.keyboard.press("Escape");
  await page.waitForSelector("aside h1", { state: "detached" });
  const map = await page.locator("[data-testid=map]").boundingBox();
  await page.mouse.click((map?.x ?? 0) + (map?.width ?? 0) / 2, (map?.y ?? 0) + (map?.height ?? 0) / 2);
  await page.waitForSelector("aside h1");
  // Another threat may fly so near that the click meets it.
  expect((await page.textContent("aside h1"))?.split("/")[0]).toBe(name?.split("/")[0]);
  await page.keyboard.press("Escape");
});

test("symbols stand at their places near by, too, where those are reckoned more finely, and nowhere else", async () => {
  await page.click("#tab-units");
  await page.click("aside li:has-text('p-18') button");
  await page.click("text=Go to");
  for (let i = 0; i < 4; i++) {
    await page.waitForSelector("html[data-map=whole]");
    await page.click("[aria-label='Zoom in']");
    await page.waitForSelector("html[data-map=moving]");
  }
  await page.waitForSelector("html[data-map=whole]");
  await page.keyboard.press("Escape");
  await page.waitForSelector("aside h1", { state: "detached" });
  const map = await page.locator("[data-testid=map]").boundingBox();
  const [x, y] = [(map?.x ?? 0) + (map?.width ?? 0) / 2, (map?.y ?? 0) + (map?.height ?? 0) / 2];
  const aside = x - 300;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(aside, y, { steps: 4 });
  // Held still, so that the map does not glide on.
  await page.waitForTimeout(400);
  await page.mouse.up();
  await page.waitForSelector("html[data-map=whole]");
  for (const [beside, below] of [[x, y], [aside + 40, y], [aside, y + 40]] as const) await page.mouse.click(beside, below);
  expect(await page.locator("aside h1").count()).toBe(0);
  await page.mouse.click(aside, y);
  await expect.poll(() => page.textContent("aside h1")).toBe("p-18");
  await page.keyboard.press("Escape");
  await page.click("#tab-outcome");
  await page.keyboard.press("d");
});

test("each layer of what moves is on the picture: without it, pixels of the map are others", async () => {
  const layers = ["Trails", "Engagements", "Hits and misses", "Error ellipses"].map((name) => page.getByLabel(name, { exact: true }));
  await page.click(".views >> text=Both");
  // A link that names a moment alone is one of the run that is here; it is followed in the very moment in which the
  // address would follow the page, too.
  await page.evaluate(async () => {
    setTimeout(() => (location.hash = "#t=1905"), 250);
    dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    await Promise.resolve();
    for (const end = performance.now() + 400; performance.now() < end; );
  });
  await expect.poll(clock).toBe("31:45");
  await page.keyboard.press("d");
  await page.keyboard.press("l");
  await page.waitForSelector("html[data-map=whole]");
  const clip = await besideLayers();
  let last = await pictureOf(page, clip);
  const differs = async () => changed(page, last, (last = await pictureOf(page, clip)));
  // What stands still is drawn alike, so what differs below is the layer; ellipses are small on this map.
  await expect.poll(differs).toBe(0);
  const without = async (what: () => Promise<unknown>) => {
    await what();
    await expect.poll(differs).toBeGreaterThan(5);
  };
  for (const layer of layers) await without(() => layer.uncheck());
  // Symbols and rounds, which only the truth has; then tracks, of which units have their own.
  await without(() => page.click(".views >> text=Picture"));
  await without(() => page.selectOption(".switch select", { index: 9 }));
  await page.click(".views >> text=Truth");
  for (const layer of layers) await layer.check();
  await page.keyboard.press("l");
});

test("shows what a post held to fly, beside the truth and alone", async () => {
  await page.keyboard.press("d");
  await page.click(".views >> text=Both");
  await expect.poll(() => page.locator(".switch select").inputValue()).toMatch(/^blue\//);
  await shoot(page, "picture");
  await page.click(".views >> text=Picture");
  await page.click(".views >> text=Truth");
  expect(await page.locator(".switch select").count()).toBe(0);
});

test("a unit shows its card, with figures and their sources", async () => {
  await page.click("#tab-units");
  await page.click("aside li:has-text('s400-cp') button");
  await page.waitForSelector("aside details");
  const figures = await page.locator("aside small").allTextContents();
  expect(figures.join("\n")).toMatch(/Grade [A-D]\./);
  // What is defined has a note and no grade; two sources stand apart.
  expect(figures.filter((one) => /null|undefined|[a-z]\.[A-Z]/.test(one))).toEqual([]);
  expect(figures.map((one) => one.trim())).toContain("Note: three hits start a track.");
  await shoot(page, "unit");
  await page.keyboard.press("Escape");
  await page.click("#tab-outcome");
});

test("covers the ground at a chosen height, and says when it is worked out", async () => {
  const answered = page.waitForResponse((response) => response.url().includes("/coverage?height="));
  await page.keyboard.press("l");
  const clip = await besideLayers();
  const bare = await pictureOf(page, clip);
  await page.check("text=Radar coverage");
  expect((await answered).status()).toBe(200);
  await page.waitForSelector("text=All sensors together.");
  await expect.poll(async () => changed(page, bare, await pictureOf(page, clip))).toBeGreaterThan(5000);
  await shoot(page, "coverage");
  await page.uncheck("text=Radar coverage");
  // Weapons reach as far as they do at the height chosen, and it is said.
  const [reached] = await Promise.all([page.waitForResponse(/envelopes/), page.check("text=Weapon ranges")]);
  expect(reached.url()).toMatch(/envelopes\?height=100$/);
  await Promise.all([page.waitForResponse(/envelopes\?height=3000$/), page.selectOption("text=above the unit", "3000")]);
  await page.waitForSelector("text=how far a weapon reaches, 3000 m above its unit");
  await page.selectOption("text=above the unit", "100");
  await page.uncheck("text=Weapon ranges");
  await page.keyboard.press("l");
});

test("measures a line, with its terrain and its line of sight", async () => {
  await page.keyboard.press("m");
  await page.mouse.click(760, 120);
  await page.mouse.click(1100, 420);
  expect(await text("sight")).toMatch(/sight/);
  await shoot(page, "measure");
  // What was measured stays in sight, also where the panel was when it began.
  await page.keyboard.press("m");
  await page.keyboard.press("m");
  const [from, to] = [[420, 345], [700, 355]] as const; // prettier-ignore
  await page.mouse.click(...from);
  await page.mouse.click(...to);
  await page.waitForSelector("[data-testid=sight]");
  const panel = await page.locator("section:has([data-testid=sight])").boundingBox();
  const { x = 0, y = 0, width = 0, height = 0 } = panel ?? {};
  expect(hidden(from, to, { left: x, top: y, right: x + width, bottom: y + height })).toBe(0);
  // Where no corner is free, the map gives way.
  await page.keyboard.press("m");
  await page.keyboard.press("m");
  await page.mouse.click(380, 150);
  const scale = await page.textContent(".maplibregl-ctrl-scale");
  await page.mouse.click(1180, 430);
  await expect.poll(() => page.textContent(".maplibregl-ctrl-scale")).not.toBe(scale);
  await page.keyboard.press("m");
});

test("takes the fates away as a table that has every threat", async () => {
  await page.click("header >> text=Save");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=fates of all threats")]);
  const rows = (await (await download.createReadStream()).toArray()).join("").trim().split("\r\n");
  expect(rows.length).toBe(64);
  expect(rows[0]).toMatch(/^threat,system,fate/);
});

test("a link leads a second page to the same moment and selection", async () => {
  const second = await browser.newPage();
  await second.context().addCookies(await page.context().cookies());
  await second.goto(`${new URL(page.url()).origin}/#t=1900&select=red/cm-ibar/3`);
  await second.waitForSelector("[data-testid=story] li", { timeout: 90_000 });
  expect(await second.textContent("[data-testid=clock]")).toBe("31:40");
  await second.close();
});

test("every button has a name that can be read aloud, and nothing is wider or taller than the page", async () => {
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll("button, input, select")]
      .filter((one) => !(one.getAttribute("aria-label") || one.textContent?.trim() || one.closest("label")))
      .map((one) => one.outerHTML),
  );
  expect(nameless).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(720);
});

test("the start page has the run and the built-in scenarios with their questions", async () => {
  await page.click("#tab-units");
  await page.click("aside li:has-text('tps-70') button");
  await page.click("text=Show its coverage");
  await page.waitForSelector("text=Show the coverage of all radars");
  await page.click("header .home");
  await page.waitForSelector("#scenarios");
  expect(await page.locator(".runs li").count()).toBe(1);
  expect(await page.locator(".scenarios li").count()).toBeGreaterThan(3);
  // Killed, neither, leaked: each has a colour of its own.
  const colours = await page.locator(".runs .bar i").evaluateAll((parts) => parts.map((part) => getComputedStyle(part).backgroundColor));
  expect(new Set(colours).size).toBe(3);
  await shoot(page, "start");
});

test("a scenario is fought from its card, and its run opens on its answer, with nothing chosen of the run before", async () => {
  await page.click("li:has-text('One radar and one aircraft') >> text=Fight it");
  await page.waitForSelector("[data-testid=answer]");
  expect(await text("answer")).toMatch(/^Of 1 threat, /);
  expect(await page.getAttribute("#tab-outcome", "aria-selected")).toBe("true");
  await page.waitForSelector("html[data-map]");
  await page.keyboard.press("l");
  await page.waitForSelector("text=All sensors together.");
});

test("nothing failed on the way, and no request left the machine", () => {
  expectNoFaults(page);
});
