/** What a user chose, kept from one visit to the next. */

import { recall, remember } from "./memory";
import { HEIGHTS, LAYERS, type Speed, SPEEDS, store, TARGETS } from "./store.svelte";

/** Take back what was remembered, as far as it still means something. */
export function takeBack(): void {
  const held = recall();
  const layers = held.layers as Record<string, unknown> | undefined;
  for (const layer of LAYERS) if (typeof layers?.[layer] === "boolean") store.layers[layer] = layers[layer];
  if (HEIGHTS.includes(held.coverageHeight as number)) store.coverageHeight = held.coverageHeight as number;
  if (held.theme === "dark" || held.theme === "light") store.themeChoice = held.theme;
  if (SPEEDS.includes(held.speed as Speed)) store.speed = held.speed as Speed;
  if (TARGETS.includes(held.coverageRcs as number)) store.coverageRcs = held.coverageRcs as number;
  if (typeof held.lanes === "boolean") store.lanes = held.lanes;
  if (typeof held.folded === "boolean") store.folded = held.folded;
  if (typeof held.toured === "boolean") store.toured = held.toured;
}

/** Remember what a user chose; call it in an effect. */
export function keep(): void {
  const { layers, coverageHeight, coverageRcs, themeChoice, speed, lanes, folded, toured } = store;
  remember({ layers: { ...layers }, coverageHeight, coverageRcs, theme: themeChoice, speed, lanes, folded, toured });
}
