/** The ground of the cell that is chosen, with who stands on it: that of its typical battle, which is fought again for it. */

import { untrack } from "svelte";
import * as runs from "../api/ask";
import type { Run } from "../api/contract";
import * as ask from "../api/studies";
import type { Course, Tell } from "../api/work";
import { store } from "./store.svelte";
import { studying } from "./study.svelte";

interface Land {
  run: Run;
  geography: GeoJSON.FeatureCollection;
}

export class Ground {
  failure = $state.raw<unknown>(null);
  coming = $state.raw<Course | null>(null);
  cell = $derived(studying.cell?.name ?? "");
  fought = $derived((studying.cell?.battles ?? 0) > 0);
  #held = $state.raw<{ id: string; cell: string; land: Land } | null>(null);
  /** None of another study or cell. */
  land = $derived(this.#held?.id === studying.id && this.#held.cell === this.cell ? this.#held.land : null);

  constructor() {
    // By its name: the study is a new one with each look, and what is fought again for the ground is waited for.
    const measure = $derived(studying.study?.measures[0]?.name ?? "");
    $effect(() => {
      const { id } = studying;
      const { cell, fought } = this;
      void store.connection;
      this.failure = this.coming = null;
      // When the program comes back, a map that is there stays.
      if (!fought || untrack(() => this.land)) return;
      let gone = false;
      landOf(id, measure, cell, (course) => gone || (this.coming = course)).then(
        (land) => gone || (this.#held = { id, cell, land }),
        (error: unknown) => gone || error instanceof runs.Unreachable || (this.failure = error),
      );
      return () => (gone = true);
    });
  }
}

async function landOf(id: string, measure: string, cell: string, tell: Tell): Promise<Land> {
  const { row, replication } = (await ask.histogram(id, measure, cell)).typical ?? { row: -1, replication: 0 };
  const { run } = await ask.replay(id, { cell, row, replication }, tell);
  const [found, geography] = await Promise.all([runs.run(run), runs.geography(run)]);
  return { run: found, geography };
}
