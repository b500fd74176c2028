/** Numbers of a study as the command line prints them: shares in percent, counts with as many digits as say something. */

import type { Interval } from "../../api/studyContract";

const PERCENT = "%";

/** A number of a measure as its scale has it: shares times a hundred. */
export const scaled = (number: number, unit: string) => (unit === PERCENT ? 100 * number : number);

export function figure(number: number, unit: string, signed = false): string {
  const digits = unit === PERCENT ? 1 : Number(Math.abs(number) < 100) + Number(Math.abs(number) < 1);
  const text = scaled(Math.abs(number), unit).toFixed(digits);
  const sign = number < 0 && Number(text) !== 0 ? "\u2212" : signed ? "+" : "";
  const after = unit === PERCENT ? " %" : unit ? ` ${unit}` : "";
  return `${sign}${text}${after}`;
}

/** The ends of an interval, the unit said once. */
export function span({ low, high }: Interval, unit: string, signed = false): string {
  const after = unit === PERCENT ? " %" : unit ? ` ${unit}` : "";
  return `${figure(low, unit, signed).slice(0, after ? -after.length : undefined)} to ${figure(high, unit, signed)}`;
}

/** Half of an interval, as what stands after "plus or minus". */
export const half = ({ low, high }: Interval, unit: string) => figure((high - low) / 2, unit);

/** Whether a difference is more than chance may have made. */
export const beyond = ({ low, high }: Interval) => low > 0 || high < 0;
