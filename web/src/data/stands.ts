/** Where something stands in a scenario that was changed since: the items of a list have numbers, and these move. */

import { type Plain, valueAt } from "./typing";

/** The path now of what stood at a path before; null where it is gone. Of one more item, or a key to come, the same rule. */
export function standsNow(before: Plain, now: Plain, path: string): string | null {
  let was = "";
  let is = "";
  for (const key of path.split(".")) {
    const [old, held] = [valueAt(before, was), valueAt(now, is)];
    const found = Array.isArray(old) && Array.isArray(held) ? itemNow(old, held, key) : key;
    if (found === null) return null;
    was = was ? `${was}.${key}` : key;
    is = is ? `${is}.${found}` : found;
  }
  return is;
}

/** The number of an item now; one that ends in + stands behind its item. */
function itemNow(before: readonly Plain[], now: readonly Plain[], key: string): string | null {
  const [, digits = "", behind = ""] = /^(\d+)(\+?)$/.exec(key) ?? [];
  const number = Number(digits);
  if (number < 1 || number > before.length) return key;
  const said = JSON.stringify(before[number - 1]);
  const same = (value: Plain | undefined) => value !== undefined && JSON.stringify(value) === said;
  if (same(now[number - 1])) return key;
  const place = now.findIndex(same);
  // As many as before: it has another value, and stands where it stood.
  if (place < 0) return now.length === before.length ? key : null;
  return `${place + 1}${behind}`;
}
