/** Keys while a battle goes on: those of replay, but that time is stopped and let go for all who follow. */

import { live, say, toNow } from "./live.svelte";
import { onKey } from "./keyboard";
import { takesSpace } from "./reached";

export function onLiveKey(event: KeyboardEvent): void {
  const { key, target } = event;
  const writing = target instanceof HTMLElement && target.matches("input, select, textarea");
  if (key === "End" && !writing) return toNow();
  if (key !== " ") return onKey(event);
  if (writing || takesSpace(target)) return;
  event.preventDefault();
  say(live.stands?.state === "stopped" ? "go" : "stop");
}
