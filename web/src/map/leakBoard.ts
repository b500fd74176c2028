/** The map of leakers: MapLibre alone, since nothing moves. It knows nothing of the store. */

import type { GeoJSONSource, Map as GroundMap } from "maplibre-gl";
import type { Box, Unit } from "../api/contract";
import { addRoom, calm, groundMap, PADDING } from "./groundMap";
import { ROOM } from "./labels";
import { CHOSEN, isNumber, type LeakSource, leakStyle } from "./leakStyle";
import type { Palette } from "./palette";
import { EMPTY, type Ground } from "./style";
import { addSymbol } from "./symbolImage";
import { roundAbout } from "./windows";

/** The panel of the legend lies over the left of the map. */
const ROOM_BESIDE = { top: PADDING, bottom: PADDING, right: PADDING + 40, left: 330 };

export class LeakBoard {
  readonly map: GroundMap;
  private chosen = -1;
  private readonly kept = new Map<LeakSource, GeoJSON.GeoJSON>();

  constructor(
    container: HTMLElement,
    private readonly ground: Ground,
    private palette: Palette,
    heard: { hover: (square: number | null) => void; click: (square: number | null) => void },
  ) {
    const at = [...ground.run.units, ...ground.run.places].map((one) => one.at);
    this.map = groundMap(container, leakStyle(ground, palette), roundAbout(at) ?? [...ground.run.bounds]);
    this.map.setMissingStyleImageResolver((id) => (id === ROOM ? addRoom(this.map) : addSymbol(this.map, id, this.palette)));
    this.map.on("mousemove", ({ point }) => {
      const square = this.under(point);
      this.map.getCanvas().style.cursor = square === null ? "" : "pointer";
      heard.hover(square);
    });
    this.map.on("mouseout", () => heard.hover(null));
    this.map.on("click", ({ point }) => heard.click(this.under(point)));
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
      this.choose(this.chosen);
    });
  }

  /** Draw a line round a square, by its number. */
  choose(square: number | null): void {
    this.chosen = square ?? -1;
    if (this.map.getLayer(CHOSEN)) this.map.setFilter(CHOSEN, isNumber(this.chosen));
  }

  fit(box: Box): void {
    this.map.fitBounds([...box], { padding: ROOM_BESIDE, duration: calm() ? 0 : 600 });
  }

  defence(): void {
    const box = roundAbout([...this.ground.run.units, ...this.ground.run.places].map((one) => one.at));
    if (box) this.map.fitBounds(box, { padding: ROOM_BESIDE, duration: calm() ? 0 : 600 });
  }

  close(): void {
    this.map.remove();
  }

  /** The number of the square under the pointer. */
  private under({ x, y }: { x: number; y: number }): number | null {
    const number: unknown = this.map.queryRenderedFeatures([x, y], { layers: ["squares"] })[0]?.properties?.number;
    return typeof number === "number" ? number : null;
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
