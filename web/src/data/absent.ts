/** Units that were drawn not ready: they stand on the map, and neither see nor shoot. */

import type { Unit } from "../api/contract";

/** Whether a unit takes no part in one of the runs that are shown; for null, whether any unit does. */
export function absentIn(runs: readonly ({ units: readonly Pick<Unit, "name" | "ready">[] } | null | undefined)[], name: string | null): boolean {
  return runs.some((run) => run?.units.some((unit) => !unit.ready && (name === null || unit.name === name)));
}
