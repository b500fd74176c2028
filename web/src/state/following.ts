/** What is worked out of a study's battles, asked for anew while it is fought, and the more seldom the dearer it is. */

import { Unreachable } from "../api/ask";

/** Time between two questions at least, ms, and how many times as long as the last answer took. */
const EACH = 3000;
const TIMES = 4;

/** Ask once, or again and again; the answer ends it. When the program does not answer, the study itself is watched anew. */
export function following<T>(
  ask: () => Promise<T>,
  again: boolean,
  tell: (found: T) => void,
  fail?: (error: unknown) => void,
  each = EACH,
): () => void {
  let over = false;
  void (async () => {
    while (!over) {
      const began = performance.now();
      try {
        const found = await ask();
        if (!over) tell(found);
      } catch (error) {
        if (!over && !(error instanceof Unreachable)) fail?.(error);
      }
      if (!again) return;
      await new Promise((resolve) => setTimeout(resolve, Math.max(each, TIMES * (performance.now() - began))));
    }
  })();
  return () => (over = true);
}
