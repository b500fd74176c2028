/** What panels and keys ask of the map. The map fills this in when it is there; until then nothing happens. */

import type { Point } from "../api/contract";

export const NO_MAP = {
  zoom: (_by: number): void => {},
  defence: (): void => {},
  everything: (): void => {},
  /** Its middle, and how far from that something new is put, in degrees; null where there is no map. */
  view: (): { at: Point; reach: Point } | null => null,
  /** Where a place is in the window, pixels; null where there is no map. */
  pixel: (_at: Point): readonly [number, number] | null => null,
  /** Move the map until a line lies beside or above a box that stands in its lower left corner. */
  bare: (_ends: readonly Point[], _box: DOMRect): void => {},
  goTo: (_name: string): void => {},
  /** Move the map only where it is out of sight. */
  bring: (_name: string): void => {},
  snapshot: (): HTMLCanvasElement | null => null,
  /** Begin to film; what it returns draws a frame, once the store is at its moment. Null where there is no map. */
  film: (): (() => Promise<HTMLCanvasElement>) | null => null,
};

export const mapActions = { ...NO_MAP };
