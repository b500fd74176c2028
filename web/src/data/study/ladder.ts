/** A scale that several intervals share, so that they stand one over the other. */

import type { Interval } from "../../api/studyContract";

export interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

/** The step, 1, 2 or 5 times a power of ten, that cuts a stretch into at most so many parts. */
export function niceStep(stretch: number, parts: number): number {
  const rough = stretch / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough * (1 - 1e-9)) ?? 10 * power;
}

/** A scale that holds all intervals, and nought if that is wanted or near. */
export function scaleOf(intervals: readonly Interval[], nought: boolean, parts = 5): Scale {
  let low = Math.min(...intervals.map((one) => one.low));
  let high = Math.max(...intervals.map((one) => one.high));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 0, high: 1, ticks: [0, 1] };
  if (nought || (low >= 0 && low < high - low)) low = Math.min(0, low);
  if (nought) high = Math.max(0, high);
  // Where all is nought, the scale is one of whole leakers, dollars or shares.
  if (high - low < 1e-12) high = low + (Math.abs(low) || 1);
  const step = niceStep(high - low, parts);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
  return { low: from * step, high: to * step, ticks };
}

/** Where a number stands on a scale, from 0 at its left end to 1 at its right. */
export const along = ({ low, high }: Scale, number: number) => (number - low) / (high - low);
