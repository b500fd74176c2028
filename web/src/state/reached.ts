/**
 * Whether what has the focus was reached by keys. The browser's own :focus-visible does not tell: it holds from the
 * first key on, also for what a pointer has pressed.
 */

let byKeys = true;

/** Hear of every press of a pointer and of every key. */
export function noteReach(event: PointerEvent | KeyboardEvent): void {
  if (!("key" in event)) byKeys = false;
  else if (event.key === "Tab") byKeys = true;
}

/** A control that was reached by keys is pressed by the space bar, and takes it; what a pointer pressed gives it up. */
export function takesSpace(target: EventTarget | null): boolean {
  return byKeys && target instanceof HTMLElement && target.matches("button, input, summary");
}
