/** What the program answers on studies: questions that many battles answer, each number with its 95 % interval. */

import type { Box, Place, Unit } from "./contract";

export type StudyState = "ready" | "running" | "stopping" | "stopped" | "done" | "failed";

/** A study that the program holds. */
export interface StudyCard {
  id: string;
  title: string;
  question: string;
  state: StudyState;
  battles: number;
}

/** A built-in study, which is held when it is asked for. */
export interface LibraryStudy {
  name: string;
  title: string;
  question: string;
}

/** What a study is made of: a built-in one, or the one question "how often" of a run's scenario or of a draft. */
export type StudyOrigin = string | { run: string } | { draft: string };

export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** What is counted in a battle; a share is 0 to 1 and has the unit "%". */
export interface Measure {
  name: string;
  title: string;
  unit: string;
}

export interface Study {
  id: string;
  title: string;
  question: string;
  state: StudyState;
  error: { error: string; instead: string } | null;
  /** What it says so far, in one sentence; null for too few battles. */
  answer: string | null;
  seed: number;
  battles: number;
  total: number;
  /** Battles wanted of each cell, or half of the interval that ends it. */
  each: number;
  precision: number | null;
  rate: number;
  seconds_left: number | null;
  /** In a folder that stays when the program ends. */
  kept: boolean;
  measures: Measure[];
  baseline: string | null;
  cells: Cell[];
  differences: Difference[];
  history: Moment[];
  report: boolean;
}

/** An option against a raid. */
export interface Cell {
  name: string;
  title: string;
  option: string;
  raid: string;
  battles: number;
  measures: ({ name: string } & Interval)[];
}

/** How much more of a measure an option has than the baseline, on the same luck. */
export interface Difference extends Interval {
  name: string;
  title: string;
  measure: string;
}

/** What a cell said after so many battles of it. */
export interface Moment extends Interval {
  battles: number;
  seconds: number;
  cell: string;
  measure: string;
}

export interface Histogram {
  bins: Bin[];
  battles: number;
  typical: Found | null;
  best: Found | null;
  worst: Found | null;
}

/** Battles that came to `low` or more and less than `high`, and the first of them by number. */
export interface Bin {
  low: number;
  high: number;
  battles: number;
  replications: number[];
}

export interface Found {
  replication: number;
  value: number;
}

/** What the map of a cell is drawn from, as of a run. */
export interface StudyGround {
  bounds: Box;
  terrain: { finest_zoom: number };
  units: Unit[];
  places: Place[];
  zones: { name: string; forbids: string; outline: [number, number][] }[];
}

/** Where those that leaked flew: flights that passed each square, each once, row by row from the south-west. */
export interface Leaks {
  west: number;
  south: number;
  east: number;
  north: number;
  columns: number;
  rows: number;
  counts: number[];
  battles: number;
  leakers: number;
  /** Longitude, latitude, and how many ended there. */
  ends: [number, number, number][];
}
