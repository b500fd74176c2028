/** A line that a panel would hide wherever it stood is brought out from under it. */

import { type Map as GroundMap, LngLatBounds } from "maplibre-gl";
import type { Point } from "../api/contract";
import { calm, PADDING } from "./groundMap";

/** Pixels of the map that its buttons, and the choice of what is drawn, lie on. */
const BUTTONS = 80;

/** Move the map, and zoom out as far as needed, until a line lies to the right of a box or above it. */
export function bare(map: GroundMap, ends: readonly Point[], box: DOMRect): void {
  const whole = map.getContainer().getBoundingClientRect();
  const bounds = ends.reduce((all, end) => all.extend(end), new LngLatBounds());
  const room = { left: PADDING, right: BUTTONS, top: BUTTONS, bottom: PADDING };
  const beside = { ...room, left: box.right - whole.left + PADDING };
  const above = { ...room, bottom: whole.bottom - box.top + PADDING };
  const ways = [beside, above].map((padding) => map.cameraForBounds(bounds, { padding, maxZoom: map.getZoom(), bearing: map.getBearing() }));
  const [best] = ways.filter((way) => way !== undefined).toSorted((one, other) => (other.zoom ?? 0) - (one.zoom ?? 0));
  if (best) map.easeTo({ ...best, duration: calm() ? 0 : 400 });
}
