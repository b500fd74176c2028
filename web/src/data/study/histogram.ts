/** A histogram as bars: how tall each is, and what it says. */

import type { Bin, Found, Histogram } from "../../api/studyContract";
import { scaled } from "./figures";

const CHARACTER = 6;

export interface Bar {
  bin: Bin;
  /** Share of the tallest. */
  tall: number;
  label: string;
}

const whole = (number: number) => Math.abs(number - Math.round(number)) < 1e-9;
const ends = (number: number) => String(Number(number.toPrecision(3)));

/** What a bin holds: one number where it holds whole ones, else its ends. */
export function binLabel({ low, high }: Bin, unit: string): string {
  const after = unit === "%" ? " %" : unit ? ` ${unit}` : "";
  if (unit !== "%" && whole(low) && whole(high)) {
    return high - low <= 1 ? `${Math.round(low)}${after}` : `${Math.round(low)} to ${Math.round(high - 1)}${after}`;
  }
  return `${ends(scaled(low, unit))} to ${ends(scaled(high, unit))}${after}`;
}

export function bars({ bins }: Histogram, unit: string): Bar[] {
  const most = Math.max(1e-9, ...bins.map((bin) => bin.share));
  return bins.map((bin) => ({ bin, tall: bin.share / most, label: binLabel(bin, unit) }));
}

/** The bar in which a battle stands; -1 for none. */
export function barOf(bins: readonly Bin[], found: Found | null): number {
  if (!found) return -1;
  return bins.findIndex((bin, i) => found.value >= bin.low && (found.value < bin.high || (i === bins.length - 1 && found.value <= bin.high)));
}

/** Which bars get their label under them in so much room, so that none runs into the next; a character takes CHARACTER pixels. */
export function labelled(bars: readonly Bar[], wide: number): (bar: number) => boolean {
  const longest = Math.max(1, ...bars.map(({ label }) => label.length));
  const room = Math.max(1, Math.floor(wide / (CHARACTER * longest + 10)));
  const each = Math.max(1, Math.ceil(bars.length / room));
  return (bar) => bar % each === 0;
}

export type End = "least" | "typical" | "most";

/** Which battles are shown first, the best of them first, and what each is: the best, or where neither end is, the fewest. */
export function named({ worse }: Histogram): [End, "best" | "fewest" | "typical" | "worst" | "most"][] {
  if (worse === null) return [["least", "fewest"], ["typical", "typical"], ["most", "most"]]; // prettier-ignore
  const best: End = worse === "most" ? "least" : "most";
  return [[best, "best"], ["typical", "typical"], [worse, "worst"]]; // prettier-ignore
}
