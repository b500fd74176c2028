/** What the program answers of a battle that goes on: the page's side of the contract. */

import type { Engagement, FilmDirectory, Point, Reload, Run } from "./contract";

export type LiveState = "ready" | "going" | "stopped" | "ending" | "over" | "failed";
export const PACES = [1, 5, 10, 30, 60, 100] as const;
export type Pace = (typeof PACES)[number];

/** How a battle stands; `run` is its name among the runs once it is over. */
export interface LiveStands {
  id: string;
  state: LiveState;
  run: string | null;
  error: string | null;
  t: number;
  lasts: number;
  pace: number;
}

/** The battle that goes on, as the start page names it; for how long another may not take its place, null while it is followed. */
export type LiveCard = LiveStands & { title: string; kept_for: number | null };

/** A battle in the form of a run, before its first event; `flights` are name and kind of all that may fly. */
export interface LivePage extends LiveStands {
  /** This battle's alone: a program that was started anew may fight another of the same name. */
  mark: string;
  page: Run;
  meanings: { origin: Point; names: string[]; kinds: Record<string, string>; reasons: Record<string, string> };
  flights: [number, number][];
}

/** How many rows somebody has: points, samples of tracks, events, and the version of who fought. */
export type LivePlace = [number, number, number, number];

/** What comes beside the columns of a frame. */
export interface LiveFrame extends LiveStands {
  columns: FilmDirectory["columns"];
  from: LivePlace;
  to: LivePlace;
  /** It holds the last of what was. */
  whole: boolean;
  /** Rows of the log, with their sentences. */
  sentences: [number, string][];
  fought: { engagements?: Engagement[]; reloads?: Reload[]; sums?: Sums };
}

/** Who is lost so far, and what is left. */
export interface Sums {
  lost: { unit: string; t: number }[];
  rounds: { title: string; fired: number; kills: number; left: number }[];
  magazines: { unit: string; title: string; ready: number; reserve: number }[];
}
