/** How a unit stands at a time, in a word or two: not ready, destroyed; nothing for one that fights. */

import type { Unit } from "../api/contract";
import { clock } from "../data/times";
import { words } from "../words";

export function standing({ ready, destroyed }: Pick<Unit, "ready" | "destroyed">, t = Number.POSITIVE_INFINITY): string {
  const gone = destroyed !== null && destroyed <= t ? words.units.destroyed(clock(destroyed)) : "";
  return [ready ? "" : words.units.absent, gone].filter(Boolean).join(", ");
}
