import { expect, test } from "vitest";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { CORNER, ribbonsOf, shownAt } from "./ribbons";

// Two flights on the equator, where a degree is as long each way: one east for two points and north for one, one still.
const film = readFilm(
  encoded(
    {
      "flights.name": ["i4", [0, 1]], "flights.kind": ["u1", [0, 0]], "flights.first": ["i4", [0, 3]], "flights.count": ["i4", [3, 2]],
      "flight.t": ["f4", [0, 10, 20, 5, 6]], "flight.lon": ["f4", [0, 1, 1, 7, 7]], "flight.lat": ["f4", [0, 0, 1, 0, 0]],
      "flight.h": ["f4", [100, 200, 300, 0, 0]],
    },
    ["red/a", "red/b"],
  ),
); // prettier-ignore
const corner = (all: Float32Array, n: number) => Array.from(all.subarray(CORNER * n, CORNER * (n + 1)));

test("each point has two corners, set off to both sides of the way", () => {
  const { corners } = ribbonsOf(film.flights, [0], 1);
  expect(corner(corners, 0)).toEqual([0, 0, 100, -0, 1, 0]);
  expect(corner(corners, 1)).toEqual([0, 0, 100, 0, -1, 0]);
  // In a bend, between the directions of the stretches on both sides of it.
  const [lon, lat, height, east, north, t] = corner(corners, 2);
  expect([lon, lat, height, t]).toEqual([1, 0, 200, 10]);
  expect(east).toBeCloseTo(-Math.SQRT1_2);
  expect(north).toBeCloseTo(Math.SQRT1_2);
});

test("triangles join the points of a flight, and no two flights", () => {
  const { corners, triangles } = ribbonsOf(film.flights, [0, 1], 0);
  expect(corners.length).toBe(2 * CORNER * 5);
  // Stretches begin at 0, 5 (of the other flight) and 10 s.
  expect(Array.from(triangles)).toEqual([0, 1, 2, 2, 1, 3, 6, 7, 8, 8, 7, 9, 2, 3, 4, 4, 3, 5]);
  expect(corner(corners, 6)).toEqual([7, 0, 0, 0, 0, 5]);
});

test("of stretches only those are drawn that may show", () => {
  const ribbons = ribbonsOf(film.flights, [0, 1], 0);
  expect(ribbons.longest).toBe(10);
  expect(shownAt(ribbons, 7, 0)).toEqual([0, 2]);
  // A trail of 1 s at 12 s may begin with a stretch that began 11 s before.
  expect(shownAt(ribbons, 12, 1)).toEqual([1, 3]);
  expect(shownAt(ribbons, -1, 1)).toEqual([0, 0]);
});
