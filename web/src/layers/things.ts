/** What flies: threats and traffic by their APP-6 symbols, rounds as darts. */

import { IconLayer } from "@deck.gl/layers";
import { ROUND } from "../data/film";
import type { FloatColumn } from "./column";
import type { NameRows, Part, Stage } from "./part";

const THREAT_SIZE = 25;
const ROUND_SIZE = 13;

export interface Things extends Part {
  named: Record<string, NameRows>;
}

/** `faint`: truth beside a picture is drawn pale. */
export function things(stage: Stage, faint: boolean): Things {
  const { film } = stage;
  const rows = Array.from({ length: film.flights.count }, (_, i) => i);
  const rounds = rows.filter((i) => film.flights.kind[i] === ROUND);
  const others = rows.filter((i) => film.flights.kind[i] !== ROUND);
  const parts = [threats(stage, others, faint), darts(stage, rounds)];
  return {
    layers: parts.flatMap((part) => part.layers),
    draw: () => parts.forEach((part) => part.draw()),
    named: {
      things: (row) => ({ name: nameOf(stage, others[row] as number), kind: kindOf(stage, others[row] as number) }),
      rounds: (row) => ({ name: nameOf(stage, rounds[row] as number), kind: "round" }),
    },
  };
}

function threats(stage: Stage, rows: number[], faint: boolean): Part {
  const { run, palette } = stage;
  const codes = new Map([...run.threats, ...run.traffic].map((one) => [one.name, one.sidc]));
  const places = stage.columns.floats(rows.length, 3);
  const sizes = stage.columns.floats(rows.length, 1);
  const layer = new IconLayer({
    id: "things",
    data: { length: rows.length, attributes: { getPosition: places.attribute, getSize: sizes.attribute } },
    iconAtlas: stage.atlas.image as never,
    iconMapping: stage.atlas.icons,
    getIcon: (_: unknown, { index }: { index: number }) => codes.get(nameOf(stage, rows[index] as number)) ?? "unknown",
    getColor: [...palette.colour("ink", faint ? 0.4 : 1)],
    sizeUnits: "pixels",
    sizeBasis: "height",
    pickable: true,
  });
  return { layers: rows.length ? [layer] : [], draw: () => place(stage, rows, places, sizes, THREAT_SIZE) };
}

function darts(stage: Stage, rows: number[]): Part {
  const places = stage.columns.floats(rows.length, 3);
  const sizes = stage.columns.floats(rows.length, 1);
  const turns = stage.columns.floats(rows.length, 1);
  const layer = new IconLayer({
    id: "rounds",
    data: {
      length: rows.length,
      attributes: { getPosition: places.attribute, getSize: sizes.attribute, getAngle: turns.attribute },
    },
    iconAtlas: stage.atlas.image as never,
    iconMapping: stage.atlas.icons,
    getIcon: () => "round",
    getColor: [...stage.palette.colour("round")],
    sizeUnits: "pixels",
    billboard: stage.raised > 0,
    pickable: true,
  });
  const draw = () => {
    rows.forEach((row, i) => (turns.values[i] = -(stage.flying.heading[row] as number)));
    turns.push();
    place(stage, rows, places, sizes, ROUND_SIZE);
  };
  return { layers: rows.length ? [layer] : [], draw };
}

function place(stage: Stage, rows: number[], places: FloatColumn, sizes: FloatColumn, size: number): void {
  const { position, alive } = stage.flying;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    sizes.values[i] = alive[row] ? size * stage.zoomed.by : 0;
    for (let axis = 0; axis < 3; axis++) places.values[3 * i + axis] = position[3 * row + axis] as number;
  }
  places.push();
  sizes.push();
}

function nameOf(stage: Stage, row: number): string {
  return stage.film.names[stage.film.flights.name[row] as number] ?? "";
}

function kindOf(stage: Stage, row: number): "threat" | "traffic" {
  return stage.film.flights.kind[row] === 0 ? "threat" : "traffic";
}
