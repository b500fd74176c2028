import type { Map as GroundMap } from "maplibre-gl";
import { expect, test, vi } from "vitest";
import { Cameras } from "./cameras";

vi.mock("./groundMap", () => ({ PADDING: 30, calm: () => true }));

/** A map that has a camera and tells when it moves, and draws nothing. */
class Pretended {
  camera = { center: [20, 44], zoom: 7, bearing: 0, pitch: 0 };
  jumps = 0;
  private readonly heard: (() => void)[] = [];
  constructor(readonly seen: (lon: number) => boolean = () => true) {}
  on = (_: string, then: () => void) => this.heard.push(then);
  getCenter = () => this.camera.center;
  getZoom = () => this.camera.zoom;
  getBearing = () => this.camera.bearing;
  getPitch = () => this.camera.pitch;
  getBounds = () => ({ contains: ([lon]: [number, number]) => this.seen(lon) });
  zoomTo = (zoom: number) => this.jumpTo({ zoom });
  jumpTo = (to: object) => {
    this.jumps++;
    Object.assign(this.camera, to);
    for (const then of this.heard) then();
  };
}

const joined = (first = new Pretended(), second = new Pretended()) =>
  [first, second, new Cameras(first as unknown as GroundMap, second as unknown as GroundMap)] as const;

test("two maps have one camera, whichever of them is moved", () => {
  const [first, second] = joined();
  first.jumpTo({ center: [21, 45], zoom: 9, bearing: 30, pitch: 58 });
  expect(second.camera).toEqual(first.camera);
  second.jumpTo({ center: [19, 43] });
  expect(first.camera.center).toEqual([19, 43]);
  expect(first.camera.zoom).toBe(9);
});

test("the second map begins where the first is, and neither chases the other", () => {
  const first = new Pretended();
  first.camera.zoom = 11;
  const [, second] = joined(first);
  expect(second.camera.zoom).toBe(11);
  const before = second.jumps;
  first.jumpTo({ zoom: 12 });
  expect([first.jumps, second.jumps - before]).toEqual([1, 1]);
});

test("a place is brought into sight, and the map stays where it is in sight already", () => {
  const [first, second, cameras] = joined(new Pretended((lon) => lon < 22));
  cameras.bring(null);
  cameras.bring([21, 44, 0]);
  expect(first.camera.center).toEqual([20, 44]);
  cameras.bring([23, 44, 0]);
  expect(second.camera.center).toEqual([23, 44]);
  cameras.centre([21, 44, 0]);
  expect(second.camera).toMatchObject({ center: [21, 44], zoom: 9 });
});
