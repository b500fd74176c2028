/** Distances and directions on the sphere of the mean radius: good to 0.5 %, as a measuring tool says them. */

import type { Point } from "../api/contract";

const RADIUS = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two points, longitude and latitude. */
export function distance([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const north = Math.sin(radians(lat2 - lat1) / 2) ** 2;
  const east = Math.sin(radians(lon2 - lon1) / 2) ** 2;
  const h = north + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * east;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees from north, clockwise, in which the second point lies from the first. */
export function bearing([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const east = Math.sin(radians(lon2 - lon1)) * Math.cos(radians(lat2));
  const north =
    Math.cos(radians(lat1)) * Math.sin(radians(lat2)) -
    Math.sin(radians(lat1)) * Math.cos(radians(lat2)) * Math.cos(radians(lon2 - lon1));
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}
