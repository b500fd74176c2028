import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** The built page is part of the Python package, so that a wheel serves it without Node. */
const INTO = "../src/shieldwall/server/page";

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: INTO,
    emptyOutDir: true,
    target: "es2022",
    // Nothing goes into the page as data: or as an inline script, since the server's policy forbids both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
