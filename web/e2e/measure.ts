/**
 * What the page costs, measured in the browser of the tests: `npm run measure` writes it as JSON. Software draws, so
 * frames are slower than on any graphics card; times are those of this machine, with whatever else it does.
 */

import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import type { CDPSession } from "playwright-core";
import { test } from "vitest";
import { newPage, openBrowser } from "./browser";
import { startProgram } from "./program";

const RUN = process.env.RUN ?? "slavic-shield-2019";
const BUILT = new URL("../../src/shieldwall/server/page/assets/", import.meta.url);
const FRAMES = 30;
const SEEKS = 25;

/** Bytes of the page's code and styles as they travel, and of its fonts. */
function sizes() {
  const files = readdirSync(BUILT);
  const of = (...endings: string[]) => files.filter((file) => endings.includes(extname(file)));
  const sent = of(".js", ".mjs", ".css").map((file) => gzipSync(readFileSync(new URL(file, BUILT))).length);
  const fonts = of(".woff2").map((file) => readFileSync(new URL(file, BUILT)).length);
  const sum = (all: number[]) => all.reduce((a, b) => a + b, 0);
  return { code_gzip_bytes: sum(sent), font_bytes: sum(fonts) };
}

/** Seconds that the page's thread was busy so far, and of these in its own script: less shaken by a busy machine than a clock. */
async function busy(session: CDPSession): Promise<{ task: number; script: number }> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { task: of("TaskDuration"), script: of("ScriptDuration") };
}

const middle = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

test("what the page costs", async () => {
  const program = await startProgram(RUN);
  const browser = await openBrowser();
  try {
    const page = await newPage(browser);
    // The first visit warms the program: it reads the film, and makes the tiles.
    await page.goto(program.address);
    await page.waitForSelector("html[data-map=whole]");
    const film = await page.evaluate(() => {
      const entry = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/film")) as PerformanceResourceTiming;
      return { film_gzip_bytes: entry.encodedBodySize, film_bytes: entry.decodedBodySize };
    });
    // Counters begin with this, and go on over a reload.
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const fresh = await busy(session);
    const begun = performance.now();
    await page.reload();
    await page.waitForSelector("html[data-map]");
    const map_ms = performance.now() - begun;
    await page.waitForSelector("html[data-map=whole]");
    const whole_ms = performance.now() - begun;
    const opened = await busy(session);
    const loaded = await page.evaluate(() => {
      const entry = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/film")) as PerformanceResourceTiming;
      return { film_ms: entry.responseEnd - entry.startTime };
    });
    const seek = await page.evaluate(async (seeks) => {
      const slider = document.querySelector("[data-testid=slider]") as HTMLElement;
      const box = slider.getBoundingClientRect();
      const taken: number[] = [];
      for (let i = 0; i < seeks; i++) {
        const from = performance.now();
        const clientX = box.left + box.width * (((i * 7) % seeks) / seeks);
        slider.dispatchEvent(new PointerEvent("pointermove", { clientX, buttons: 1, bubbles: true }));
        // The work of a seek is done before the next frame; drawing it is the frame's.
        await new Promise((resolve) => queueMicrotask(() => setTimeout(resolve)));
        taken.push(performance.now() - from);
        await new Promise(requestAnimationFrame);
      }
      return taken;
    }, SEEKS);
    await page.evaluate(() => (document.querySelector("[data-testid=play]") as HTMLElement).click());
    const before = await busy(session);
    const frames = await page.evaluate(async (wanted) => {
      const taken: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let i = 0; i < wanted; i++) {
        const now = await new Promise<number>(requestAnimationFrame);
        taken.push(now - last);
        last = now;
      }
      return taken;
    }, FRAMES);
    const after = await busy(session);
    const found = {
      ...sizes(), ...film, ...loaded, map_ms, whole_ms,
      seek_ms_median: middle(seek), seek_ms_most: Math.max(...seek),
      open_busy_ms: 1000 * (opened.task - fresh.task), open_script_ms: 1000 * (opened.script - fresh.script),
      frame_busy_ms: (1000 * (after.task - before.task)) / FRAMES, frame_script_ms: (1000 * (after.script - before.script)) / FRAMES,
      frame_ms_median: middle(frames), frame_ms_most: Math.max(...frames),
    }; // prettier-ignore
    console.log(JSON.stringify(found, (_, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value), 1));
  } finally {
    await browser.close();
    program.end();
  }
});
