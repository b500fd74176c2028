/** A real browser without a screen: Debian's Chromium, drawing in software, that may talk to this machine alone. */

import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]; // prettier-ignore
/**
 * What a new browser does beside the page: it makes a list under its address field ready in each new window, from some
 * hundred files of its own, which takes a processor for a second; and it asks the world for this and that. The browser
 * heeds one such list alone, so what Playwright has for all browsers stands here, too.
 */
const WITHOUT = [
  "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
  "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
  "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
]; // prettier-ignore
/**
 * Without a graphics card a browser puts the page together by itself, and leaves to software GL what draws by GL. What is
 * measured has all of it done by software GL, as whenever it was measured before.
 */
const AS_WITHOUT_A_CARD = process.env.MEASURE ? [] : ["--disable-gpu-compositing"];

/** What the page did that it must not: errors, refused styles and scripts, requests that leave the machine; and in which test. */
export interface Faults {
  errors: string[];
  outside: string[];
}

/** Fail in one line that says what the page did, which no log cuts off; what is `pardoned` was made to fail. */
export function expectNoFaults({ faults }: { faults: Faults }, pardoned = /^$/): void {
  const found = [...faults.errors.filter((error) => !pardoned.test(error)), ...faults.outside.map((address) => `asked for ${address}`)];
  if (found.length > 0) throw new Error(`the page failed on the way: ${found.join(" | ")}`);
}

export async function openBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, `--disable-features=${WITHOUT.join()}`, ...AS_WITHOUT_A_CARD, ...more] });
}

export interface Visit {
  width?: number;
  height?: number;
  /** By fingers, as on a tablet. */
  touch?: boolean;
  /** Of one who was never here, whom the tour takes round. */
  first?: boolean;
}

export async function newPage(browser: Browser, scheme: "dark" | "light" = "dark", visit: Visit = {}): Promise<Page & { faults: Faults }> {
  const { width = 1280, height = 720, touch = false, first = false } = visit;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true, hasTouch: touch });
  if (!first) {
    await context.addInitScript(() => {
      if (localStorage.getItem("shieldwall") === null) localStorage.setItem("shieldwall", '{"toured":true}');
    });
  }
  const page = await context.newPage();
  const faults: Faults = { errors: [], outside: [] };
  const note = (what: string) => faults.errors.push(`${what}, in "${expect.getState().currentTestName ?? "the beginning"}"`);
  page.on("pageerror", (error) => note(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error") note(`${message.text()} [${message.location().url}]`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol) && hostname !== "127.0.0.1") faults.outside.push(request.url());
  });
  page.setDefaultTimeout(90_000);
  return Object.assign(page, { faults });
}

/** Save a screenshot where SHOTS names a folder: those of the docs are made so. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (!folder) return;
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `${folder}/${name}.png` });
}
