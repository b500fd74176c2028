/** What the radars of the chosen unit see: coarse while it is dragged, exact where it stands. */

import type { Point } from "../api/contract";
import * as ask from "../api/drafts";
import { draft } from "./draft.svelte";
import { store } from "./store.svelte";

class Reach {
  shown = $state(true);
  shapes = $state.raw<GeoJSON.FeatureCollection | null>(null);
  exact = $state(false);
  busy = $state(false);
  private next: ask.Asked | null = null;

  /** Ask for what a unit sees. While an answer is on its way only the newest question waits. */
  look(unit: string, at: Point, coarse: boolean): void {
    this.next = { version: draft.version, unit, at, height: store.coverageHeight, rcs: store.coverageRcs, coarse };
    if (!this.busy) void this.answer();
  }

  clear(): void {
    this.next = null;
    this.shapes = null;
  }

  private async answer(): Promise<void> {
    this.busy = true;
    while (this.next && draft.id) {
      const asked = this.next;
      this.next = null;
      try {
        const shapes = await ask.coverage(draft.id, asked);
        // What was asked for before the choice went elsewhere is not shown.
        const chosen = draft.scene?.units.find(({ path }) => path === draft.selected);
        if (chosen?.name !== asked.unit) continue;
        this.shapes = shapes.features.length > 0 ? shapes : null;
        this.exact = !asked.coarse;
      } catch {
        this.shapes = null;
      }
    }
    this.busy = false;
  }
}

export const reach = new Reach();
