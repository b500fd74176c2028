/** What a board shows of the store: colours, layers, choices and the time. Called while a component is made. */

import { untrack } from "svelte";
import * as ask from "../api/ask";
import type { Run } from "../api/contract";
import { store } from "../state/store.svelte";
import type { Board } from "./board";
import { palette } from "./palette";

/** Keep a board as the store says; `board` is null until the map is there. */
export function show(board: () => Board | null, run: Run): void {
  const colours = $derived(palette(store.theme));
  // Another theme draws the ground anew; the first is drawn when the map is made.
  let drawn = untrack(() => store.theme);
  $effect(() => {
    const made = board();
    if (made && drawn !== colours.theme) {
      drawn = colours.theme;
      untrack(() => made.recolour(colours, { ...store.layers }));
    }
  });
  $effect(() => board()?.switch({ ...store.layers }));
  $effect(() => board()?.flatten(store.flat));
  $effect(() => {
    // A film that goes on is drawn anew from time to time.
    void store.film;
    board()?.choose({
      palette: colours,
      flat: store.flat,
      truth: store.view !== "picture",
      picture: store.view === "truth" ? null : store.picture,
      selected: store.selected?.name ?? null,
      trails: store.layers.trails || store.layers.wholePaths,
      wholePaths: store.layers.wholePaths,
      aims: store.layers.aims,
      marks: store.layers.marks,
      ellipses: store.layers.ellipses,
    });
  });
  $effect(() => board()?.draw(store.t));
  // Ground that did not come while the program was away is asked for again.
  $effect(() => {
    if (store.connection > 0) board()?.refresh();
  });
  reach(board, run);
}

/** Fill in what radars see and weapons reach, which the program works out. */
function reach(board: () => Board | null, run: Run): void {
  $effect(() => {
    const made = board();
    if (!made || !store.layers.coverage) return;
    const asking = new AbortController();
    const unit = run.units.some(({ name }) => name === store.coverageOf) ? store.coverageOf : null;
    store.coverageBusy = true;
    ask
      .coverage(run.id, { height: store.coverageHeight, rcs: store.coverageRcs, unit }, asking.signal)
      .then((shapes) => made.fill("coverage", shapes))
      .catch((error: unknown) => {
        if (!asking.signal.aborted) store.notice = error instanceof ask.Refusal ? `${error.message} ${error.instead}` : null;
      })
      .finally(() => {
        if (!asking.signal.aborted) store.coverageBusy = false;
      });
    return () => asking.abort();
  });
  let ranges: Promise<GeoJSON.FeatureCollection> | null = null;
  $effect(() => {
    const made = board();
    if (!made || !store.layers.envelopes) return;
    ranges ??= ask.envelopes(run.id);
    void ranges.then((shapes) => made.fill("envelopes", shapes)).catch(() => (ranges = null));
  });
}
