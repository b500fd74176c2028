import type { Device } from "@luma.gl/core";

/** Give a context of the graphics card back: a browser has few, and deck.gl keeps its own until it is collected. */
export function giveBack(device: Device | null): void {
  (device?.handle as WebGL2RenderingContext | undefined)?.getExtension("WEBGL_lose_context")?.loseContext();
}
