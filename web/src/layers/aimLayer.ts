/** Engagements as lines from the unit to its target, coloured by what the fire channel does. */

import { Aims, STATES } from "../data/aims";
import { firstRows } from "./column";
import type { Part, Stage } from "./part";
import { StraightLayer } from "./planeLayers";

export function aims(stage: Stage): Part {
  const held = new Aims(stage.engagements, stage.run.units, stage.flightOf);
  const most = held.state.length;
  const from = stage.columns.floats(most, 3);
  const to = stage.columns.floats(most, 3);
  const colours = stage.columns.colours(most);
  const byState = STATES.map((state) => stage.palette.colour(state, 0.85));
  const layer = new StraightLayer({
    id: "aims",
    data: {
      length: most,
      attributes: { getSourcePosition: from.attribute, getTargetPosition: to.attribute, getColor: colours.attribute },
    },
    getWidth: 1.3,
    widthUnits: "pixels",
  });
  const drawn = firstRows(layer);
  const draw = () => {
    held.at(stage.now.t, stage.flying, stage.raised);
    from.values.set(held.from);
    to.values.set(held.to);
    colours.values.fill(0);
    for (let i = 0; i < held.count; i++) {
      const colour = byState[held.state[i] as number];
      if (colour) colours.set(i, colour);
    }
    from.push();
    to.push();
    colours.push();
    drawn.count = held.count;
  };
  return { layers: most ? [layer] : [], draw };
}
