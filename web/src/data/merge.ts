/** One text that two have written on at the same time: each in one stretch. */

/** The stretch of a text that was written anew: from where, to where, and what stands there now. */
interface Stretch {
  from: number;
  to: number;
  now: string;
}

function stretchOf(before: string, after: string): Stretch {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < shorter - from && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { from, to: before.length - tail, now: after.slice(from, after.length - tail) };
}

/** What was typed and what the program made of a text, in one; where both wrote in the same place, what was typed. */
export function merged(before: string, typed: string, made: string): string {
  const [mine, other] = [stretchOf(before, typed), stretchOf(before, made)];
  const apart = mine.to <= other.from || other.to <= mine.from;
  if (!apart) return typed;
  const shift = mine.from >= other.to ? made.length - before.length : 0;
  return made.slice(0, mine.from + shift) + mine.now + made.slice(mine.to + shift);
}

/** Where a place of a text is in the text that it has become. */
export function carried(before: string, after: string, place: number): number {
  const { from, to, now } = stretchOf(before, after);
  if (place <= from) return place;
  return place >= to ? place + after.length - before.length : from + now.length;
}
