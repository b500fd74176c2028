/** Who fights whom in a battle that goes on: what frames say of it, put together for lanes and map. */

import type { Engagement, Reload } from "../api/contract";
import type { LiveFrame, Sums } from "../api/liveContract";
import { store } from "./store.svelte";

export class Fought {
  private readonly engagements = new Map<string, Engagement>();
  private readonly reloads = new Map<string, Reload>();
  /** One list for all time, since the map keeps the one that it was made with; what goes on has no end yet in it. */
  readonly aimed: Engagement[] = [];

  take({ engagements, reloads, sums }: LiveFrame["fought"]): void {
    for (const one of engagements ?? []) this.engagements.set(`${one.channel} ${one.from}`, one);
    for (const one of reloads ?? []) this.reloads.set(`${one.launcher} ${one.from}`, one);
    if (sums) noteLost(sums);
  }

  /** Have drawn anew who fought whom. */
  renew(): void {
    this.aimed.splice(0, this.aimed.length, ...this.engagements.values());
    store.engagements = { engagements: this.aimed, reloads: [...this.reloads.values()] };
  }
}

function noteLost(sums: Sums): void {
  const lost = new Map(sums.lost.map(({ unit, t }) => [unit, t]));
  const fresh = store.run?.units.filter((unit) => unit.destroyed === null && lost.has(unit.name)) ?? [];
  for (const unit of fresh) unit.destroyed = lost.get(unit.name) ?? null;
  if (fresh.length && store.run) store.run = { ...store.run };
}
