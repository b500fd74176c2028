/** A histogram as bars: how tall each is, and what it says. */

import type { Bin, Found, Histogram } from "../../api/studyContract";
import { figure, scaled } from "./figures";

export interface Bar {
  bin: Bin;
  /** Share of the tallest. */
  tall: number;
  label: string;
}

const whole = (number: number) => Math.abs(number - Math.round(number)) < 1e-9;

/** What a bin holds in words: one number where it holds whole ones, else its ends. */
export function binLabel({ low, high }: Bin, unit: string): string {
  if (unit !== "%" && whole(low) && whole(high) && high - low <= 1) return said(low, unit);
  if (unit !== "%" && whole(low) && whole(high)) return `${Math.round(low)} to ${said(high - 1, unit)}`;
  return low === high ? figure(low, unit) : `${ends(scaled(low, unit))} to ${ends(scaled(high, unit))}${unit === "%" ? " %" : unit ? ` ${unit}` : ""}`;
}

const said = (number: number, unit: string) => `${Math.round(number)}${unit ? ` ${unit}` : ""}`;
const ends = (number: number) => String(Number(number.toPrecision(3)));

export function bars({ bins }: Histogram, unit: string): Bar[] {
  const most = Math.max(1, ...bins.map((bin) => bin.battles));
  return bins.map((bin) => ({ bin, tall: bin.battles / most, label: binLabel(bin, unit) }));
}

/** The bar in which a battle stands. */
export function barOf(bins: readonly Bin[], found: Found | null): number {
  if (!found) return -1;
  return bins.findIndex((bin, i) => found.value >= bin.low && (found.value < bin.high || (i === bins.length - 1 && found.value <= bin.high)));
}

/** Which bars get their label under them, so that none runs into the next. */
export function labelled(count: number, room: number): (bar: number) => boolean {
  const each = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return (bar) => bar % each === 0;
}
