import { expect, test } from "vitest";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { Flying, stateOf, whenFlown } from "./flying";

/** Two flights: east along the equator at 1 degree in 1000 s, and one that stands at one point of time. */
const film = readFilm(
  encoded(
    {
      "flights.name": ["i4", [0, 1]], "flights.kind": ["u1", [0, 1]], "flights.first": ["i4", [0, 3]], "flights.count": ["i4", [3, 2]],
      "flight.t": ["f4", [0, 500, 1000, 100, 200]], "flight.lon": ["f4", [0, 0.5, 1, 2, 2]],
      "flight.lat": ["f4", [0, 0, 0, 1, 2]], "flight.h": ["f4", [100, 200, 300, 0, 1000]],
    },
    ["red/a", "blue/b/round-1"],
  ),
); // prettier-ignore

test("moves straight between samples, and is alive only while it flies", () => {
  const flying = new Flying(film.flights);
  flying.to(250, 1);
  expect([...flying.position.slice(0, 3)]).toEqual([0.25, 0, 150]);
  expect([...flying.alive]).toEqual([1, 0]);
  expect(flying.heading[0]).toBe(90);
  flying.to(150, 1);
  expect([...flying.position.slice(3)]).toEqual([2, 1.5, 500]);
  expect(flying.heading[1]).toBe(0);
  expect([...flying.alive]).toEqual([1, 1]);
});

test("lies on a flat map without its height", () => {
  const flying = new Flying(film.flights);
  flying.to(250, 0);
  expect(flying.position[2]).toBe(0);
});

test("seeking gives what replaying gives", () => {
  const replayed = new Flying(film.flights);
  for (let t = 0; t <= 777; t++) replayed.to(t, 1);
  const sought = new Flying(film.flights);
  sought.to(1000, 1);
  sought.to(777, 1);
  expect([...sought.position.slice(0, 3)]).toEqual([...replayed.position.slice(0, 3)]);
});

test("allocates nothing for a frame", () => {
  const flying = new Flying(film.flights);
  const { position, alive, heading } = flying;
  flying.to(100, 1);
  expect([flying.position, flying.alive, flying.heading]).toEqual([position, alive, heading]);
  expect(flying.position).toBe(position);
});

test("says height and speed: a degree of the equator in 1000 s is 111 m/s", () => {
  expect(stateOf(film.flights, 0, 250)).toEqual({ height: 150, speed: expect.closeTo(111.195, 3) });
  expect(stateOf(film.flights, 0, 1001)).toBeNull();
  expect(stateOf(film.flights, 1, 50)).toBeNull();
});

test("what does not fly now is looked for when it did", () => {
  const times = [50, 150, 999];
  expect(times.map((t) => whenFlown(film, "blue/b/round-1", t))).toEqual([100, 150, 200]);
  expect(times.map((t) => whenFlown(film, "red/never", t))).toEqual(times);
});
