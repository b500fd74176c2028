/** Where leakers flew, as squares of the map in steps of colour, and the busiest of them in words. */

import type { Box } from "../../api/contract";
import type { Leaks } from "../../api/studyContract";

/** Steps of colour, the palest first. */
const STEPS = 5;
/** The last step has no end, so that the others can be as wide as one of these. */
const ROUND = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** A square by its number, its middle, and how many crossed it. */
export interface Square {
  number: number;
  lon: number;
  lat: number;
  leakers: number;
}

/** The numbers of leakers from which each step of colour begins. */
export function steps({ squares }: Leaks): number[] {
  const most = Math.max(0, ...squares.features.map(({ properties }) => properties.leakers));
  if (most <= STEPS) return Array.from({ length: most }, (_, i) => i + 1);
  const each = ROUND.findLast((round) => (STEPS - 1) * round <= most) ?? 1;
  return Array.from({ length: STEPS }, (_, i) => Math.max(1, i * each)).filter((from, i) => i === 0 || (from > 1 && from <= most));
}

/** The step of a number of leakers, from 0. */
export const stepOf = (leakers: number, from: readonly number[]) => from.findLastIndex((least) => leakers >= least);

/** The squares, each with its number, by which it is found again, and its step of colour. */
export function coloured(leaks: Leaks): GeoJSON.FeatureCollection {
  const from = steps(leaks);
  const features = leaks.squares.features.map(({ geometry, properties }, number): GeoJSON.Feature => ({
    type: "Feature",
    geometry,
    properties: { number, step: stepOf(properties.leakers, from) },
  }));
  return { type: "FeatureCollection", features };
}

/** The places that leakers hit, where their place is known. */
export function struck({ places }: Leaks): GeoJSON.FeatureCollection {
  const features = places.flatMap(({ at, leakers }): GeoJSON.Feature[] =>
    at ? [{ type: "Feature", properties: { leakers }, geometry: { type: "Point", coordinates: at } }] : [],
  );
  return { type: "FeatureCollection", features };
}

/** The middles of the squares that most leakers crossed, the busiest first. */
export function busiest({ squares }: Leaks, number: number): Square[] {
  return squares.features
    .map(({ geometry, properties }, at) => {
      const [west, south, east, north] = about(geometry.coordinates[0] ?? []);
      return { number: at, leakers: properties.leakers, lon: (west + east) / 2, lat: (south + north) / 2 };
    })
    .sort((a, b) => b.leakers - a.leakers)
    .slice(0, number);
}

/** West, south, east and north of all squares. */
export const extent = ({ squares }: Leaks): Box => about(squares.features.flatMap(({ geometry }) => geometry.coordinates[0] ?? []));

function about(points: readonly (readonly number[])[]): Box {
  const lons = points.map(([lon]) => lon as number);
  const lats = points.map(([, lat]) => lat as number);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
