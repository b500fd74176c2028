/** Where tests of state run: with Svelte as a browser has it, and without a browser. */
export default { name: "in-browser", viteEnvironment: "client", setup: () => ({ teardown() {} }) };
