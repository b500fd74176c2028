/** Two maps under one camera: whichever is moved takes the other along. */

import type { LngLatBoundsLike, Map as GroundMap } from "maplibre-gl";
import { calm, PADDING } from "./groundMap";

/** Longitude and latitude; null for what is nowhere. */
type Place = readonly [number, number, ...number[]] | null;
/** Zoom at which symbols lie apart. */
const NEAR = 9;

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

  /** Put a place in the middle, near enough to see it. */
  centre(at: Place): void {
    if (at) this.first.jumpTo({ center: [at[0], at[1]], zoom: Math.max(this.first.getZoom(), NEAR) });
  }

  /** Bring a place into sight, if it is not. */
  bring(at: Place): void {
    if (at && !this.first.getBounds().contains([at[0], at[1]])) this.first.jumpTo({ center: [at[0], at[1]] });
  }

  private take(from: GroundMap, to: GroundMap): void {
    if (this.taking) return;
    this.taking = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom(), bearing: from.getBearing(), pitch: from.getPitch() });
    this.taking = false;
  }
}
