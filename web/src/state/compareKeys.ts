/** Keys while two runs stand side by side: those of the replay that concern clock and map. */

import { onKey } from "./keyboard";

const KEPT = new Set([
  " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "n", "p", "l", "3", "d", "a", "+", "-", "?", "Escape",
]); // prettier-ignore

export function onCompareKey(event: KeyboardEvent): void {
  if (KEPT.has(event.key.length === 1 ? event.key.toLowerCase() : event.key)) onKey(event);
}
