/** Two runs side by side: the line between them, the ground of both, and where a difference is looked at. */

import type { Fared, Moment } from "../api/compareContract";
import type { Box, RunCard } from "../api/contract";

/** Time before a fate at which it is looked at, s: what happens is then seen to happen. */
const BEFORE = 5;

/** The share of the map, %, at which a pointer puts the line. */
export function shareAt(x: number, left: number, width: number): number {
  return width > 0 ? Math.min(100, Math.max(0, (100 * (x - left)) / width)) : 50;
}

const STEP = 2;
const STRIDE = 10;

/** Where a key moves the line; null for a key that does not. */
export function shareBy(key: string, fast: boolean, share: number): number | null {
  const step = fast ? STRIDE : STEP;
  const to: Record<string, number> = {
    ArrowLeft: share - step, ArrowDown: share - step, ArrowRight: share + step, ArrowUp: share + step,
    PageDown: share - STRIDE, PageUp: share + STRIDE, Home: 0, End: 100,
  }; // prettier-ignore
  const moved = to[key];
  return moved === undefined ? null : Math.min(100, Math.max(0, moved));
}

/** When to look at a threat that fared otherwise: shortly before the earlier of its two fates. */
export function whenFared(row: Fared): number {
  const times = row.times.filter((t) => t !== null);
  return Math.max(0, Math.min(...times) - BEFORE);
}

/** When two runs part: the earlier of the two events, null where they never do. */
export function whenParted(moments: readonly Moment[]): number | null {
  const times = moments.slice(-2).flatMap(({ t }) => (t === null ? [] : [t]));
  return times.length ? Math.min(...times) : null;
}

/** The least window that holds both. */
export function both(one: Box, other: Box): Box {
  return [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];
}

/** The runs that one may be compared with: of the same scenario first, the newest before the older. */
export function others(runs: readonly RunCard[], run: string): RunCard[] {
  const scenario = runs.find(({ id }) => id === run)?.title;
  return runs
    .filter(({ id }) => id !== run)
    .toReversed()
    .toSorted((a, b) => Number(b.title === scenario) - Number(a.title === scenario));
}
