/** Frames of a clip: the ground is drawn anew only where the map has moved, what moves over it for each frame. */

import type { Map as GroundMap } from "maplibre-gl";

/** How long to wait for what moves, ms; where nothing is drawn over the ground, nothing comes. */
const PATIENCE = 3000;

export class Filming {
  private ground: HTMLCanvasElement | null = null;
  private stands = "";
  private drawn: (() => void) | null = null;

  constructor(
    private readonly map: GroundMap,
    private readonly over: () => HTMLCanvasElement | null,
  ) {}

  /** To be called whenever what moves was drawn, before the browser clears it. */
  readonly rendered = (): void => this.drawn?.();

  /** The map as it is once `draw` has moved everything. */
  async frame(draw: () => void): Promise<HTMLCanvasElement> {
    const ground = this.caught();
    const image = blank(ground);
    const pen = image.getContext("2d") as CanvasRenderingContext2D;
    pen.drawImage(ground, 0, 0);
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, PATIENCE);
      this.drawn = () => {
        const over = this.over();
        if (over) pen.drawImage(over, 0, 0, image.width, image.height);
        clearTimeout(late);
        resolve();
      };
      draw();
    });
    this.drawn = null;
    return image;
  }

  /** Forget the ground, whose colours or layers may be others by now. */
  begin(): void {
    this.stands = "";
  }

  private caught(): HTMLCanvasElement {
    const { map } = this;
    const stands = JSON.stringify([map.getCenter(), map.getZoom(), map.getPitch(), map.getBearing()]);
    if (this.ground && stands === this.stands) return this.ground;
    this.stands = stands;
    this.ground = blank(map.getCanvas());
    map.redraw();
    this.ground.getContext("2d")?.drawImage(map.getCanvas(), 0, 0);
    return this.ground;
  }
}

function blank({ width, height }: HTMLCanvasElement): HTMLCanvasElement {
  return Object.assign(document.createElement("canvas"), { width, height });
}
