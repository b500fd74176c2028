import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** The built page is part of the Python package, so that a wheel serves it without Node. */
const INTO = "../src/shieldwall/server/page";
/** Tests of state that effects follow. */
const EFFECTS = "src/**/*.svelte.test.ts";

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: INTO,
    emptyOutDir: true,
    target: "es2022",
    // Nothing goes into the page as data: or as an inline script, since the server's policy forbids both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The map is one piece, loaded after the page itself.
    chunkSizeWarningLimit: 3000,
    // What the page is made of keeps its licences where the page is shipped.
    license: { fileName: "licenses.txt" },
  },
  test: {
    projects: [
      { extends: true, test: { name: "data", include: ["src/**/*.test.ts"], exclude: [EFFECTS], environment: "node" } },
      // Svelte as a browser has it: there effects follow what they read.
      { extends: true, resolve: { conditions: ["browser"] }, test: { name: "state", include: [EFFECTS], environment: "./src/inBrowser.ts" } },
    ],
  },
});
