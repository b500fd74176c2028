/** Hits and misses: each is large when it happens, then stays small; those in the air pale, so that names can be read under them. */

import { happened, type MarkKind, marksOf } from "../data/marks";
import type { Colour } from "./column";
import { iconsOf } from "./icons";
import type { Part, Stage } from "./part";

const SIZES: Record<MarkKind, number> = { kill: 11, miss: 8, hit: 19, lost: 24 };
/** Seconds for which a mark is large, and how much larger it begins. */
const FRESH = 6;
const LARGER = 1.6;
/** Seconds in which a mark pales, and what is left of it; what was hit on the ground stays as it is. */
const PALING = 90;
const LEFT: Record<MarkKind, number> = { kill: 0.45, miss: 0.45, hit: 1, lost: 1 };

export function markLayer(stage: Stage): Part {
  const marks = marksOf(stage.film);
  const { layer, places, sizes, tints, drawn } = iconsOf(stage, "marks", marks.count, { icon: (row) => marks.kind[row] ?? "miss" });
  places.values.set(marks.position);
  for (let i = 0; i < marks.count; i++) places.values[3 * i + 2] = stage.raised * (places.values[3 * i + 2] as number);
  places.push();
  const colours: Record<MarkKind, Colour> = {
    kill: stage.palette.colour("blue"),
    miss: stage.palette.colour("ink", 0.55),
    hit: stage.palette.colour("red"),
    lost: stage.palette.colour("red"),
  };
  const draw = () => {
    const count = happened(marks, stage.now.t);
    for (let i = 0; i < marks.count; i++) {
      const kind = marks.kind[i] as MarkKind;
      const age = stage.now.t - (marks.t[i] as number);
      const grown = age < FRESH ? 1 + LARGER * (1 - age / FRESH) : 1;
      sizes.values[i] = i < count ? grown * stage.zoomed.by * SIZES[kind] : 0;
      tints.set(i, colours[kind], colours[kind][3] * (1 - (1 - LEFT[kind]) * Math.min(1, Math.max(0, age / PALING))));
    }
    sizes.push();
    tints.push();
    drawn.count = count;
  };
  return { layers: marks.count ? [layer] : [], draw };
}
