/** The one store: what is shown, and all that a user chose. Panels and map read it; functions here change it. */

import type { Comparison } from "../api/compareContract";
import type { Engagements, Run, Start } from "../api/contract";
import type { Film } from "../data/film";
import type { Held } from "./load";

export const SPEEDS = [1, 2, 5, 10, 20, 50, 100] as const;
export type Speed = (typeof SPEEDS)[number];

/** What of the sky is drawn: what flew, what the unit chosen held to fly, or both. */
export type View = "truth" | "both" | "picture";

export const LAYERS = [
  "relief", "borders", "rivers", "towns", "trails", "wholePaths", "aims", "marks", "ellipses", "coverage", "envelopes",
] as const; // prettier-ignore
export type LayerName = (typeof LAYERS)[number];
const SHOWN: Record<LayerName, boolean> = {
  relief: true, borders: true, rivers: true, towns: true, trails: true, wholePaths: false, aims: true, marks: true, ellipses: true,
  coverage: false, envelopes: false,
}; // prettier-ignore

/** For coverage: heights above the ground, m, and radar cross-sections, m2. */
export const HEIGHTS = [30, 100, 300, 1000, 3000, 10_000];
export const TARGETS = [0.001, 0.01, 0.1, 1, 10];

export const EDIT_TABS = ["scenario", "add", "exercise"] as const;
export type EditTab = (typeof EDIT_TABS)[number];

export const STUDY_TABS = ["results", "map"] as const;
export type StudyTab = (typeof STUDY_TABS)[number];

export type ThemeChoice = "system" | "dark" | "light";
export type Tab = "outcome" | "threats" | "units";
export interface Selected {
  kind: "threat" | "unit";
  name: string;
}

/** What fills the window: the way in, or one thing that was opened. */
export type Page = "start" | "replay" | "compare" | "edit" | "study" | "live";

class Store {
  page = $state<Page>("start");
  start = $state.raw<Start | null>(null);
  run = $state.raw<Run | null>(null);
  film = $state.raw<Film | null>(null);
  engagements = $state.raw<Engagements | null>(null);
  geography = $state.raw<GeoJSON.FeatureCollection | null>(null);

  /** The run that stands on the right of the one above, how they differ, and the share of the map that the left one has, %. */
  beside = $state.raw<Held | null>(null);
  comparison = $state.raw<Comparison | null>(null);
  share = $state(50);

  /** Counts how often the program came back, so that panels ask again. */
  connection = $state(0);

  t = $state(0);
  playing = $state(false);
  speed = $state<Speed>(10);
  /** The stretch of time that the time bar and the lanes show. */
  span = $state.raw<[number, number]>([0, 1]);

  selected = $state.raw<Selected | null>(null);
  follow = $state(false);
  view = $state<View>("truth");
  picture = $state<string | null>(null);

  /** There is no map, since this browser draws none; words stand in its place. */
  mapless = $state(false);
  flat = $state(true);
  layers = $state<Record<LayerName, boolean>>({ ...SHOWN });
  coverageHeight = $state(100);
  /** Of a target of so many square metres. */
  coverageRcs = $state(1);
  /** The unit whose coverage is shown, null for all radars together. */
  coverageOf = $state<string | null>(null);
  coverageBusy = $state(false);
  themeChoice = $state<ThemeChoice>("system");
  systemDark = $state(false);
  tab = $state<Tab>("outcome");
  /** The lists beside the map are folded away. */
  folded = $state(false);
  lanes = $state(true);
  measuring = $state(false);
  /** The panel of layers and legend is open. */
  legend = $state(false);
  help = $state(false);
  /** What the map shows, in words. */
  inWords = $state(false);
  /** A clip of the replay is asked for. */
  clip = $state(false);
  /** Which step of the tour is shown, null for none; whether it was seen once. */
  tour = $state<number | null>(null);
  toured = $state(false);
  editTab = $state<EditTab>("scenario");
  /** The study to which the run that is replayed leads back. */
  fromStudy = $state<string | null>(null);
  /** The text beside the map. */
  yaml = $state(true);
  /** A message over the map, gone when it is read. */
  notice = $state<string | null>(null);

  theme = $derived<"dark" | "light">(this.themeChoice === "system" ? (this.systemDark ? "dark" : "light") : this.themeChoice);
}

export const store = new Store();

/** What is chosen of a run, as it is when another one opens; layers, colours and speed are a user's taste, and stay. */
export const ANEW = { selected: null, follow: false, view: "truth", picture: null, coverageOf: null, tab: "outcome" } as const;

export function seek(t: number): void {
  const run = store.run;
  if (run) store.t = Math.min(Math.max(t, run.begin), run.end);
}

export function select(kind: Selected["kind"], name: string): void {
  store.selected = { kind, name };
  // What is known of it stands beside the map.
  store.folded = false;
}

export function deselect(): void {
  store.selected = null;
  store.follow = false;
}

/** Jump to a moment of a story, and stop there. */
export function jump(t: number): void {
  store.playing = false;
  seek(t);
}

export function faster(by: 1 | -1): void {
  const next = SPEEDS[SPEEDS.indexOf(store.speed) + by];
  if (next !== undefined) store.speed = next;
}

/** Show what a unit holds to fly; null goes back to the truth. */
export function showPicture(unit: string | null): void {
  store.picture = unit;
  if (unit === null) store.view = "truth";
  else if (store.view === "truth") store.view = "both";
}
