/** Two runs side by side, as the program answers: its words are those of `shieldwall compare`. */

import type { RunCard } from "./contract";

/** What is set side by side, how each run has it, and how much more the second has where that is a number. */
export interface Beside {
  what: string;
  one: string;
  other: string;
  more: string;
}

export interface Table {
  title: string;
  rows: Beside[];
  left_out: number;
}

/** An event where two runs part; without a time where a log has ended. */
export interface Moment {
  whose: string;
  t: number | null;
  time: string;
  sentence: string;
}

/** A threat that fared otherwise: how in each run, and its fate and when that fell; null where it never was. */
export interface Fared {
  threat: string;
  one: string;
  other: string;
  fates: [string | null, string | null];
  times: [number | null, number | null];
}

export interface Comparison {
  runs: [RunCard, RunCard];
  /** How the two are called. */
  columns: [string, string];
  same: boolean;
  verdict: string;
  asked: Table;
  changes: Table;
  lines: { title: string; rows: string[]; left_out: number };
  values: Table;
  parting: { title: string; remarks: string[]; alike: string; moments: Moment[]; differs: Beside[] };
  fates: Table;
  threats: { title: string; rows: Fared[]; others: string };
  measures: Table;
  alike: string;
  caution: string;
}
