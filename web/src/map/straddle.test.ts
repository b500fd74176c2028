import type { Map as GroundMap } from "maplibre-gl";
import { beforeEach, expect, test } from "vitest";
import { pinched, straddle } from "./straddle";

type Heard = (event: object) => void;
/** What the first map was told. */
let eased: { zoom: number; around: unknown }[] = [];
let stopped = 0;
let say: Record<string, Heard> = {};

/** A map that holds one target, at the same place of the window as the other. */
const map = (target: string) =>
  ({
    getContainer: () => ({ contains: (one: unknown) => one === target, getBoundingClientRect: () => ({ left: 100, top: 50 }) }),
    getZoom: () => 8,
    unproject: (at: [number, number]) => at,
    easeTo: (how: { zoom: number; around: unknown }) => eased.push(how),
  }) as unknown as GroundMap;
const finger = (target: string, clientX: number) => ({ target, clientX, clientY: 250 });
const touches = (kind: string, ...fingers: object[]) => say[kind]?.({ touches: fingers, stopPropagation: () => stopped++ });

beforeEach(() => {
  [eased, stopped, say] = [[], 0, {}];
  const over = { addEventListener: (kind: string, heard: Heard) => (say[kind] = heard) } as unknown as HTMLElement;
  straddle(over, [map("left"), map("right")]);
});

test("twice as far apart is one step of zoom nearer", () => {
  expect(pinched(8, 100, 200)).toBe(9);
  expect(pinched(8, 200, 50)).toBe(6);
});

test("a finger on each map pinches both about the middle between them, and neither drags", () => {
  touches("touchstart", finger("left", 300));
  touches("touchstart", finger("left", 300), finger("right", 400));
  touches("touchmove", finger("left", 250), finger("right", 450));
  expect(eased).toEqual([{ zoom: 9, around: [250, 200], duration: 0 }]);
  touches("touchend", finger("left", 250));
  touches("touchmove", finger("left", 200));
  expect([eased.length, stopped]).toEqual([1, 2]);
  touches("touchend");
  touches("touchmove", finger("left", 200));
  expect(stopped).toBe(2);
});

test("two fingers on one map are that map's own, and a finger on the line is the line's", () => {
  for (const fingers of [[finger("left", 300), finger("left", 400)], [finger("line", 300), finger("right", 400)]]) {
    touches("touchstart", ...fingers);
    touches("touchmove", ...fingers);
  }
  expect([eased, stopped]).toEqual([[], 0]);
});
