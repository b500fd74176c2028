/** Whether a user is still where he began what takes its time. */

import { onDestroy } from "svelte";

/** Called as a component is made: what it returns says whether that is still there. */
export function here(): () => boolean {
  let there = true;
  onDestroy(() => (there = false));
  return () => there;
}
