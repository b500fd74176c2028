/** An APP-6 symbol as a picture of the map. */

import type { Map as GroundMap } from "maplibre-gl";
import { symbol } from "../layers/symbols";
import type { Palette } from "./palette";

/** Symbols are drawn at this size, twice as fine as they are shown. */
const SIZE = 40;

/** Draw a symbol so that its place is the middle of its picture. */
export function addSymbol(map: GroundMap, sidc: string, palette: Palette): void {
  const made = symbol(sidc, palette, SIZE);
  const drawn = made.asCanvas(1);
  const { x, y } = made.getAnchor();
  const [wide, high] = [Math.ceil(Math.max(x, drawn.width - x)), Math.ceil(Math.max(y, drawn.height - y))];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * wide, 2 * high];
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.drawImage(drawn, wide - x, high - y);
  const image = pen.getImageData(0, 0, canvas.width, canvas.height);
  if (!map.hasImage(sidc)) map.addImage(sidc, image, { pixelRatio: 2 });
}
