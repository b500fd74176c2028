/** The map of leakers: MapLibre alone, since nothing moves. It knows nothing of the store. */

import type { GeoJSONSource, Map as GroundMap, PointLike } from "maplibre-gl";
import type { Box, Unit } from "../api/contract";
import { addRoom, calm, groundMap, PADDING } from "./groundMap";
import { type LeakSource, leakStyle } from "./leakStyle";
import type { Palette } from "./palette";
import { EMPTY, type Ground, ROOM } from "./style";
import { addSymbol } from "./symbolImage";
import { roundAbout } from "./windows";

/** What lies under the pointer: a square, or a place where some ended. */
export interface Under {
  kind: "squares" | "ends";
  number: number;
}

const REACH = 3;

export class LeakBoard {
  readonly map: GroundMap;
  private readonly kept = new Map<LeakSource, GeoJSON.GeoJSON>();

  constructor(
    container: HTMLElement,
    private readonly ground: Ground,
    private palette: Palette,
    hover: (under: Under | null) => void,
  ) {
    const at = [...ground.run.units, ...ground.run.places].map((one) => one.at);
    this.map = groundMap(container, leakStyle(ground, palette), roundAbout(at) ?? [...ground.run.bounds]);
    this.map.setMissingStyleImageResolver((id) => (id === ROOM ? addRoom(this.map) : addSymbol(this.map, id, this.palette)));
    this.map.on("mousemove", ({ point }) => hover(this.under(point)));
    this.map.on("mouseout", () => hover(null));
  }

  async ready(): Promise<void> {
    if (!this.map.loaded()) await this.map.once("load");
  }

  fill(source: LeakSource, data: GeoJSON.GeoJSON | null): void {
    const shown = data ?? EMPTY;
    this.kept.set(source, shown);
    (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(shown);
  }

  recolour(palette: Palette): void {
    this.palette = palette;
    this.map.setStyle(leakStyle(this.ground, palette), { diff: false });
    this.map.once("style.load", () => {
      for (const [source, data] of this.kept) this.fill(source, data);
    });
  }

  fit(box: Box): void {
    this.map.fitBounds([...box], { padding: PADDING, duration: calm() ? 0 : 600 });
  }

  defence(): void {
    const box = roundAbout([...this.ground.run.units, ...this.ground.run.places].map((one) => one.at));
    if (box) this.map.fitBounds(box, { padding: PADDING, duration: calm() ? 0 : 600 });
  }

  close(): void {
    this.map.remove();
  }

  private under({ x, y }: { x: number; y: number }): Under | null {
    const box: [PointLike, PointLike] = [[x - REACH, y - REACH], [x + REACH, y + REACH]]; // prettier-ignore
    const end = this.map.queryRenderedFeatures(box, { layers: ["ends"] })[0];
    if (end) return { kind: "ends", number: Number(end.properties?.number) };
    const square = this.map.queryRenderedFeatures([x, y], { layers: ["squares"] })[0];
    return square ? { kind: "squares", number: Number(square.properties?.count) } : null;
  }
}

/** Units where they stand, posts over the others. */
export function stands(units: readonly Unit[]): GeoJSON.FeatureCollection {
  const order = { radar: 0, fire: 1, post: 2 };
  const features = units.map((unit): GeoJSON.Feature => ({
    type: "Feature",
    properties: { sidc: unit.sidc, order: order[unit.role] },
    geometry: { type: "Point", coordinates: [unit.at[0], unit.at[1]] },
  }));
  return { type: "FeatureCollection", features };
}
