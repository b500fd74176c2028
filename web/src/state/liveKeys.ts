/** Keys while a battle goes on: those of replay, but that time is stopped and let go for all who follow. */

import { live, say, toNow } from "./live.svelte";
import { onKey } from "./keyboard";

export function onLiveKey(event: KeyboardEvent): void {
  const { target } = event;
  const held = target instanceof HTMLElement && target.matches("input, select, textarea, button, summary");
  if (event.key === "End" && !held) return toNow();
  if (event.key !== " ") return onKey(event);
  if (held) return;
  event.preventDefault();
  say(live.stands?.state === "stopped" ? "go" : "stop");
}
