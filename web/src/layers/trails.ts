/** Flown paths: of threats and other traffic as trails or whole, of rounds as short trails. */

import type { Layer } from "@deck.gl/core";
import { ROUND, THREAT, TRAFFIC } from "../data/film";
import { CORNER, ribbonsOf } from "../data/ribbons";
import type { Colour } from "./column";
import type { Part, Stage } from "./part";
import { TrailLayer } from "./trailLayer";

/** Seconds of a trail. */
const THREAT_TRAIL = 90;
const ROUND_TRAIL = 12;

/** `whole`: all of the flown paths in place of trails. */
export function trails(stage: Stage, whole: boolean): Part {
  const { palette } = stage;
  const red = palette.colour("red", whole ? 0.4 : 0.75);
  const layers = [
    flown(stage, "trails-traffic", TRAFFIC, palette.colour("neutral", 0.6), whole ? 0 : THREAT_TRAIL, 1.2),
    flown(stage, "trails-threats", THREAT, red, whole ? 0 : THREAT_TRAIL, whole ? 1.1 : 1.8),
    flown(stage, "trails-rounds", ROUND, palette.colour("trailRound"), ROUND_TRAIL, 1.8),
  ];
  return { layers: layers.filter((layer) => layer !== null), draw: () => {} };
}

/** The whole path of one flight, up to now. */
export function onePath(stage: Stage, row: number, colour: Colour): Layer {
  return trailLayer(stage, "path-selected", [row], colour, 0, 2);
}

function flown(stage: Stage, id: string, kind: number, colour: Colour, long: number, width: number): Layer | null {
  const { flights } = stage.film;
  const rows = Array.from({ length: flights.count }, (_, i) => i).filter((i) => flights.kind[i] === kind);
  return rows.length ? trailLayer(stage, id, rows, colour, long, width) : null;
}

function trailLayer(stage: Stage, id: string, rows: number[], colour: Colour, long: number, width: number): Layer {
  const { corners, triangles, begins, longest } = ribbonsOf(stage.film.flights, rows, stage.raised);
  const column = stage.columns.floats(corners.length / CORNER, CORNER);
  column.values.set(corners);
  column.push();
  const mesh = { corners: column.buffer, triangles: stage.columns.indices(triangles), begins, longest };
  return new TrailLayer({ id, mesh, now: stage.now, long, colour, width });
}
