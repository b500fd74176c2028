/** What of a line a box hides, both in pixels. */

type At = readonly [number, number];
interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The share of a line from one place to another that lies in a box, from 0 to 1. */
export function hidden([x, y]: At, [toX, toY]: At, { left, top, right, bottom }: Box): number {
  let [from, to] = [0, 1];
  const ways = [[x, toX - x, left, right], [y, toY - y, top, bottom]] as const; // prettier-ignore
  for (const [start, by, low, high] of ways) {
    if (by === 0 && (start < low || start > high)) return 0;
    if (by === 0) continue;
    const ends = [(low - start) / by, (high - start) / by];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return Math.max(0, to - from);
}
