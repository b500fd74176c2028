/** What drives an answer, as bars: where each begins and ends, which way it works, and what it says. */

import type { Driver, Drivers, Fifths, Split } from "../../api/studyContract";
import { words } from "../../words";

/** Figures that are shown at first, as in the report. */
export const MOST = 12;

export interface Bar {
  factor: string;
  /** Ends of the bar, shares of the track, 0 to 1. */
  from: number;
  to: number;
  /** Another bar in the first, of what it does alone, and the ends of its interval and of the whole one's. */
  alone: number | null;
  whiskers: [number, number] | null;
  rises: boolean;
  /** It may be chance. */
  hollow: boolean;
  text: string;
  small: string;
  /** All its numbers in words. */
  said: string;
}

/** Bars to the left take away, those to the right add; of indices, which have no sign, all go to the right. */
export function barsOf({ factors }: Drivers): Bar[] {
  const shares = factors.map((one) => ("share" in one ? one.share : 0));
  const most = Math.max(1e-9, ...shares);
  const end = Math.max(1, ...factors.map((one) => ("total" in one ? Math.max(one.total.high, one.first.high) : 0)));
  return factors.map((one) => barOf(one, most, end));
}

function barOf(one: Driver, most: number, end: number): Bar {
  const { factor } = one;
  if ("share" in one) {
    const rises = one.slope > 0;
    const long = (0.5 * one.share) / most;
    return {
      factor, rises, hollow: !one.found, alone: null, whiskers: null, from: rises ? 0.5 : 0.5 - long, to: rises ? 0.5 + long : 0.5,
      text: one.text, small: one.found ? words.study.way(rises) : words.study.perhaps,
      said: words.study.screened(factor, one.text, rises, one.found, one.p),
    }; // prettier-ignore
  }
  const at = (share: number) => Math.min(1, Math.max(0, share / end));
  const { first, total } = one;
  return {
    factor, rises: false, hollow: false, from: 0, to: at(total.estimate), alone: at(first.estimate), whiskers: [at(total.low), at(total.high)],
    text: total.text, small: `${words.study.alone} ${first.text}`,
    said: words.study.indexed(factor, first.text, first.span, total.text, total.span),
  }; // prettier-ignore
}

/** The parts of what varies, in their order, with where each begins; a share below nought has no width. */
export function partsOf(split: Split) {
  const parts = (["choice", "ignorance", "luck"] as const).flatMap((name) => {
    const found = split[name];
    return found ? [{ name, found }] : [];
  });
  const whole = parts.reduce((sum, { found }) => sum + Math.max(0, found.estimate), 0) || 1;
  return parts.map((part) => ({ ...part, wide: Math.max(0, part.found.estimate) / whole }));
}

/** The lines of a factor's range, from its least to its most. */
export const rowsOf = ({ fifths, from, to }: Fifths) =>
  fifths.map((found, place) => ({
    name: String(place),
    label: words.study.fifth(place, from, to),
    title: words.study.fifthTitle(found.rows),
    found,
    hollow: false,
  }));
