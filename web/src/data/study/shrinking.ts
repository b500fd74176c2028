/** How the estimates settled as battles were added: columns for a chart, and the heights that it shows. */

import type { Moment } from "../../api/studyContract";

/** Battles of the first column, then for each line its estimate, low and high; null where a line has not got. */
export type Columns = [number[], ...(number | null)[][]];

/** From which share of its battles on a line decides what heights are shown: the first few are all over the place. */
const SETTLED = 0.15;
/** Room above and below, as a share. */
const ROOM = 0.25;

export function columnsOf(history: readonly Moment[], cells: readonly string[], measure: string): Columns {
  const lines = cells.map((cell) => history.filter((one) => one.cell === cell && one.measure === measure));
  const battles = [...new Set(lines.flat().map((one) => one.battles))].sort((a, b) => a - b);
  const columns = lines.flatMap((line) => {
    const sorted = line.toSorted((a, b) => a.battles - b.battles);
    return (["estimate", "low", "high"] as const).map((part) => battles.map((at) => between(sorted, at, part)));
  });
  return [battles, ...columns];
}

/** The value of a line at a number of battles, straight between the two beside it. */
function between(line: readonly Moment[], at: number, part: "estimate" | "low" | "high"): number | null {
  const after = line.findIndex((one) => one.battles >= at);
  const right = line[after];
  if (!right) return null;
  if (right.battles === at) return right[part];
  const left = line[after - 1];
  if (!left) return null;
  return left[part] + ((at - left.battles) / (right.battles - left.battles)) * (right[part] - left[part]);
}

/** The heights to show: those of all intervals that have settled, with room about them; null for no line. */
export function heights(columns: Columns, floor: number | null): [number, number] | null {
  const [battles, ...lines] = columns;
  const last = battles.at(-1);
  if (last === undefined) return null;
  const held = battles.map((at) => at >= SETTLED * last);
  const seen = lines.flatMap((line) => line.filter((value, i) => value !== null && held[i])) as number[];
  if (seen.length === 0) return null;
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const room = ROOM * Math.max(high - low, 1e-3 * Math.max(1, Math.abs(high)));
  const under = low - room;
  return [floor !== null && low >= floor ? Math.max(floor, under) : under, high + room];
}
