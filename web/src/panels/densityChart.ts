/** The time bar's chart: launches, kills and hits in columns, and a mark for each hit on the ground. */

import { COUNTED, type Counted, density } from "../data/density";
import type { Film } from "../data/film";
import type { Palette } from "../map/palette";
import { type Axis, fitted, GUTTER, RIGHT, ticks, xOf } from "./axis";

/** Width of a column, and heights of the columns and of the ticks under them, pixels. */
const COLUMN = 4;
export const HIGH = 56;
const FOOT = 17;

export interface Colours {
  ink: string;
  muted: string;
  line: string;
}

export function drawDensity(canvas: HTMLCanvasElement, film: Film, axis: Axis, palette: Palette, colours: Colours): void {
  const pen = fitted(canvas, axis.wide, HIGH);
  pen.font = `10.5px "Inter Variable", sans-serif`;
  pen.fillStyle = colours.line;
  pen.fillRect(GUTTER, HIGH - FOOT, axis.wide - GUTTER - RIGHT, 1);
  for (const { t, text } of ticks(axis)) {
    const x = Math.round(xOf(axis, t));
    pen.fillStyle = colours.line;
    pen.fillRect(x, HIGH - FOOT, 1, 4);
    pen.fillStyle = colours.muted;
    pen.textAlign = "center";
    pen.fillText(text, x, HIGH - 3);
  }
  columns(pen, film, axis, palette);
}

function columns(pen: CanvasRenderingContext2D, film: Film, axis: Axis, { css }: Palette): void {
  const parts = Math.max(1, Math.floor((axis.wide - GUTTER - RIGHT) / COLUMN));
  const counts = density(film, axis.span[0], axis.span[1], parts);
  const fill: Record<Counted, string> = { launches: css.waiting, kills: css.blue, hits: css.red };
  const most = Math.max(4, counts.most);
  for (let part = 0; part < parts; part++) {
    let y = HIGH - FOOT;
    for (const counted of Object.keys(COUNTED) as Counted[]) {
      const number = counts[counted][part] as number;
      if (number === 0) continue;
      const high = Math.max(2, (number / most) * (HIGH - FOOT - 10));
      pen.fillStyle = fill[counted];
      pen.fillRect(GUTTER + part * COLUMN, y - high, COLUMN - 1, high);
      y -= high;
    }
    if (counts.hits[part]) flag(pen, GUTTER + part * COLUMN + 1.5, css.red);
  }
}

/** A small triangle at the top says where something was hit. */
function flag(pen: CanvasRenderingContext2D, x: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x - 4, 0);
  pen.lineTo(x + 4, 0);
  pen.lineTo(x, 6);
  pen.fill();
}
