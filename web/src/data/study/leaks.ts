/** Where leakers flew, as squares of the map in steps of colour, and the busiest of them in words. */

import type { Box } from "../../api/contract";
import type { Leaks } from "../../api/studyContract";
import { niceStep } from "./ladder";

type Shapes = GeoJSON.FeatureCollection;

/** Steps of colour, the palest first. */
export const STEPS = 5;

export interface Square {
  lon: number;
  lat: number;
  count: number;
}

/** The numbers of flights from which each step of colour begins; the first holds one flight. */
export function steps({ counts }: Leaks): number[] {
  const most = Math.max(0, ...counts);
  if (most <= STEPS) return Array.from({ length: most }, (_, i) => i + 1);
  const each = Math.ceil(niceStep(most, STEPS));
  return Array.from({ length: STEPS }, (_, i) => Math.max(1, i * each)).filter((from, i) => i === 0 || from <= most);
}

/** The step of a number of flights, from 0. */
export const stepOf = (count: number, from: readonly number[]) => from.findLastIndex((least) => count >= least);

export function squares(leaks: Leaks): Shapes {
  const { west, south, columns, counts } = leaks;
  const [wide, high] = sides(leaks);
  const from = steps(leaks);
  const features: GeoJSON.Feature[] = [];
  counts.forEach((count, i) => {
    if (count === 0) return;
    const [x, y] = [west + (i % columns) * wide, south + Math.floor(i / columns) * high];
    features.push({
      type: "Feature",
      properties: { count, step: stepOf(count, from) },
      geometry: { type: "Polygon", coordinates: [[[x, y], [x + wide, y], [x + wide, y + high], [x, y + high], [x, y]]] }, // prettier-ignore
    });
  });
  return { type: "FeatureCollection", features };
}

export function ends({ ends: all }: Leaks): Shapes {
  const features = all.map(([lon, lat, number]): GeoJSON.Feature => ({
    type: "Feature",
    properties: { number },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  return { type: "FeatureCollection", features };
}

/** The squares that most leaking flights passed, the busiest first. */
export function busiest(leaks: Leaks, number: number): Square[] {
  const [wide, high] = sides(leaks);
  return leaks.counts
    .map((count, i) => ({
      count,
      lon: leaks.west + ((i % leaks.columns) + 0.5) * wide,
      lat: leaks.south + (Math.floor(i / leaks.columns) + 0.5) * high,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, number);
}

function sides({ west, south, east, north, columns, rows }: Leaks): [number, number] {
  return [(east - west) / columns, (north - south) / rows];
}

/** The side of a square, km, as it is told. */
export function sideKm(leaks: Leaks): number {
  return Math.round(sides(leaks)[1] * 111.2 * 10) / 10;
}

/** West, south, east and north of all squares that a leaking flight passed. */
export function extent(leaks: Leaks): Box {
  const all = busiest(leaks, leaks.counts.length);
  const [wide, high] = sides(leaks).map((side) => side / 2) as [number, number];
  const lons = all.map(({ lon }) => lon);
  const lats = all.map(({ lat }) => lat);
  return [Math.min(...lons) - wide, Math.min(...lats) - high, Math.max(...lons) + wide, Math.max(...lats) + high];
}
