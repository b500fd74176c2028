/**
 * What the page costs, measured in the browser of the tests: `npm run measure` writes it as JSON, and into the file that
 * COSTS names. Software draws, so frames are slower than on any graphics card; times are those of this machine, with
 * whatever else it does. `crowd.yaml` is a raid with more in the air at once than any scenario of ours.
 */

import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, test } from "vitest";
import { newPage, openBrowser } from "./browser";
import { busy, filmOf, heapOf, middle, sizes } from "./costs";
import { framesOf, seeksOf } from "./moving";
import { startProgram } from "./program";

const RUN = process.env.RUN ?? "slavic-shield-2019";
const CROWD = new URL("crowd.yaml", import.meta.url).pathname;
/** The minute in which the crowd has its most rounds in the air, s. */
const THICKEST = 400;
const FRAMES = 60;
/** First visits, of which the middle one counts. */
const VISITS = 5;

const found: Record<string, object> = {};

afterAll(() => {
  const text = JSON.stringify(found, (_, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value), 1);
  console.log(text);
  if (process.env.COSTS) writeFileSync(process.env.COSTS, `${text}\n`);
});

/**
 * Open an address in a page, and say how many ms after that it showed its first map, of lines and symbols, and the whole
 * one, with relief and names: in the page's own time, since whoever looks from outside looks late. The page is left
 * without its tour.
 */
async function opened(page: Page, address: string): Promise<Times> {
  await page.addInitScript(() => {
    const times: Partial<Times> = ((globalThis as unknown as { shown: Partial<Times> }).shown = {});
    // What is drawn in this frame is seen when the next begins.
    const note = (what: keyof Times) => requestAnimationFrame(() => setTimeout(() => (times[what] ??= performance.now())));
    const watch = () => {
      const { map } = document.documentElement.dataset;
      if (map !== undefined) note("first");
      if (map === "whole") note("whole");
    };
    new MutationObserver(watch).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-map"] });
  });
  await page.goto(address);
  const times = await page.waitForFunction(() => {
    const { shown } = globalThis as unknown as { shown: Times };
    return shown.whole === undefined ? null : shown;
  });
  await page.keyboard.press("Escape");
  return (await times.jsonValue()) as Times;
}

interface Times {
  first: number;
  whole: number;
}

test.each([["a raid", RUN, null], ["a crowd", CROWD, THICKEST]] as const)("what %s costs", async (name, run, moment) => {
  const program = await startProgram(run);
  const browser = await openBrowser();
  try {
    // The first visit warms the program, which makes the tiles; each later one is as the first of another user.
    await opened(await newPage(browser), program.address);
    const visits: Times[] = [];
    for (let i = 1; i < VISITS; i++) {
      const early = await newPage(browser);
      visits.push(await opened(early, program.address));
      await early.context().close();
    }
    const visit = await newPage(browser);
    visits.push(await opened(visit, program.address));
    const page = await visit.context().newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const fresh = await busy(browser, session);
    const again = await opened(page, `${new URL("/", program.address).href}${moment === null ? "" : `#t=${moment}`}`);
    const ready = await busy(browser, session);
    const film = await filmOf(page);
    const seeks = await page.evaluate(seeksOf, 25);
    if (moment !== null) await page.evaluate((t) => (location.hash = location.hash.replace(/&t=[^&]*|$/, `&t=${t}`)), moment);
    await page.click("[data-testid=play]");
    await page.evaluate(framesOf, FRAMES);
    const heap = await heapOf(session);
    const before = await busy(browser, session);
    const frames = await page.evaluate(framesOf, FRAMES);
    const after = await busy(browser, session);
    const each = (of: "task" | "script" | "drawing") => (1000 * (after[of] - before[of])) / FRAMES;
    found[name] = {
      ...(moment === null ? sizes() : {}), ...film, first_map_ms: middle(visits.map(({ first }) => first)), whole_map_ms: middle(visits.map(({ whole }) => whole)), map_ms: again.first,
      open_busy_ms: 1000 * (ready.task - fresh.task), open_script_ms: 1000 * (ready.script - fresh.script),
      seek_script_ms: middle(seeks.map(({ script }) => script)), seek_ms: middle(seeks.map(({ shown }) => shown)),
      seek_ms_most: Math.max(...seeks.map(({ shown }) => shown)),
      frame_ms: middle(frames), frame_ms_most: Math.max(...frames),
      frame_busy_ms: each("task"), frame_script_ms: each("script"), frame_drawing_ms: each("drawing"),
      frame_heap_bytes: ((await heapOf(session)) - heap) / FRAMES,
    }; // prettier-ignore
  } finally {
    await browser.close();
    program.end();
  }
});
