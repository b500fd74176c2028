import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { CHROMIUM } from "./browser.ts";

/** Slow on purpose: software draws the map, and a machine that is busy may take its time. */
const PATIENCE = process.env.MEASURE ? 900_000 : 240_000;
const there = existsSync(CHROMIUM);
if (!there) console.warn(`There is no browser at ${CHROMIUM}, so the page is not tested in one; CHROMIUM names another.`);

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: there ? [process.env.MEASURE ? "measure.ts" : "*.e2e.ts"] : [],
    passWithNoTests: !there,
    environment: "node",
    testTimeout: PATIENCE,
    hookTimeout: 2 * PATIENCE,
    // A busy machine answers late.
    expect: { poll: { timeout: 30_000 } },
    // Two files at once, each with a program and a browser of its own; what is measured has the machine for itself.
    fileParallelism: !process.env.MEASURE,
    maxWorkers: 2,
    sequence: { concurrent: false },
  },
});
