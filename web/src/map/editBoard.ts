/** The map on which a scenario is edited: MapLibre alone, since nothing flies. It knows nothing of the store. */

import type { GeoJSONSource, Map as GroundMap, MapMouseEvent, MapTouchEvent, PointLike } from "maplibre-gl";
import type { Point } from "../api/contract";
import { type Edited, editStyle, HOLDS } from "./editStyle";
import { addRoom, calm, groundMap, holdTop, PADDING } from "./groundMap";
import { ROOM } from "./labels";
import type { Palette } from "./palette";
import { EMPTY, type Ground } from "./style";
import { addSymbol } from "./symbolImage";
import { roundAbout } from "./windows";

/** What the map tells of the pointer: paths in the text, and positions. */
interface EditHeard {
  click(path: string | null, at: Point): void;
  /** A second click at once, while a tool is in use. */
  twice(): void;
  point(at: Point): void;
  grab(path: string): void;
  drag(path: string, at: Point): void;
  drop(path: string, at: Point): void;
}

type Filled = Edited | "coverage" | "names" | "zones";
type Pressed = MapMouseEvent | MapTouchEvent;

/** Pixels about the pointer that count as met, and after which a press is a drag. */
const REACH = 5;
const STILL = 3;

export class EditBoard {
  readonly map: GroundMap;
  private readonly kept = new Map<Filled, GeoJSON.GeoJSON>();
  private palette: Palette;
  private held: { path: string; from: { x: number; y: number }; off: Point; begun: boolean } | null = null;
  cursor = "";

  constructor(
    container: HTMLElement,
    private readonly ground: Ground,
    palette: Palette,
    private readonly heard: EditHeard,
  ) {
    this.palette = palette;
    const at = [...ground.run.units, ...ground.run.places].map((one) => one.at);
    this.map = groundMap(container, editStyle(ground, palette), roundAbout(at) ?? [...ground.run.bounds]);
    holdTop(this.map);
    this.map.setMissingStyleImageResolver((id) => (id === ROOM ? addRoom(this.map) : addSymbol(this.map, id, this.palette)));
    this.map.on("click", (event) => this.click(event));
    this.map.on("dblclick", (event) => {
      if (!this.cursor) return;
      event.preventDefault();
      heard.twice();
    });
    this.map.on("mousedown", (event) => event.originalEvent.button === 0 && this.press(event));
    this.map.on("touchstart", (event) => event.points.length === 1 && this.press(event));
    this.map.on("mousemove", (event) => this.move(event));
    this.map.on("touchmove", (event) => this.move(event));
    this.map.on("mouseup", (event) => this.release(event));
    this.map.on("touchend", (event) => this.release(event));
  }

  async ready(): Promise<void> {
    if (!this.map.loaded()) await this.map.once("load");
  }

  fill(source: Filled, data: GeoJSON.GeoJSON | null): void {
    const shown = data ?? EMPTY;
    this.kept.set(source, shown);
    (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(shown);
  }

  recolour(palette: Palette): void {
    this.palette = palette;
    this.map.setStyle(editStyle(this.ground, palette), { diff: false });
    this.map.once("style.load", () => {
      for (const [source, data] of this.kept) this.fill(source, data);
    });
  }

  fit(at: readonly (readonly number[])[]): void {
    const bounds = roundAbout(at);
    if (bounds) this.map.fitBounds(bounds, { padding: PADDING, duration: calm() ? 0 : 600 });
  }

  /** Show some positions, if they are not all in sight. */
  showAll(at: readonly Point[]): void {
    const seen = this.map.getBounds();
    if (!at.every((one) => seen.contains(one))) this.fit(at);
  }

  /** Show a position, if it is not in sight. */
  show([lon, lat]: readonly number[]): void {
    const at: [number, number] = [lon as number, lat as number];
    if (!this.map.getBounds().contains(at)) this.map.panTo(at, { duration: calm() ? 0 : 400 });
  }

  close(): void {
    this.map.remove();
  }

  /** What lies under the pointer, on the topmost of some layers. */
  private met({ x, y }: { x: number; y: number }, layers: string[] = HOLDS) {
    const box: [PointLike, PointLike] = [[x - REACH, y - REACH], [x + REACH, y + REACH]]; // prettier-ignore
    const found = this.map.queryRenderedFeatures(box, { layers });
    return found.toSorted((a, b) => HOLDS.indexOf(a.layer.id) - HOLDS.indexOf(b.layer.id))[0];
  }

  /** The second click of two is no point of its own. */
  private click(event: MapMouseEvent): void {
    if (event.originalEvent.detail > 1) return;
    const path = this.met(event.point)?.properties?.path as string | undefined;
    this.heard.click(path ?? null, [event.lngLat.lng, event.lngLat.lat]);
  }

  private press(event: Pressed): void {
    const feature = this.met(event.point, HOLDS.slice(0, 3));
    if (!feature || feature.properties?.fixed || this.cursor) return;
    event.preventDefault();
    const { lon, lat } = feature.properties as { lon: number; lat: number };
    const off: Point = [lon - event.lngLat.lng, lat - event.lngLat.lat];
    this.held = { path: feature.properties?.path as string, from: event.point, off, begun: false };
  }

  private move(event: Pressed): void {
    const { held } = this;
    if (this.cursor) this.heard.point([event.lngLat.lng, event.lngLat.lat]);
    if (!held) {
      this.map.getCanvas().style.cursor = this.cursor || (this.met(event.point) ? "pointer" : "");
      return;
    }
    const { x, y } = event.point;
    if (!held.begun && Math.hypot(x - held.from.x, y - held.from.y) < STILL) return;
    if (!held.begun) this.heard.grab(held.path);
    held.begun = true;
    this.map.getCanvas().style.cursor = "grabbing";
    this.heard.drag(held.path, this.placed(event));
  }

  private release(event: Pressed): void {
    const { held } = this;
    if (held?.begun) this.heard.drop(held.path, this.placed(event));
    this.held = null;
  }

  private placed({ lngLat }: Pressed): Point {
    const off = this.held?.off ?? [0, 0];
    return [lngLat.lng + off[0], lngLat.lat + off[1]];
  }
}
