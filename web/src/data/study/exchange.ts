/** What both sides spent, as bars on one scale of money. */

import type { CostRow, Ends, Said } from "../../api/studyContract";
import { words } from "../../words";
import { along, type Scale, scaleOf } from "./ladder";

export type Side = "raid" | "rounds" | "lost";

export interface CostBar {
  side: Side;
  /** Ends of the bar and of its interval, 0 to 1. */
  from: number;
  to: number;
  whiskers: [number, number];
}

export interface Exchanged {
  option: string;
  bars: CostBar[];
  ratio: string;
  said: string;
}

/** A scale of money, what its numbers are divided by, and what that is called; null where nothing was spent. */
export function moneyScale({ exchange }: Ends): { scale: Scale; size: number; unit: string } | null {
  const most = Math.max(0, ...exchange.map((row) => Math.max(row.raid.estimate, row.rounds.estimate + row.lost.estimate)));
  if (most <= 0) return null;
  const [size, unit] = most >= 2e9 ? [1e9, words.study.money.billion] : most >= 2e6 ? [1e6, words.study.money.million] : [1e3, words.study.money.thousand];
  const highest = exchange.flatMap((row) => [row.raid.high, row.rounds.estimate + row.lost.high, row.rounds.high, most]);
  return { scale: scaleOf([{ estimate: most, low: 0, high: Math.max(...highest) }], true, 4), size, unit };
}

export function exchanged({ exchange }: Ends, scale: Scale): Exchanged[] {
  return exchange.map((row) => ({
    option: row.option,
    bars: [bar("raid", row.raid, 0, scale), bar("rounds", row.rounds, 0, scale), bar("lost", row.lost, row.rounds.estimate, scale)],
    ratio: row.to_one ?? "",
    said: saidOf(row),
  }));
}

function bar(side: Side, { estimate, low, high }: Said, from: number, scale: Scale): CostBar {
  const at = (amount: number) => along(scale, Math.max(0, from + amount));
  return { side, from: at(0), to: at(estimate), whiskers: [at(low), at(high)] };
}

function saidOf({ option, raid, rounds, lost, to_one }: CostRow): string {
  const sides = ([["raid", raid], ["rounds", rounds], ["lost", lost]] as const).map(
    ([side, { text, span }]) => `${words.study.sides[side]} ${text} (${span})`,
  ); // prettier-ignore
  return words.study.exchangeSaid(option, sides, to_one);
}
