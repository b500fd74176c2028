/** The address follows what is shown when that is at rest, so that a replay does not fill the history of the browser. */

import { sayAddress } from "./address";
import { pages } from "./opening.svelte";

/** Rest, ms. */
const REST = 250;

/** Say a link when nothing has called it off for a while; calls it off. */
export function sayAtRest(link: string): () => void {
  const before = location.href;
  // An address that the browser was given meanwhile is followed, and not overruled before it is.
  const later = setTimeout(() => pages.busy || location.href !== before || sayAddress(link), REST);
  return () => clearTimeout(later);
}
