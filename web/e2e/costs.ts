/** What is counted of a page: bytes, seconds that its processes were busy, and its heap. */

import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, CDPSession, Page } from "playwright-core";

const BUILT = new URL("../../src/shieldwall/server/page/assets/", import.meta.url);

export const middle = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;

/** Bytes of the page's code and styles as they travel, and of its fonts. */
export function sizes() {
  const files = readdirSync(BUILT);
  const of = (...endings: string[]) => files.filter((file) => endings.includes(extname(file)));
  const sent = of(".js", ".mjs", ".css").map((file) => gzipSync(readFileSync(new URL(file, BUILT))).length);
  const fonts = of(".woff2").map((file) => readFileSync(new URL(file, BUILT)).length);
  const sum = (all: number[]) => all.reduce((a, b) => a + b, 0);
  return { code_gzip_bytes: sum(sent), font_bytes: sum(fonts) };
}

/** How large the film was that the page took, and how long that took. */
export async function filmOf(page: Page) {
  const { encoded, decoded, ms } = await page.evaluate(() => {
    const entry = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/film")) as PerformanceResourceTiming;
    return { encoded: entry.encodedBodySize, decoded: entry.decodedBodySize, ms: entry.responseEnd - entry.startTime };
  });
  return { film_gzip_bytes: encoded, film_bytes: decoded, film_ms: ms };
}

/**
 * Seconds that the page's thread was busy so far, of these in its own script, and those that the browser's process that
 * draws took of the processor: less shaken by a busy machine than a clock.
 */
export async function busy(browser: Browser, session: CDPSession) {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  await whole.detach();
  const drawing = processInfo.filter(({ type }) => type === "GPU").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  return { task: of("TaskDuration"), script: of("ScriptDuration"), drawing };
}

/** Bytes on the page's heap once all is collected that nobody holds. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize;
}
