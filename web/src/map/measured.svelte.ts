/** The line that a user measures: its two ends, the heights above them, and what the program says of it. */

import type { Point, Profile } from "../api/contract";
import * as ask from "../api/ask";
import { bearing, distance } from "../data/earth";
import { store } from "../state/store.svelte";

class Measured {
  ends = $state.raw<Point[]>([]);
  heights = $state<[number, number]>([10, 100]);
  profile = $state.raw<Profile | null>(null);
  private asked = 0;

  /** On the sphere at once, then as the program has it. */
  length = $derived(this.profile?.distance.at(-1) ?? (this.ends[0] && this.ends[1] ? distance(this.ends[0], this.ends[1]) : null));
  direction = $derived(this.ends[0] && this.ends[1] ? bearing(this.ends[0], this.ends[1]) : null);
  shapes = $derived<GeoJSON.FeatureCollection>({
    type: "FeatureCollection",
    features: [
      ...this.ends.map(
        (end): GeoJSON.Feature => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: end } }),
      ),
      {
        type: "Feature",
        properties: { sight: this.profile && !this.profile.clear ? "blocked" : "clear" },
        geometry: { type: "LineString", coordinates: this.ends.length === 2 ? this.ends : [] },
      },
    ],
  });

  add(at: Point): void {
    this.ends = this.ends.length === 1 ? [...this.ends, at] : [at];
    this.profile = null;
    void this.look();
  }

  clear(): void {
    this.ends = [];
    this.profile = null;
  }

  /** Ask for the ground under the line; a later question overtakes an earlier one. */
  async look(): Promise<void> {
    const [from, to] = this.ends;
    const { run } = store;
    if (!from || !to || !run) return;
    const number = ++this.asked;
    try {
      const profile = await ask.profile(run.id, [from, to], [...this.heights]);
      if (number === this.asked) this.profile = profile;
    } catch (error) {
      store.notice = error instanceof ask.Refusal ? `${error.message} ${error.instead}` : null;
    }
  }
}

export const measured = new Measured();
