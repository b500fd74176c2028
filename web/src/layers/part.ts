/** A part of the scene: some layers, and what it writes into their columns for a time. */

import type { Layer } from "@deck.gl/core";
import type { Engagement, Run } from "../api/contract";
import type { Film } from "../data/film";
import type { Flying } from "../data/flying";
import type { Palette } from "../map/palette";
import type { Columns } from "./column";
import type { Atlas } from "./atlas";
import type { Now } from "./trailLayer";

/** What all parts of a scene share. */
export interface Stage {
  columns: Columns;
  run: Run;
  film: Film;
  engagements: readonly Engagement[];
  palette: Palette;
  atlas: Atlas;
  flying: Flying;
  /** Row of the flights of a name. */
  flightOf: ReadonlyMap<string, number>;
  now: Now;
  /** Sizes of symbols are multiplied by this, so that they do not hide one another on a map of a whole country. */
  zoomed: { by: number };
  /** 1 where heights show, 0 on a flat map. */
  raised: number;
}

export interface Part {
  layers: Layer[];
  /** Write the time of `stage.now`; the flights are there already. */
  draw(): void;
}

/** What a click on a symbol selects: its name; of a track, the threat that it follows, if any. */
export interface Picked {
  name: string;
  kind: "threat" | "unit" | "traffic" | "round" | "track";
}

/** Layers that answer a click say here what their rows are. */
export type NameRows = (row: number) => Picked | null;
