/**
 * What the program answers: the page's side of the contract. Times are seconds from the run's begin, positions degrees
 * (longitude, latitude), heights metres above the sea, lengths metres.
 */

export interface Start {
  version: string;
  opened: { kind: "run" | "none"; id: string | null };
  runs: RunCard[];
  scenarios: ScenarioCard[];
}

export interface RunCard {
  id: string;
  title: string;
  question: string;
  scenario: string;
  seed: number;
  replication: number;
  leakers: number;
  threats: number;
}

export interface ScenarioCard {
  name: string;
  title: string;
  question: string;
}

export type Side = "blue" | "red" | "neutral";
export type Point = [number, number];

export interface Run {
  id: string;
  title: string;
  question: string;
  file: string;
  seed: number;
  replication: number;
  sampled: boolean;
  version: string;
  start: string | null;
  begin: number;
  end: number;
  /** Latitude and longitude of the plane's origin. */
  origin: Point;
  /** West, south, east and north of all that stood and flew. */
  bounds: [number, number, number, number];
  terrain: { minzoom: number; maxzoom: number };
  units: Unit[];
  places: Place[];
  threats: Threat[];
  traffic: Traffic[];
  funnel: { systems: string[]; steps: FunnelStep[] };
  leakers: { reason: string; stage: string; threats: string[] }[];
  summary: Summary;
}

/** What the run came to, in the words of the command line. */
export interface Summary {
  answer: string;
  damage: { place: string; value: number; destroyed: number }[];
  fates: { columns: string[]; rows: { system: string; all: number; counts: number[] }[] };
  rounds: { title: string; fired: number; kills: number; left: number }[];
  rest: [string, string][];
}

export interface FunnelStep {
  stage: string;
  number: number;
  stopped: number;
  reason: string;
  because: number;
}

export interface Unit {
  name: string;
  entry: string;
  title: string;
  side: Side;
  role: "post" | "fire" | "radar";
  sidc: string;
  at: [number, number, number];
  cost: number;
  destroyed: number | null;
  channels: string[];
}

export interface Place {
  name: string;
  at: [number, number, number];
  value: number;
  /** The unit that stands there, where the place is one. */
  unit: string | null;
}

export interface Threat {
  name: string;
  entry: string;
  title: string;
  kind: string;
  sidc: string;
  fate: string;
  stage: string;
  reason: string;
  t: number | null;
  place: string | null;
  shots: number;
  killed_by: string | null;
}

export interface Traffic {
  name: string;
  title: string;
  side: Side;
  sidc: string;
}

export type ColumnType = "f4" | "i4" | "u2" | "u1";

export interface FilmDirectory {
  origin: Point;
  columns: Record<string, { type: ColumnType; offset: number; length: number }>;
  names: string[];
  kinds: Record<string, string>;
  reasons: Record<string, string>;
}

export type ChannelState = "acquiring" | "waiting" | "guiding" | "assessing";

export interface Span {
  state: ChannelState;
  begin: number;
  end: number;
  why: string | null;
}

export interface Engagement {
  unit: string;
  channel: string;
  target: string | null;
  false_track: boolean;
  from: number;
  to: number;
  acquired: number | null;
  spans: Span[];
  launches: number[];
  bursts: number[];
  hits: number[];
  end: string | null;
}

export interface Reload {
  unit: string;
  launcher: string;
  begin: number;
  end: number;
}

export interface Engagements {
  engagements: Engagement[];
  reloads: Reload[];
}

export interface Story {
  heading: string;
  lines: { t: number; text: string }[];
  fate: string;
}

export interface UnitCard {
  title: string;
  entry: string;
  figures: Figure[];
  saw: { label: string; value: string }[];
  shot: { weapon: string; fired: number; kills: number; left: number }[];
  missed: { threat: string; reason: string }[];
}

export interface Figure {
  of: string;
  label: string;
  value: string;
  low: string | null;
  high: string | null;
  grade: string | null;
  sources: { id: string; title: string; address: string | null }[];
  estimate: string | null;
}

export interface Job {
  state: "running" | "done" | "failed";
  progress: number;
  result: ButFor | null;
  error: string | null;
}

export interface ButFor {
  heading: string;
  rows: { link: string; text: string; share: number; low: number; high: number }[];
  runs: number;
  text: string;
}

export interface Profile {
  distance: number[];
  ground: number[];
  line: number[];
  clear: boolean;
  blocked_at: number | null;
}
