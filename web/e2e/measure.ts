/**
 * What the page costs, measured in the browser of the tests: `npm run measure` writes it as JSON, and into the file that
 * COSTS names. Software draws, so frames are slower than on any graphics card; times are those of this machine, with
 * whatever else it does. `crowd.yaml` is a raid with more in the air at once than any scenario of ours.
 */

import { writeFileSync } from "node:fs";
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

const found: Record<string, object> = {};

afterAll(() => {
  const text = JSON.stringify(found, (_, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value), 1);
  console.log(text);
  if (process.env.COSTS) writeFileSync(process.env.COSTS, `${text}\n`);
});

test.each([["a raid", RUN, null], ["a crowd", CROWD, THICKEST]] as const)("what %s costs", async (name, run, moment) => {
  const program = await startProgram(run);
  const browser = await openBrowser();
  try {
    const page = await newPage(browser);
    // The first visit warms the program: it reads the film, and makes the tiles.
    const begun = performance.now();
    await page.goto(program.address);
    await page.waitForSelector("html[data-map]");
    const first_map_ms = performance.now() - begun;
    await page.waitForSelector("html[data-map=whole]");
    if (moment !== null) await page.evaluate((t) => (location.hash = `#t=${t}`), moment);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const fresh = await busy(browser, session);
    const again = performance.now();
    await page.reload();
    await page.waitForSelector("html[data-map]");
    const map_ms = performance.now() - again;
    await page.waitForSelector("html[data-map=whole]");
    const whole_ms = performance.now() - again;
    const opened = await busy(browser, session);
    const film = await filmOf(page);
    const seeks = await page.evaluate(seeksOf, 25);
    if (moment !== null) await page.evaluate((t) => (location.hash = `#t=${t}`), moment);
    await page.click("[data-testid=play]");
    const heap = await heapOf(session);
    const before = await busy(browser, session);
    const frames = await page.evaluate(framesOf, FRAMES);
    const after = await busy(browser, session);
    const each = (of: "task" | "script" | "drawing") => (1000 * (after[of] - before[of])) / FRAMES;
    found[name] = {
      ...(moment === null ? sizes() : {}), ...film, first_map_ms, map_ms, whole_ms,
      open_busy_ms: 1000 * (opened.task - fresh.task), open_script_ms: 1000 * (opened.script - fresh.script),
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
