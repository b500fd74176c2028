/**
 * What the program answers: the page's side of the contract. Times are seconds from the run's begin, positions degrees
 * (longitude, latitude), heights metres above the sea, lengths metres.
 */

import type { DraftCard } from "./draftContract";
import type { LiveCard } from "./liveContract";
import type { LibraryStudy, StudyCard } from "./studyContract";

export interface Start {
  version: string;
  live: LiveCard | null;
  opened: { kind: "run" | "draft" | "study" | "live" | "none"; id: string | null };
  runs: RunCard[];
  drafts: DraftCard[];
  scenarios: ScenarioCard[];
  /** Studies that the program holds, and those that are built in. */
  studies: StudyCard[];
  library: LibraryStudy[];
}

export interface RunCard {
  id: string;
  title: string;
  question: string;
  scenario: string;
  seed: number;
  replication: number;
  killed: number;
  leakers: number;
  threats: number;
}

export interface ScenarioCard {
  name: string;
  title: string;
  question: string;
  /** Units of the defence, things that the raid sends, and how long it lasts, s. */
  units: number;
  raid: number;
  lasts: number;
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
  /** West, south, east and north: of the terrain, and of all that stood and flew. */
  bounds: Box;
  extent: Box;
  terrain: { finest_zoom: number };
  units: Unit[];
  places: Place[];
  threats: Threat[];
  traffic: Traffic[];
  funnel: { systems: string[]; steps: FunnelStep[] };
  leakers: { reason: string; stage: string; threats: string[] }[];
  zones: { name: string; forbids: string; outline: Point[] }[];
  summary: Summary;
}

export type Box = [number, number, number, number];

/** What the run came to, in the words of the command line. */
export interface Summary {
  answer: string;
  /** Which units took no part; empty when all did. */
  absent: string;
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
  /** False for one that was drawn not ready: it stands there and takes no part. */
  ready: boolean;
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
  from: number;
  to: number;
  why: string;
}

export interface Engagement {
  unit: string;
  channel: string;
  /** The name of the threat; other words, such as of a false track, when it is none. */
  target: string | null;
  from: number;
  to: number;
  acquired: number | null;
  spans: Span[];
  launches: number[];
  bursts?: number[];
  hits: { t: number; threat: string }[];
  end_reason: string;
}

export interface Reload {
  unit: string;
  launcher: string;
  from: number;
  to: number;
}

export interface Engagements {
  engagements: Engagement[];
  reloads: Reload[];
}

export interface Story {
  heading: string;
  lines: StoryLine[];
  left_out: number;
  fate: string;
}

/** A sentence of a kill chain; the weightier, the more it mattered. */
export interface StoryLine {
  t: number;
  clock: string;
  text: string;
  weight: number;
}

export interface UnitCard {
  title: string;
  entries: Entry[];
  saw: { threats: number; first_s: number | null; first_km: number | null; first_threat: string | null };
  shot: {
    fired: Record<string, number>;
    kills: { threat: string; t: number }[];
    misses: Record<string, number>;
  };
  destroyed: number | null;
}

/** A page of the catalogue: an entry with its figures and where they come from. */
export interface Entry {
  id: string;
  title: string;
  values: Figure[];
  sources: Record<string, { title: string; address: string | null }>;
}

export interface Figure {
  path: string;
  value: string;
  low: string;
  high: string;
  /** None where a figure is defined, or chosen. */
  grade: string | null;
  cite: string[];
  estimate: string | null;
  defined: string | null;
  note: string | null;
}

/** What a piece of work is, of what, and how far it has come. */
export interface JobSoFar {
  id: string;
  kind: "run" | "again" | "replay" | "live" | "but-for" | "leaks" | "sample" | "report";
  of: string;
  state: "waiting" | "running" | "stopping" | "stopped" | "done" | "failed";
  done: number;
  total: number;
}

export interface Job<T> extends JobSoFar {
  waits_for: JobSoFar | null;
  answer: T | null;
  error: { error: string; instead: string } | null;
}

export interface ButFor {
  draws: number;
  paragraph: string;
  meaning: string;
  remark: string;
  links: { link: string; stopped: Share; leaks: number; draws: number }[];
}

export interface Share {
  estimate: number;
  low: number;
  high: number;
}

export interface Profile {
  distance: number[];
  ground: number[];
  sight: number[];
  clear: boolean;
  blocked: number | null;
}
