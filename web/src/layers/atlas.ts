/** All symbols of a run in one picture that the graphics card takes them from. */

import type { Palette } from "../map/palette";
import { DRAWN, shape, SHAPES } from "./shapes";
import { symbol } from "./symbols";

export interface Icon {
  x: number;
  y: number;
  width: number;
  height: number;
  anchorX: number;
  anchorY: number;
  mask: boolean;
}

export interface Atlas {
  image: HTMLCanvasElement;
  icons: Record<string, Icon>;
}

/** Room between symbols, and how wide the picture is, pixels. */
const GAP = 4;
const WIDE = 1024;

/** Put all symbols that a run needs on one canvas. */
export function atlasOf(sidcs: Iterable<string>, palette: Palette): Atlas {
  const drawn: [string, HTMLCanvasElement, number, number, boolean][] = [];
  for (const sidc of new Set(sidcs)) {
    const made = symbol(sidc, palette, DRAWN);
    const { x, y } = made.getAnchor();
    drawn.push([sidc, made.asCanvas(1), x, y, false]);
  }
  for (const [name, path] of Object.entries(SHAPES)) {
    drawn.push([name, shape(path), DRAWN / 2, DRAWN / 2, true]);
  }
  return packed(drawn);
}

function packed(drawn: [string, HTMLCanvasElement, number, number, boolean][]): Atlas {
  const icons: Atlas["icons"] = {};
  let x = GAP;
  let y = GAP;
  let high = 0;
  for (const [name, canvas, anchorX, anchorY, mask] of drawn) {
    if (x + canvas.width + GAP > WIDE) {
      x = GAP;
      y += high + GAP;
      high = 0;
    }
    icons[name] = { x, y, width: canvas.width, height: canvas.height, anchorX, anchorY, mask };
    x += canvas.width + GAP;
    high = Math.max(high, canvas.height);
  }
  const image = document.createElement("canvas");
  image.width = WIDE;
  image.height = y + high + GAP;
  const pen = image.getContext("2d") as CanvasRenderingContext2D;
  drawn.forEach(([name, canvas]) => pen.drawImage(canvas, (icons[name] as Icon).x, (icons[name] as Icon).y));
  return { image, icons };
}
