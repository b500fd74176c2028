/** The ground as MapLibre draws it, flat and from above, for the replay and for editing. */

import { type LngLatBoundsLike, Map as GroundMap, ScaleControl, type StyleSpecification } from "maplibre-gl";
import type { Point } from "../api/contract";
import type { LayerName } from "../state/store.svelte";
import { ROOM, ROOM_SIZE } from "./labels";
import { SOLID, SWITCHED, TALLNESS } from "./style";
import "./worker";

export const PADDING = 30;
/** Pixels round a symbol in which it is met: more for a finger. */
export const REACH = matchMedia("(pointer: coarse)").matches ? 16 : 7;
/** Degrees by which the map is tilted in three dimensions. */
const PITCH = 58;
export const TALL = { source: SOLID, exaggeration: TALLNESS };

export function groundMap(container: HTMLElement, style: StyleSpecification, bounds: LngLatBoundsLike): GroundMap {
  const map = new GroundMap({
    container,
    style,
    bounds,
    fitBoundsOptions: { padding: PADDING },
    attributionControl: false,
    maxPitch: 75,
    minZoom: 4,
    maxZoom: 15,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    renderWorldCopies: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disable();
  map.addControl(new ScaleControl({ maxWidth: 96 }), "bottom-left");
  return map;
}

/** The picture of nothing that holds the room of a symbol free of names. */
export function addRoom(map: GroundMap): void {
  const { width, height } = ROOM_SIZE;
  map.addImage(ROOM, { width, height, data: new Uint8Array(4 * width * height) });
}

/** Keep the ground where it is when a panel opens below the map: what one was about to click stays under the pointer. */
export function holdTop(map: GroundMap): void {
  let high = map.getContainer().clientHeight;
  map.on("resize", () => {
    const now = map.getContainer().clientHeight;
    map.panBy([0, (now - high) / 2], { animate: false });
    high = now;
  });
}

/** Show and hide layers of the ground as they are switched. */
export function switchLayers(map: GroundMap, shown: Record<LayerName, boolean>): void {
  for (const [name, layers] of Object.entries(SWITCHED)) {
    for (const layer of layers) {
      // A property set to what it is would load the ground again.
      const wanted = shown[name as LayerName] ? "visible" : "none";
      const is = (map.getLayoutProperty(layer, "visibility") as string | undefined) ?? "visible";
      if (is !== wanted) map.setLayoutProperty(layer, "visibility", wanted);
    }
  }
}

/** Flat, seen from above, or three-dimensional: only then is the map turned and tilted. */
export function flatten(map: GroundMap, flat: boolean): void {
  for (const turn of [map.dragRotate, map.touchPitch]) flat ? turn.disable() : turn.enable();
  if (flat !== (map.getTerrain() === null)) map.setTerrain(flat ? null : TALL);
  if (flat && map.getPitch() === 0) return;
  map.easeTo({ pitch: flat ? 0 : PITCH, bearing: flat ? 0 : map.getBearing(), duration: calm() ? 0 : 500 });
}

/** Resolves when a frame was drawn with all of a source in it. */
export function drawn(map: GroundMap, source: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (map.isSourceLoaded(source) ? resolve() : map.once("render", look));
    map.once("render", look);
  });
}

/** Whether the user asked the system for less motion. */
export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The middle of a map, and a fifth of it about that, in degrees. */
export function viewOf(map: GroundMap): { at: Point; reach: Point } {
  const { lng, lat } = map.getCenter();
  const seen = map.getBounds();
  return { at: [lng, lat], reach: [(seen.getEast() - seen.getWest()) / 5, (seen.getNorth() - seen.getSouth()) / 5] };
}
