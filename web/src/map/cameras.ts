/** Two maps under one camera: whichever is moved takes the other along. */

import type { LngLatBoundsLike, Map as GroundMap } from "maplibre-gl";
import { calm, PADDING } from "./groundMap";

export class Cameras {
  private taking = false;

  constructor(
    private readonly first: GroundMap,
    private readonly second: GroundMap,
  ) {
    first.on("move", () => this.take(first, second));
    second.on("move", () => this.take(second, first));
    this.take(first, second);
  }

  /** Whether both are drawn and at rest. */
  get whole(): boolean {
    return [this.first, this.second].every((map) => map.loaded() && !map.isMoving());
  }

  zoom(by: number): void {
    this.first.zoomTo(this.first.getZoom() + by);
  }

  fit(bounds: LngLatBoundsLike): void {
    this.first.fitBounds(bounds, { padding: PADDING, duration: calm() ? 0 : 600 });
  }

  /** Bring a place into sight, if it is not. */
  bring([lon, lat]: readonly [number, number, ...number[]]): void {
    if (!this.first.getBounds().contains([lon, lat])) this.first.jumpTo({ center: [lon, lat] });
  }

  private take(from: GroundMap, to: GroundMap): void {
    if (this.taking) return;
    this.taking = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom(), bearing: from.getBearing(), pitch: from.getPitch() });
    this.taking = false;
  }
}
