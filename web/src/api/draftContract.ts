/** What the program answers on drafts: scenario texts that are being edited. Positions are degrees, longitude first. */

import type { Plain } from "../data/typing";
import type { Box, Point, Side } from "./contract";

export interface Draft {
  id: string;
  name: string;
  title: string;
  /** It holds what its file does not, or what no file has. */
  edited: boolean;
  /** Which battle of the scenario is fought: that of the run that it was made from. */
  seed: number;
  replication: number;
  text: string;
  /** Counts the changes; a change of an older version is refused, so that two tabs do not overwrite each other. */
  version: number;
  /** It came from a file, to which it can be saved. */
  can_save: boolean;
  problems: Problem[];
  /** Warnings were looked for as well, for which the raid is flown once. */
  checked: boolean;
  /** The text as plain data; null when it is no YAML. */
  plain: Plain;
  /** What the map shows; null while the text is no scenario. */
  scene: Scene | null;
}

/** What `shieldwall check` says, in the same words. */
export interface Problem {
  line: number | null;
  /** The scenario that this one extends, when it is there. */
  file: string | null;
  path: string | null;
  message: string;
  instead: string | null;
  severity: "error" | "warning";
}

export interface Scene {
  title: string;
  question: string;
  bounds: Box;
  extent: Box;
  terrain: { finest_zoom: number };
  units: SceneUnit[];
  places: ScenePlace[];
  routes: SceneRoute[];
  raid: SceneGroup[];
  links: SceneLink[];
  zones: { name: string; outline: Point[] }[];
  spots: Spot[];
}

/** Where a position of the text lies, whatever part says it. */
export interface Spot {
  path: string;
  at: Point;
}

export type Standing = [number, number, number];

export interface SceneUnit {
  name: string;
  /** Where it stands in the text. */
  path: string;
  entry: string;
  title: string;
  side: Side;
  role: "post" | "fire" | "radar";
  sidc: string;
  at: Standing;
  /** Where its members stand, when it has a count. */
  members?: Standing[];
  count: number;
  /** How many sensors it has. */
  sensors: number;
}

export interface ScenePlace {
  name: string;
  at: Standing;
  value: number;
}

export interface SceneRoute {
  name: string;
  points: ScenePoint[];
}

export interface ScenePoint {
  /** Longitude, latitude, and the ground above the sea. */
  at: Standing;
  height: Height | null;
  /** The height in force there: its own, the one before it, or that with which its group begins. */
  flown: Height | null;
  /** The place or unit to which it goes. */
  target: string | null;
}

/** A net over which units talk. */
export interface SceneLink {
  name: string;
  path: string;
  joins: string[];
  medium: "data" | "voice";
}

/** A line of the list of drafts. */
export type DraftCard = Pick<Draft, "id" | "name" | "title" | "version" | "edited" | "can_save">;

/** A group of the raid. */
export interface SceneGroup {
  name: string;
  path: string;
  title: string;
  sidc: string;
  count: number;
  route: string | null;
}

export interface Height {
  m: number;
  above: "ground" | "sea";
}

/** An entry of the catalogue that can be a unit. */
export interface CatalogueRow {
  id: string;
  title: string;
  kind: string;
  sidc: string;
  summary: string;
  sides: ("blue" | "red")[];
  /** Of what flies: its speed and its usual height, as they would be written; empty where its entry says of none. */
  speed?: string;
  height?: string;
}

/** One change: a value as it would be typed in the text; null takes out what is there. A path that ends in + is that of
 * one more item of a list: behind the one that it counts, or at the end of the list that it names. */
export type Change = { path: string; value: string | null } | Renaming;

/** Another name for what stands at a path, and for all that refers to it: a change that is made alone. */
export interface Renaming {
  path: string;
  rename: string;
}
