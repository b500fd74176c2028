/** What is known of each threat at a time of a battle that goes on: no more than has happened by then. */

import type { Threat } from "../api/contract";
import type { Film } from "./film";

export type Known = "ahead" | "flying" | "killed" | "hit" | "gone";
export interface Standing {
  known: Known;
  /** When that began, s; null while it is still to come. */
  t: number | null;
}

/** Kinds of event, what each makes of whom, and whether that is its doer. */
const SAYS: readonly (readonly [string, Known, "who" | "whom"])[] = [
  ["enters", "flying", "who"],
  ["killed", "killed", "whom"],
  ["impact", "hit", "who"],
  ["looked", "hit", "who"],
  ["exits", "gone", "who"],
];
/** Kinds of event that are counted. */
const COUNTED = { entered: "enters", launched: "launched", killed: "killed", hits: "impact" } as const;
export type Counts = Record<keyof typeof COUNTED, number>;
const AHEAD: Standing = { known: "ahead", t: null };

/** How each name stands at time `t`, by name; what has arrived or is shot down stays so. */
export function standings(film: Film, t: number): (name: string) => Standing {
  const { events, names } = film;
  const says = new Map(SAYS.map(([kind, known, of]) => [film.kinds.get(kind) ?? -1, { known, of }]));
  const found = new Map<string, Standing>();
  for (let i = 0; i < events.count && (events.t[i] as number) <= t; i++) {
    const said = says.get(events.kind[i] as number);
    if (!said) continue;
    const name = names[events[said.of][i] as number] ?? "";
    const before = found.get(name);
    if (!before || before.known === "flying") found.set(name, { known: said.known, t: events.t[i] as number });
  }
  return (name) => found.get(name) ?? AHEAD;
}

/** The fates that are known by now, written to threats that have none yet, in the words of the program. */
export function noteFates(threats: readonly Pick<Threat, "name" | "fate" | "t">[], film: Film, t: number): void {
  const standing = standings(film, t);
  for (const threat of threats) {
    const { known, t: since } = standing(threat.name);
    if (threat.fate || (known !== "killed" && known !== "hit")) continue;
    Object.assign(threat, { fate: known === "killed" ? "killed" : "leaked", t: since });
  }
}

/** How much has happened by time `t`. */
export function countsAt(film: Film, t: number): Counts {
  const { events } = film;
  const counts: Counts = { entered: 0, launched: 0, killed: 0, hits: 0 };
  const of = new Map(Object.entries(COUNTED).map(([name, kind]) => [film.kinds.get(kind) ?? -1, name as keyof Counts]));
  for (let i = 0; i < events.count && (events.t[i] as number) <= t; i++) {
    const name = of.get(events.kind[i] as number);
    if (name) counts[name]++;
  }
  return counts;
}
