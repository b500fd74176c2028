/** The map itself: MapLibre for the ground, deck.gl over it for all that moves. It knows nothing of the store. */

import { MapLibreOverlay } from "@deck.gl/maplibre";
import type { Layer, PickingInfo } from "@deck.gl/core";
import type { Device } from "@luma.gl/core";
import type { GeoJSONSource, LngLatBoundsLike, Map as GroundMap } from "maplibre-gl";
import type { Engagement, Point, Run } from "../api/contract";
import type { Film } from "../data/film";
import type { Picked } from "../layers/part";
import { type Choice, Scene } from "../layers/scene";
import type { LayerName } from "../state/store.svelte";
import { Filming } from "./filming";
import { FirstMap } from "./firstMap";
import { giveBack } from "./graphicsCard";
import { addRoom, calm, flatten, groundMap, PADDING, REACH, switchLayers, TALL } from "./groundMap";
import { ROOM } from "./labels";
import type { Palette } from "./palette";
import { laid } from "./laid";
import { Pace } from "./pace";
import { EMPTY, type Ground, linesFirst, mapStyle, SOLID } from "./style";
import { defence } from "./windows";

/** What the map tells of the pointer. */
interface Heard {
  hover(picked: Picked | null, x: number, y: number): void;
  click(picked: Picked | null, at: Point): void;
  moved(): void;
}

export class Board {
  readonly map: GroundMap;
  private readonly overlay: MapLibreOverlay;
  readonly filming: Filming;
  private readonly pace = new Pace();
  private scene: Scene | null = null;
  /** Resolves when the ground's lines and the graphics card are ready. */
  readonly ready: Promise<void>;
  /** Resolves when lines and symbols are drawn. */
  readonly first: Promise<void>;
  private device: Device | null = null;
  private readonly early = new FirstMap();
  private readonly kept = new Map<string, GeoJSON.GeoJSON>();

  constructor(
    container: HTMLElement,
    private readonly ground: Ground & { run: Run; bounds?: LngLatBoundsLike },
    moving: { film: Film; engagements: readonly Engagement[] },
    palette: Palette,
    heard: Heard,
  ) {
    this.map = groundMap(container, linesFirst(mapStyle(ground, palette)), ground.bounds ?? defence(ground.run));
    this.map.setMissingStyleImageResolver((id) => {
      if (id === ROOM) addRoom(this.map);
    });
    this.map.on("move", heard.moved);
    this.pace.hear(this.map);
    this.map.on("zoom", () => this.scene?.zoom(this.map.getZoom()));
    let ready: (device: Device) => void = () => {};
    const device = new Promise<Device>((resolve) => (ready = resolve));
    this.overlay = new MapLibreOverlay({
      ...this.pace.props,
      interleaved: false,
      layers: [],
      pickingRadius: REACH,
      onDeviceInitialized: (made) => ready((this.device = made as Device)),
      onHover: (info) => heard.hover(this.picked(info), info.x, info.y),
      onClick: (info) => heard.click(this.picked(info), this.map.unproject([info.x, info.y]).toArray()),
      getCursor: () => "",
      onAfterRender: () => this.filming.rendered(),
    });
    this.filming = new Filming(this.map, () => this.overlay.getCanvas());
    this.map.addControl(this.overlay);
    // Symbols do not wait for the relief.
    this.ready = Promise.all([device, this.map.once("style.load")]).then(([made]) => {
      this.scene = new Scene(made, ground.run, moving.film, moving.engagements);
      this.scene.zoom(this.map.getZoom());
    });
    this.first = this.ready.then(() => this.early.over(this.map, this));
  }

  choose(choice: Choice): void {
    this.scene?.choose(this.early.choice(choice), (layers: Layer[]) => this.overlay.setProps({ layers }));
    this.pace.wake();
  }

  draw(t: number): void {
    this.scene?.draw(t);
    this.pace.wake();
  }

  whereIs(name: string): [number, number, number] | null {
    return this.scene?.whereIs(name) ?? null;
  }

  /** Other colours: the style is made anew, and what was drawn on it is put back. */
  recolour(palette: Palette, shown: Record<LayerName, boolean>): void {
    this.map.setStyle(mapStyle(this.ground, palette), { diff: false });
    this.map.once("style.load", () => {
      for (const [source, data] of this.kept) this.fill(source, data);
      this.switch(shown);
      if (this.map.getPitch() > 0) this.map.setTerrain(TALL);
    });
  }

  switch(shown: Record<LayerName, boolean>): void {
    switchLayers(this.map, this.early.shown(shown));
  }

  /** Put shapes on the map: coverage, weapon ranges or the measured line. */
  fill(source: string, data: GeoJSON.GeoJSON | null): void {
    const shown = data ?? EMPTY;
    this.kept.set(source, shown);
    (this.map.getSource(source) as GeoJSONSource | undefined)?.setData(shown);
  }

  /** Ask again for the ground. */
  refresh(): void {
    for (const source of ["relief", SOLID]) this.map.refreshTiles(source);
  }

  fit(bounds: LngLatBoundsLike): void {
    this.map.fitBounds(bounds, { padding: PADDING, duration: calm() ? 0 : 600 });
  }

  centre([lon, lat]: readonly number[], zoom?: number): void {
    this.map.jumpTo({ center: [lon as number, lat as number], ...(zoom ? { zoom } : {}) });
  }

  flatten(flat: boolean): void {
    flatten(this.map, flat);
  }

  /** What is drawn now, ground and all that moves, on one canvas. */
  snapshot(): HTMLCanvasElement {
    const both = [this.map.getCanvas(), this.overlay.getCanvas()].filter((canvas) => canvas !== null);
    // Drawn at once after rendering, before the browser clears what it has shown.
    this.map.redraw();
    return laid(both);
  }

  close(): void {
    this.map.remove();
    giveBack(this.device);
  }

  private picked(info: PickingInfo): Picked | null {
    return info.index < 0 ? null : (this.scene?.picked(info.layer?.id, info.index) ?? null);
  }
}
