/**
 * How often deck.gl looks whether anything is to be drawn. By itself it does at each frame of the screen, for as long as
 * the page is open, which takes a fifth of a processor without end; here it does while something happens, and seldom
 * after that.
 */

import type { Map as GroundMap } from "maplibre-gl";

/** For how long after something happened each frame is looked at, and how long a look waits at rest, ms. */
const AWAKE = 2000;
const REST = 1000;

export class Pace {
  /** What deck.gl hands on to its loop, though its types do not name it. */
  readonly props = { animationFrameProvider: this };
  private wakeUntil = 0;
  private look: FrameRequestCallback | null = null;
  private frame = 0;
  private timer = 0;

  /** Something happened that may have to be drawn: the next frames are looked at. */
  readonly wake = (): void => {
    this.wakeUntil = performance.now() + AWAKE;
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.soon();
  };

  /** Whatever happens to a map may have to be drawn. */
  hear(map: GroundMap): void {
    for (const event of ["render", "mousemove", "mousedown", "click", "resize"] as const) map.on(event, this.wake);
  }

  /** As the browser does, for the one look that is wanted at a time. */
  readonly requestAnimationFrame = (look: FrameRequestCallback): number => {
    this.look = look;
    if (performance.now() < this.wakeUntil) return this.soon();
    return (this.timer = window.setTimeout(this.soon, REST));
  };

  readonly cancelAnimationFrame = (): void => {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.timer = this.frame = 0;
  };

  private readonly soon = (): number => {
    this.timer = 0;
    return (this.frame = requestAnimationFrame((time) => this.look?.(time)));
  };
}
