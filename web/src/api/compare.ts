/** Questions on two runs, and a run fought once more to be compared with. */

import { at, json } from "./ask";
import type { Comparison } from "./compareContract";
import { type Tell, work } from "./work";

export const compare = (left: string, right: string) => json<Comparison>(`/api/compare?${new URLSearchParams({ left, right })}`);

/** Fight the scenario of a run on another seed or replication; the answer names the new run. */
export const again = (run: string, luck: { seed?: number; replication?: number }, tell: Tell) =>
  work<{ run: string }>(at("runs", run, "again"), luck, tell);
