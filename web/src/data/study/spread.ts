/** How a measure varies, as boxes on one scale: where line, box and median of each option stand, and what they say. */

import type { Interval, Spread, SpreadRow } from "../../api/studyContract";
import { words } from "../../words";
import { along, type Scale, scaleOf } from "./ladder";

export interface Box {
  option: string;
  /** Where its quantiles stand on the scale, 0 to 1, the least first. */
  at: number[];
  median: string;
  /** The share of battles with any at all, where that says something. */
  any: string;
  said: string;
}

/** A scale that holds all lines, and nought. */
export const spreadScale = ({ options }: Spread): Scale => scaleOf(options.map(ends), true);

export function boxesOf({ options }: Spread, scale: Scale): Box[] {
  return options.map(({ option, quantiles, chance, said }) => ({
    option,
    at: quantiles.map(({ value }) => along(scale, value)),
    median: quantiles.find(({ level }) => level === 0.5)?.text ?? "",
    any: chance ? words.study.spreadAny(chance.text) : "",
    said: words.study.spreadAll(said, chance?.span ?? null),
  }));
}

function ends({ quantiles }: SpreadRow): Interval {
  const values = quantiles.map(({ value }) => value);
  return { estimate: values[0] ?? 0, low: Math.min(...values), high: Math.max(...values) };
}
