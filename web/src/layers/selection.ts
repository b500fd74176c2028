/** A ring round what is selected, and the path that it flew. */

import type { Part, Stage } from "./part";
import { RingLayer } from "./planeLayers";
import { onePath } from "./trails";

const RING = 19;

export function selection(stage: Stage, name: string): Part {
  const unit = stage.run.units.find((one) => one.name === name);
  const row = stage.flightOf.get(name);
  const place = stage.columns.floats(1, 3);
  const radius = stage.columns.floats(1, 1);
  const colour = stage.palette.colour("measure");
  const layer = new RingLayer({
    id: "ring",
    data: { length: 1, attributes: { getPosition: place.attribute, getRadius: radius.attribute } },
    radiusUnits: "pixels",
    lineWidthUnits: "pixels",
    getLineWidth: 2,
    stroked: true,
    filled: false,
    billboard: true,
    getLineColor: [...colour],
  });
  if (unit) place.values.set([unit.at[0], unit.at[1], stage.raised * unit.at[2]]);
  const draw = () => {
    const ring = RING * stage.zoomed.by;
    radius.values[0] = unit ? ring : 0;
    if (row !== undefined) {
      for (let axis = 0; axis < 3; axis++) place.values[axis] = stage.flying.position[3 * row + axis] as number;
      radius.values[0] = stage.flying.alive[row] ? ring : 0;
    }
    place.push();
    radius.push();
  };
  return { layers: row === undefined ? [layer] : [onePath(stage, row, colour), layer], draw };
}
