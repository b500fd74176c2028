/**
 * Symbols of the atlas at places, written in place each frame.
 *
 * All that is drawn so has the same columns, also where a value never changes: a graphics card, and much more so
 * software, makes a program of its own ready for each arrangement of columns, which takes a tenth of a second.
 */

import { type Colour, firstRows } from "./column";
import type { Stage } from "./part";
import { SymbolLayer } from "./planeLayers";

interface How {
  /** Name of the symbol of a row: a layer's symbols do not change. */
  icon(row: number): string;
  colour?: Colour;
  /** Lying on the ground, not standing towards the viewer. */
  lying?: boolean;
  pickable?: boolean;
}

/** `rows` symbols, all drawn until `drawn.count` says how many of the first. */
export function iconsOf(stage: Stage, id: string, rows: number, { icon, colour = [0, 0, 0, 0], lying = false, pickable = false }: How) {
  const places = stage.columns.floats(rows, 3);
  const sizes = stage.columns.floats(rows, 1);
  const turns = stage.columns.floats(rows, 1);
  const tints = stage.columns.colours(rows);
  for (let row = 0; row < rows; row++) tints.set(row, colour);
  tints.push();
  const layer = new SymbolLayer({
    id,
    data: {
      length: rows,
      attributes: {
        getPosition: places.attribute,
        getSize: sizes.attribute,
        getAngle: turns.attribute,
        getColor: tints.attribute,
      },
    },
    iconAtlas: stage.atlas.image as never,
    iconMapping: stage.atlas.icons,
    getIcon: (_: unknown, { index }: { index: number }) => icon(index),
    sizeUnits: "pixels",
    billboard: !lying,
    pickable,
  });
  const drawn = firstRows(layer);
  drawn.count = rows;
  return { layer, places, sizes, turns, tints, drawn };
}
