import { defineConfig } from "vitest/config";

/** Slow on purpose: software draws the map, and a machine that is busy may take its time. */
const PATIENCE = 120_000;

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["*.e2e.ts"],
    environment: "node",
    testTimeout: PATIENCE,
    hookTimeout: 3 * PATIENCE,
    fileParallelism: false,
    sequence: { concurrent: false },
  },
});
