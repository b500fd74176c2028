/** What the program answers on studies: questions that many battles answer, each number with its 95 % interval. */

export type StudyState = "ready" | "running" | "stopping" | "stopped" | "done" | "failed";

/** A study that the program holds. */
export interface StudyCard {
  id: string;
  title: string;
  question: string;
  state: StudyState;
  battles: number;
  total: number;
  kept: boolean;
}

/** A built-in study, which is held when it is asked for. */
export interface LibraryStudy {
  name: string;
  title: string;
  question: string;
  scenario: string;
  options: number;
  raids: number;
}

/** What a study is made of: a built-in one, or the one question "how often" of a run's scenario or of a draft. */
export type StudyOrigin = { study: string } | { run: string } | { draft: string };

export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** An interval in the words of the command line as well, with its numbers as they are: a share is 0 to 1. */
export interface Said extends Interval {
  text: string;
  span: string;
}

/** What is counted in a battle. */
export interface Measure {
  name: string;
  title: string;
  unit: string;
}

export interface Study {
  id: string;
  title: string;
  question: string;
  /** The title of its scenario. */
  scenario: string;
  state: StudyState;
  error: Wrong | null;
  /** Why what a folder holds can be read, but not gone on with. */
  obstacle: Wrong | null;
  /** What it says so far, in one sentence; null for too few battles. */
  answer: string | null;
  seed: number;
  battles: number;
  total: number;
  /** Battles that all cells have. */
  of_each: number;
  /** Battles wanted of each cell, or half of the interval that ends it. */
  replications: number | null;
  precision: number | null;
  /** How the rows of its factors were chosen; null for a study that varies none. */
  design: "latin" | "saltelli" | null;
  /** Battles a second. */
  rate: number | null;
  seconds_left: number | null;
  /** In a folder that stays when the program ends. */
  kept: boolean;
  folder: string | null;
  /** The first is the one that a precision is of. */
  measures: Measure[];
  baseline: string;
  options: { name: string; title: string }[];
  raids: { name: string; title: string }[];
  cells: Cell[];
  differences: Difference[];
  /** What each option comes to over all raids, and the raid with most of it; none where there is one raid. */
  over_raids: (Measure & Said & { option: string; worst: string })[];
  history: History;
  report: boolean;
}

export interface Wrong {
  error: string;
  instead: string;
}

/** An option against a raid. */
export interface Cell {
  name: string;
  title: string;
  option: string;
  raid: string;
  battles: number;
  measures: (Measure & Said)[];
}

/** How much more of a measure an option has than the baseline, on the same luck. */
export interface Difference extends Measure {
  option: string;
  more: Said;
  /** It is more than chance may have made. */
  beyond: boolean;
}

/** How the answer settled: what each option comes to after so many battles of each, or how much more it has. */
export interface History extends Measure {
  of: "difference" | "mean";
  battles: number[];
  lines: Line[];
}

export interface Line {
  option: string;
  estimate: number[];
  low: number[];
  high: number[];
}

/** How a measure varies from battle to battle: none for few battles, and for a measure that is 1 or 0 in each. */
export interface Spread extends Measure {
  note: string;
  options: SpreadRow[];
}

export interface SpreadRow {
  option: string;
  quantiles: { level: number; value: number; text: string }[];
  /** The share of battles with any at all; null where that says nothing. */
  chance: Said | null;
  /** All of it in words. */
  said: string;
}

/** What drives a measure of an option, or how much more of it the option has than the baseline, the strongest first. */
export interface Drivers extends Measure {
  option: string;
  /** What they are the drivers of, in words. */
  of: string;
  design: "latin" | "saltelli";
  /** Rows of the design that all cells have. */
  rows: number;
  note: string | null;
  sentences: string[];
  /** None while there are too few rows. */
  factors: Driver[];
  split: Split | null;
}

export type Driver = Screened | Indexed;

/** The share of all that varies that a factor has alone. */
export interface Screened {
  factor: string;
  share: number;
  text: string;
  /** Its sign says which way it works. */
  slope: number;
  p: number;
  found: boolean;
}

/** Sobol's indices of a factor: alone, and together with others. */
export interface Indexed {
  factor: string;
  first: Said;
  total: Said;
}

/** Shares of all that varies; of one option there is no choice. */
export type Split = { luck: Said; ignorance: Said; choice?: Said };

/** A measure of a cell over the range of a factor, from those rows with least of it to those with most. */
export interface Fifths extends Measure {
  cell: string;
  factor: string;
  from: string;
  to: string;
  fifths: (Said & { rows: number; replications: (Found & { text: string })[] })[];
}

export interface Histogram extends Measure {
  battles: number;
  bins: Bin[];
  least: Found | null;
  typical: Found | null;
  most: Found | null;
  /** Which end is bad for the defence, if either. */
  worse: "most" | "least" | null;
}

/** Battles that came to `low` or more and less than `high`, and the first of them. */
export interface Bin {
  low: number;
  high: number;
  battles: number;
  /** Of all battles, by the weights of their strata. */
  share: number;
  replications: Found[];
}

/** A battle by its luck: the row of the design, -1 where there is none, and its number. */
export interface Found {
  row: number;
  replication: number;
  value: number;
}

/** How threats ended in a sample of the battles, and what it cost: none before the sample was fought again. */
export interface Ends {
  battles: number;
  /** How many battles the sample has, or would have. */
  wanted: number;
  note?: string;
  options: { option: string; parts: EndPart[] }[];
  cost_note?: string;
  exchange: CostRow[];
}

/** Threats that ended one way, of a battle: every option has all ways, in one order, those that leaked by stage first. */
export interface EndPart extends Said {
  fate: string;
  words: string;
  /** The most common reasons, each of so many threats of a battle. */
  reasons: { reason: string; of_battle: number; text: string }[];
  /** In how many battles of the sample any did, and those with most of them. */
  battles: number;
  replications: EndBattle[];
}

export interface EndBattle extends Omit<Found, "value"> {
  cell: string;
  threats: number;
}

/** What both sides lost and fired in a battle, US dollars, and dollars of rounds for each dollar of the raid. */
export interface CostRow {
  option: string;
  raid: Said;
  rounds: Said;
  lost: Said;
  ratio: number | null;
  to_one: string | null;
}

/** Where those flew that leaked, over many battles of a cell. */
export interface Leaks {
  study: string;
  cell: string;
  battles: number;
  leakers: number;
  per_battle: number;
  /** The side of a square, km. */
  size_km: number;
  /** Squares that flown paths crossed, each counted once a flight. */
  squares: GeoJSON.FeatureCollection<GeoJSON.Polygon, LeakSquare>;
  places: (Leaked & { place: string; at: [number, number] | null })[];
  systems: (Leaked & { system: string })[];
  reasons: (Leaked & { stage: string; reason: string })[];
}

export interface Leaked {
  leakers: number;
  per_battle: number;
}

export interface LeakSquare extends Leaked {
  /** In how many battles, and the first of them. */
  battles: number;
  replications: Omit<Found, "value">[];
}
