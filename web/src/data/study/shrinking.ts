/** How the estimates settled as battles were added: columns for a chart, and the heights that it shows. */

import type { History, Interval, Line } from "../../api/studyContract";

/** Battles of each, then for each line its estimate, low and high. */
export type Columns = [number[], ...number[][]];

/** Lines at most: more cannot be told from another. */
export const MOST = 5;
/** From which share of its battles on a line decides what heights are shown: the first few are all over the place. */
const SETTLED = 0.05;
/** Numbers of battles that have room under the chart. */
const NAMED = 8;
/** Room above and below, as a share. */
const ROOM = 0.1;

/** The lines that are drawn: those that end farthest from nought, as in the report. */
export function drawn({ lines }: History): Line[] {
  const end = (line: Line) => Math.abs(line.estimate.at(-1) ?? 0);
  return lines.toSorted((a, b) => end(b) - end(a)).slice(0, MOST);
}

export const columnsOf = ({ battles }: History, lines: readonly Line[]): Columns => [
  battles,
  ...lines.flatMap(({ estimate, low, high }) => [estimate, low, high]),
];

/** What a line says in a column. */
export function within(columns: Columns, line: number, column: number): Interval | null {
  const [estimate, low, high] = [1, 2, 3].map((part) => columns[3 * line + part]?.[column]);
  return estimate === undefined || low === undefined || high === undefined ? null : { estimate, low, high };
}

/** The heights to show: those of all intervals that have settled, with room about them; null for no line. */
export function heights([battles, ...lines]: Columns): [number, number] | null {
  const first = battles.findIndex((at) => at >= SETTLED * (battles.at(-1) ?? 0));
  const seen = lines.flatMap((line) => line.slice(Math.max(0, first)));
  if (seen.length === 0) return null;
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const room = ROOM * Math.max(high - low, 1e-3 * Math.max(1, Math.abs(high)));
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** Numbers of battles that a logarithmic scale has room to name: 1, 2 and 5 times powers of ten, or these alone. */
export function decades(from: number, to: number): number[] {
  const powers: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(from)); power <= to; power *= 10) powers.push(power);
  const within = (all: number[]) => all.filter((at) => at >= from && at <= to);
  const named = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return named.length > NAMED ? within(powers) : named;
}
