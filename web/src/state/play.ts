/** Replay: moves the store's time on with the clock on the wall, times the speed. */

import { seek, store } from "./store.svelte";

/** Longest step of a frame, s of the wall: after a pause of the browser, replay goes on where it was. */
const LONGEST = 0.25;
let last = 0;
let asked = 0;

export function startPlaying(): void {
  if (asked) return;
  if (store.run && store.t >= store.run.end) seek(store.run.begin);
  last = performance.now();
  asked = requestAnimationFrame(step);
}

export function stopPlaying(): void {
  cancelAnimationFrame(asked);
  asked = 0;
}

function step(now: number): void {
  const passed = Math.min((now - last) / 1000, LONGEST);
  last = now;
  seek(store.t + passed * store.speed);
  if (store.run && store.t >= store.run.end) store.playing = false;
  asked = store.playing ? requestAnimationFrame(step) : 0;
}
