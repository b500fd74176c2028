/** The time bar's chart: launches, kills and hits in columns, and a mark for each hit on the ground; a band for each run. */

import { COUNTED, type Counted, type Density, density } from "../data/density";
import type { Film } from "../data/film";
import type { Palette } from "../map/palette";
import { type Axis, fitted, GUTTER, RIGHT, ticks, xOf } from "./axis";

/** Width of a column, and heights of the columns and of the ticks under them, pixels. */
const COLUMN = 4;
export const HIGH = 56;
export const HIGH_OF_TWO = 84;
const FOOT = 17;
/** Room over the highest column. */
const AIR = 10;

export interface Colours {
  ink: string;
  muted: string;
  line: string;
}

export function drawDensity(canvas: HTMLCanvasElement, films: readonly Film[], axis: Axis, palette: Palette, colours: Colours): void {
  const high = films.length > 1 ? HIGH_OF_TWO : HIGH;
  const pen = fitted(canvas, axis.wide, high);
  pen.font = `10.5px "Inter Variable", sans-serif`;
  pen.fillStyle = colours.line;
  const band = (high - FOOT) / films.length;
  for (let i = 1; i <= films.length; i++) pen.fillRect(GUTTER, i * band, axis.wide - GUTTER - RIGHT, 1);
  for (const { t, text } of ticks(axis)) {
    const x = Math.round(xOf(axis, t));
    pen.fillStyle = colours.line;
    pen.fillRect(x, high - FOOT, 1, 4);
    pen.fillStyle = colours.muted;
    pen.textAlign = "center";
    pen.fillText(text, x, high - 3);
  }
  const parts = Math.max(1, Math.floor((axis.wide - GUTTER - RIGHT) / COLUMN));
  const counts = films.map((film) => density(film, axis.span[0], axis.span[1], parts));
  const most = Math.max(4, ...counts.map((one) => one.most));
  counts.forEach((one, i) => columns(pen, one, { parts, most, foot: (i + 1) * band, high: band }, palette));
}

/** A band of the chart: its columns, what fills its height, the line that it stands on, and its height, pixels. */
interface Band {
  parts: number;
  most: number;
  foot: number;
  high: number;
}

function columns(pen: CanvasRenderingContext2D, counts: Density, band: Band, { css }: Palette): void {
  const fill: Record<Counted, string> = { launches: css.waiting, kills: css.blue, hits: css.red };
  for (let part = 0; part < band.parts; part++) {
    let y = band.foot;
    for (const counted of Object.keys(COUNTED) as Counted[]) {
      const number = counts[counted][part] as number;
      if (number === 0) continue;
      const high = Math.max(2, (number / band.most) * (band.high - AIR));
      pen.fillStyle = fill[counted];
      pen.fillRect(GUTTER + part * COLUMN, y - high, COLUMN - 1, high);
      y -= high;
    }
    if (counts.hits[part]) flag(pen, GUTTER + part * COLUMN + 1.5, band.foot - band.high, css.red);
  }
}

/** A small triangle at the top of a band says where something was hit. */
function flag(pen: CanvasRenderingContext2D, x: number, top: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x - 4, top);
  pen.lineTo(x + 4, top);
  pen.lineTo(x, top + 6);
  pen.fill();
}
