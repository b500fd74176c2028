/** What stretch of the ground the map shows. */

import type { Box, Run } from "../api/contract";
import { DEGREE } from "../data/flying";

/** Ground left round the defence, m: what comes in is seen before it arrives. */
const ROUND_ABOUT = 32_000;

/** Units and defended places, with the ground round them. */
export function defence(run: Run): Box {
  return roundAbout([...run.units, ...run.places].map((one) => one.at)) ?? everything(run);
}

/** Positions with the ground round them; null for none. */
export function roundAbout(at: readonly (readonly number[])[]): Box | null {
  if (at.length === 0) return null;
  const lons = at.map(([lon]) => lon as number);
  const lats = at.map(([, lat]) => lat as number);
  const north = ROUND_ABOUT / DEGREE;
  const east = north / Math.cos(((lats[0] ?? 0) * Math.PI) / 180);
  return [Math.min(...lons) - east, Math.min(...lats) - north, Math.max(...lons) + east, Math.max(...lats) + north];
}

/** All that stood and flew. */
export function everything(run: Run): Box {
  return [...run.extent];
}
