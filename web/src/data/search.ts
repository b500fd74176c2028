/** Search in times that never fall. */

type Numbers = ArrayLike<number>;

/** The number of times in `at[first..end)` that are not after `t`, counted from `first`. */
export function notAfter(at: Numbers, t: number, first = 0, end = at.length): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low - first;
}

/**
 * The row of `at[first..end)` that is the last not after `t`; `from` is a guess, so that replay costs nothing.
 * `first` when all are after.
 */
export function rowAt(at: Numbers, t: number, first: number, end: number, from: number): number {
  let row = Math.min(Math.max(from, first), end - 1);
  if ((at[row] as number) <= t) {
    for (let step = 0; step < 4; step++) {
      if (row + 1 >= end || (at[row + 1] as number) > t) return row;
      row++;
    }
  }
  return first + Math.max(0, notAfter(at, t, first, end) - 1);
}
