/** Lines and symbols are drawn first; relief, names and trails, which take as long again, when those are seen. */

import type { Map as GroundMap } from "maplibre-gl";
import type { Choice } from "../layers/scene";
import type { LayerName } from "../state/store.svelte";
import { drawn } from "./groundMap";
import { NAMES } from "./labels";

type Shown = Record<LayerName, boolean>;

export class FirstMap {
  private seen = false;
  private chosen: Choice | null = null;
  private switched: Shown | null = null;

  /** What of a choice is drawn by now. */
  choice(wanted: Choice): Choice {
    this.chosen = wanted;
    return this.seen ? { ...wanted } : { ...wanted, trails: false, aims: false };
  }

  /** Which layers of the ground are drawn by now. */
  shown(wanted: Shown): Shown {
    this.switched = wanted;
    return this.seen ? wanted : { ...wanted, relief: false, towns: false };
  }

  /** Resolves when lines and symbols were drawn; then the board is told again what was asked of it. */
  async over(map: GroundMap, board: { choose(choice: Choice): void; switch(shown: Shown): void }): Promise<void> {
    await drawn(map, "geography");
    this.seen = true;
    for (const name of NAMES) map.setLayoutProperty(name, "visibility", "visible");
    if (this.switched) board.switch(this.switched);
    if (this.chosen) board.choose(this.chosen);
  }
}
