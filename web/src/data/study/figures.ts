/** Numbers of a chart as the command line prints them: shares in percent, counts with as many digits as say something. */

import type { Interval } from "../../api/studyContract";

const PERCENT = "%";

/** A number of a measure as its scale has it: shares times a hundred. */
export const scaled = (number: number, unit: string) => (unit === PERCENT ? 100 * number : number);

export function figure(number: number, unit: string, signed = false): string {
  const digits = unit === PERCENT ? 1 : Number(Math.abs(number) < 100) + Number(Math.abs(number) < 1);
  const text = scaled(Math.abs(number), unit).toFixed(digits);
  return `${number < 0 ? "-" : signed ? "+" : ""}${text}${unit === PERCENT ? " %" : ""}`;
}

/** An estimate, and what it may be off. */
export const off = ({ estimate, low, high }: Interval, unit: string, signed = false) =>
  `${figure(estimate, unit, signed)} \u00b1 ${figure((high - low) / 2, unit)}`;
