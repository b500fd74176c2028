/** Two fingers, one on each of two maps under one camera: each map sees a finger that drags, and none sees a pinch. */

import type { Map as GroundMap } from "maplibre-gl";

type At = readonly [number, number];
interface Pinch {
  apart: number;
  zoom: number;
  around: ReturnType<GroundMap["unproject"]>;
}

const placed = ({ clientX, clientY }: Touch): At => [clientX, clientY];
const distance = ([x, y]: At, [u, v]: At) => Math.max(1, Math.hypot(x - u, y - v));

/** How far a map is zoomed when two fingers that were so far apart, pixels, are so far apart now. */
export const pinched = (zoom: number, was: number, is: number) => zoom + Math.log2(is / was);

/** Zoom the first map by such fingers, until both have left; the camera takes the other along. */
export function straddle(over: HTMLElement, [first, second]: readonly [GroundMap, GroundMap]): void {
  let pinch: Pinch | null = null;
  const on = (map: GroundMap, touch: Touch | undefined) => map.getContainer().contains(touch?.target as Node);

  function begin({ touches }: TouchEvent): void {
    const [a, b] = touches;
    if (touches.length !== 2 || !a || !b) return;
    if (!(on(first, a) && on(second, b)) && !(on(second, a) && on(first, b))) return;
    const { left, top } = first.getContainer().getBoundingClientRect();
    const middle: [number, number] = [(a.clientX + b.clientX) / 2 - left, (a.clientY + b.clientY) / 2 - top];
    pinch = { apart: distance(placed(a), placed(b)), zoom: first.getZoom(), around: first.unproject(middle) };
  }

  function move(event: TouchEvent): void {
    const [a, b] = event.touches;
    if (!pinch) return;
    // Neither map is to drag by its finger.
    event.stopPropagation();
    if (a && b) first.easeTo({ zoom: pinched(pinch.zoom, pinch.apart, distance(placed(a), placed(b))), around: pinch.around, duration: 0 });
  }

  const end = ({ touches }: TouchEvent) => touches.length === 0 && (pinch = null);
  over.addEventListener("touchstart", begin, { capture: true, passive: true });
  over.addEventListener("touchmove", move, { capture: true, passive: true });
  for (const kind of ["touchend", "touchcancel"] as const) over.addEventListener(kind, end, { capture: true, passive: true });
}
