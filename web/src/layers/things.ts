/** What flies: threats and traffic by their APP-6 symbols, rounds as darts. */

import { ROUND } from "../data/film";
import type { FloatColumn } from "./column";
import { iconsOf } from "./icons";
import type { NameRows, Part, Stage } from "./part";

const THREAT_SIZE = 25;
const ROUND_SIZE = 13;

interface Things extends Part {
  named: Record<string, NameRows>;
}

/** `faint`: truth beside a picture is drawn pale. */
export function things(stage: Stage, faint: boolean): Things {
  const { film } = stage;
  const rows = Array.from({ length: film.flights.count }, (_, i) => i);
  const others = rows.filter((i) => film.flights.kind[i] !== ROUND);
  const symbols = threats(stage, others, faint);
  const rounds = darts(stage, rows.filter((i) => film.flights.kind[i] === ROUND));
  return {
    layers: [...symbols.layers, ...rounds.layers],
    draw: () => {
      symbols.draw();
      rounds.draw();
    },
    named: {
      things: (row) => ({ name: nameOf(stage, others[row] as number), kind: kindOf(stage, others[row] as number) }),
      rounds: (row) => ({ name: nameOf(stage, rounds.shown[row] as number), kind: "round" }),
    },
  };
}

function threats(stage: Stage, rows: number[], faint: boolean): Part {
  const { run, palette } = stage;
  const codes = new Map([...run.threats, ...run.traffic].map((one) => [one.name, one.sidc]));
  const { layer, places, sizes } = iconsOf(stage, "things", rows.length, {
    icon: (row) => codes.get(nameOf(stage, rows[row] as number)) ?? "unknown",
    colour: palette.colour("ink", faint ? 0.4 : 1),
    pickable: true,
  });
  const draw = () => {
    for (let i = 0; i < rows.length; i++) place(stage, rows[i] as number, places, i);
    for (let i = 0; i < rows.length; i++) sizes.values[i] = stage.flying.alive[rows[i] as number] ? THREAT_SIZE * stage.zoomed.by : 0;
    places.push();
    sizes.push();
  };
  return { layers: rows.length ? [layer] : [], draw };
}

/** `shown` has the row of the flights of each dart: all look alike, so those that fly come first, and no other is drawn. */
function darts(stage: Stage, rows: number[]): Part & { shown: Int32Array } {
  const shown = new Int32Array(rows.length);
  const { layer, places, sizes, turns, drawn } = iconsOf(stage, "rounds", rows.length, {
    icon: () => "round",
    colour: stage.palette.colour("round"),
    lying: stage.raised === 0,
    pickable: true,
  });
  const draw = () => {
    const { alive, heading } = stage.flying;
    let n = 0;
    sizes.values.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      if (!alive[row]) continue;
      place(stage, row, places, n);
      sizes.values[n] = ROUND_SIZE * stage.zoomed.by;
      turns.values[n] = -(heading[row] as number);
      shown[n++] = row;
    }
    places.push();
    sizes.push();
    turns.push();
    drawn.count = n;
  };
  return { layers: rows.length ? [layer] : [], draw, shown };
}

/** Write where a flight is into a row of a column. */
function place(stage: Stage, flight: number, places: FloatColumn, into: number): void {
  for (let axis = 0; axis < 3; axis++) places.values[3 * into + axis] = stage.flying.position[3 * flight + axis] as number;
}

function nameOf(stage: Stage, row: number): string {
  return stage.film.names[stage.film.flights.name[row] as number] ?? "";
}

function kindOf(stage: Stage, row: number): "threat" | "traffic" {
  return stage.film.flights.kind[row] === 0 ? "threat" : "traffic";
}
