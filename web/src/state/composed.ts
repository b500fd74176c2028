/** The map with a strip under it that says what it shows: a picture to take away, and each frame of a clip. */

import { clock } from "../data/times";
import { words } from "../words";
import { store } from "./store.svelte";

/** Height of the strip, pixels of the page. */
export const STRIP = 34;

/** Draw the map as it was caught, `scale` pixels of it to one of the page, in the upper left corner, the strip under it. */
export function compose(pen: CanvasRenderingContext2D, map: HTMLCanvasElement, wide: number, high: number, beside = ""): void {
  const { run, t } = store;
  const scale = wide / (map.width / devicePixelRatio);
  const foot = STRIP * scale;
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name);
  pen.fillStyle = colour("--paper");
  pen.fillRect(0, 0, wide, high);
  pen.drawImage(map, 0, 0, wide, high - foot);
  pen.save();
  pen.translate(0, high - foot / 2);
  pen.scale(scale, scale);
  pen.textBaseline = "middle";
  pen.font = `12px "Inter Variable", sans-serif`;
  pen.fillStyle = colour("--muted");
  const note = `${words.simulated}. ${words.map.sources}`;
  const noteAt = wide / scale - pen.measureText(note).width - 12;
  pen.fillText(note, noteAt, 0);
  pen.font = `600 13px "Inter Variable", sans-serif`;
  pen.fillStyle = colour("--ink");
  pen.fillText(clock(t), 12, 0);
  const title = [run?.title, beside].filter(Boolean).join(", ");
  pen.fillText(title, 64, 0, Math.max(1, noteAt - 80));
  pen.restore();
}
