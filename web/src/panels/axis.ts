/** The axis of time that the time bar and the lanes share: the same second stands over the same second. */

import { clock, tickStep } from "../data/times";

/** Room for the names of lanes on the left, and for half a label on the right, pixels. */
export const GUTTER = 136;
export const RIGHT = 22;

export interface Axis {
  wide: number;
  span: readonly [number, number];
}

export function xOf({ wide, span }: Axis, t: number): number {
  return GUTTER + ((t - span[0]) / (span[1] - span[0])) * (wide - GUTTER - RIGHT);
}

export function timeAt({ wide, span }: Axis, x: number): number {
  return span[0] + ((x - GUTTER) / (wide - GUTTER - RIGHT)) * (span[1] - span[0]);
}

/** Times that get a tick, with their labels. */
export function ticks({ wide, span }: Axis): { t: number; text: string }[] {
  const step = tickStep(span[1] - span[0], (wide - GUTTER) / 70);
  const found = [];
  for (let t = Math.ceil(span[0] / step) * step; t <= span[1]; t += step) found.push({ t, text: clock(t) });
  return found;
}

/** A canvas fitted to its element and to the screen's pixels; draw on the pen in CSS pixels. */
export function fitted(canvas: HTMLCanvasElement, wide: number, high: number): CanvasRenderingContext2D {
  canvas.width = Math.round(wide * devicePixelRatio);
  canvas.height = Math.round(high * devicePixelRatio);
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.scale(devicePixelRatio, devicePixelRatio);
  return pen;
}

/** Whether a time lies in what an axis shows. */
export function shows({ span }: Axis, t: number): boolean {
  return t >= span[0] && t <= span[1];
}
