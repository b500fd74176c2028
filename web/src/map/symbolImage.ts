/** An APP-6 symbol as a picture of the map, drawn so that its place is the middle of its picture. */

import type { Map as GroundMap } from "maplibre-gl";
import { symbol } from "../layers/symbols";
import type { Palette } from "./palette";

/** Symbols are drawn at this size, twice as fine as they are shown. */
const SIZE = 40;

export function addSymbol(map: GroundMap, sidc: string, palette: Palette): void {
  const made = symbol(sidc, palette, SIZE);
  const drawn = made.asCanvas(1);
  const { x, y } = made.getAnchor();
  const half = [Math.max(x, drawn.width - x), Math.max(y, drawn.height - y)].map(Math.ceil) as [number, number];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * half[0], 2 * half[1]];
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.drawImage(drawn, half[0] - x, half[1] - y);
  const image = pen.getImageData(0, 0, canvas.width, canvas.height);
  if (!map.hasImage(sidc)) map.addImage(sidc, image, { pixelRatio: 2 });
}
