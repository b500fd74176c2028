/** Units and defended places where they stand; a unit that was destroyed turns pale, one that takes no part is, under a mark. */

import type { Layer } from "@deck.gl/core";
import type { FloatColumn } from "./column";
import { iconsOf } from "./icons";
import type { NameRows, Part, Stage } from "./part";

const UNIT_SIZE = 30;
const MARK_SIZE = 22;
const PLACE_SIZE = 17;
/** Where symbols cover one another, posts lie on top. */
const OVER = { radar: 0, fire: 1, post: 2 };

export interface Units extends Part {
  named: Record<string, NameRows>;
}

export function units(stage: Stage): Units {
  const { run } = stage;
  const standing = run.units.toSorted((a, b) => OVER[a.role] - OVER[b.role]);
  // Marks are rows of the same layer, so that a click on one selects its unit.
  const drawn = [...standing, ...standing.filter(({ ready }) => !ready)];
  const isMark = (row: number) => row >= standing.length;
  const { layer, places, sizes, tints } = iconsOf(stage, "units", drawn.length, {
    icon: (row) => (isMark(row) ? "absent" : (drawn[row]?.sidc ?? "unknown")),
    pickable: true,
  });
  stand(stage, places, drawn);
  const ink = stage.palette.colour("ink");
  const draw = () => {
    for (let i = 0; i < drawn.length; i++) {
      const from = drawn[i]?.ready ? (drawn[i]?.destroyed ?? Number.POSITIVE_INFINITY) : 0;
      tints.set(i, ink, stage.now.t >= from && !isMark(i) ? 90 : 255);
      sizes.values[i] = (isMark(i) ? MARK_SIZE : UNIT_SIZE) * stage.zoomed.by;
    }
    tints.push();
    sizes.push();
  };
  const layers = [placeLayer(stage), ...(standing.length ? [layer] : [])];
  const named = { units: (row: number) => ({ name: drawn[row]?.name ?? "", kind: "unit" as const }) };
  return { layers, draw, named };
}

function placeLayer(stage: Stage): Layer {
  const defended = stage.run.places.filter((place) => place.unit === null);
  const { layer, places, sizes } = iconsOf(stage, "places", defended.length, {
    icon: () => "place",
    colour: stage.palette.colour("place"),
  });
  stand(stage, places, defended);
  sizes.values.fill(PLACE_SIZE);
  sizes.push();
  return layer;
}

/** Write where things stand that do not move. */
function stand(stage: Stage, into: FloatColumn, things: readonly { at: readonly [number, number, number] }[]): void {
  things.forEach(({ at: [lon, lat, height] }, row) => into.values.set([lon, lat, stage.raised * height], 3 * row));
  into.push();
}
