/** Units and defended places where they stand; a unit that was destroyed turns pale. */

import type { Layer } from "@deck.gl/core";
import { IconLayer } from "@deck.gl/layers";
import type { NameRows, Part, Stage } from "./part";

const UNIT_SIZE = 30;
const PLACE_SIZE = 17;
/** Where symbols cover one another, posts lie on top. */
const OVER = { radar: 0, fire: 1, post: 2 };

export interface Units extends Part {
  named: Record<string, NameRows>;
}

export function units(stage: Stage): Units {
  const { run, palette } = stage;
  const standing = run.units.toSorted((a, b) => OVER[a.role] - OVER[b.role]);
  const colours = stage.columns.colours(standing.length);
  const sizes = stage.columns.floats(standing.length, 1);
  const ink = palette.colour("ink");
  const layer = new IconLayer({
    id: "units",
    data: { length: standing.length, attributes: { getColor: colours.attribute, getSize: sizes.attribute } },
    iconAtlas: stage.atlas.image as never,
    iconMapping: stage.atlas.icons,
    getPosition: (_: unknown, { index }: { index: number }) => raised(standing[index]?.at ?? [0, 0, 0], stage.raised),
    getIcon: (_: unknown, { index }: { index: number }) => standing[index]?.sidc ?? "unknown",
    sizeUnits: "pixels",
    pickable: true,
  });
  const draw = () => {
    for (let i = 0; i < standing.length; i++) {
      const destroyed = standing[i]?.destroyed ?? Number.POSITIVE_INFINITY;
      colours.set(i, ink, stage.now.t >= destroyed ? 90 : 255);
    }
    sizes.values.fill(UNIT_SIZE * stage.zoomed.by);
    colours.push();
    sizes.push();
  };
  const layers = [placeLayer(stage), ...(standing.length ? [layer] : [])];
  const named = { units: (row: number) => ({ name: standing[row]?.name ?? "", kind: "unit" as const }) };
  return { layers, draw, named };
}

function placeLayer(stage: Stage): Layer {
  return new IconLayer({
    id: "places",
    data: stage.run.places.filter((place) => place.unit === null),
    iconAtlas: stage.atlas.image as never,
    iconMapping: stage.atlas.icons,
    getPosition: (place) => raised(place.at, stage.raised),
    getIcon: () => "place",
    getColor: [...stage.palette.colour("place")],
    getSize: PLACE_SIZE,
    sizeUnits: "pixels",
  });
}

function raised(at: readonly [number, number, number], by: number): [number, number, number] {
  return [at[0], at[1], by * at[2]];
}
