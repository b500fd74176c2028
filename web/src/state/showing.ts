/** Show a threat on the map, and follow it: at the time at which it flies that is nearest to the one of the replay. */

import { tick } from "svelte";
import { whenFlown } from "../data/flying";
import { mapActions } from "./actions";
import { seek, store } from "./store.svelte";

export async function showThreat(name: string): Promise<void> {
  if (store.film) seek(whenFlown(store.film, name, store.t));
  await tick();
  mapActions.goTo(name);
}

/** Follow the threat that is selected, or no longer. */
export function switchFollowing(): void {
  const { selected, follow } = store;
  store.follow = selected?.kind === "threat" && !follow;
  if (selected && store.follow) void showThreat(selected.name);
}
