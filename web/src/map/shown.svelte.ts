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

/** Fill in what radars see and weapons reach at the height chosen, which the program works out. */
function reach(board: () => Board | null, run: Run): void {
  answered(board, "coverage", (signal) => {
    const unit = run.units.some(({ name }) => name === store.coverageOf) ? store.coverageOf : null;
    store.coverageBusy = true;
    return ask.coverage(run.id, { height: store.coverageHeight, rcs: store.coverageRcs, unit }, signal).finally(() => {
      if (!signal.aborted) store.coverageBusy = false;
    });
  });
  answered(board, "envelopes", (signal) => ask.envelopes(run.id, store.coverageHeight, signal));
}

/** Ask for the shapes of a layer where it is shown, and anew where the question is another. */
function answered(
  board: () => Board | null, layer: "coverage" | "envelopes", question: (signal: AbortSignal) => Promise<GeoJSON.FeatureCollection>,
): void {
  // prettier-ignore
  $effect(() => {
    const made = board();
    if (!made || !store.layers[layer]) return;
    const asking = new AbortController();
    question(asking.signal)
      .then((shapes) => made.fill(layer, shapes))
      .catch((error: unknown) => {
        if (!asking.signal.aborted) store.notice = error instanceof ask.Refusal ? `${error.message} ${error.instead}` : null;
      });
    return () => asking.abort();
  });
}
