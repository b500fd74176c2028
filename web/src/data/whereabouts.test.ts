import { expect, test } from "vitest";
import type { Run } from "../api/contract";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { nearest, whereabouts } from "./whereabouts";

/** A threat that flies east along the equator, 1 degree in 1000 s, and a round. */
const film = readFilm(
  encoded(
    {
      "flights.name": ["i4", [0, 1]], "flights.kind": ["u1", [0, 1]], "flights.first": ["i4", [0, 2]], "flights.count": ["i4", [2, 2]],
      "flight.t": ["f4", [0, 1000, 100, 200]], "flight.lon": ["f4", [0, 1, 2, 2]],
      "flight.lat": ["f4", [0, 0, 1, 2]], "flight.h": ["f4", [100, 300, 0, 1000]],
    },
    ["red/a", "blue/b/round-1"],
  ),
); // prettier-ignore
const run = {
  places: [{ name: "depot", at: [0.5, -1, 0] }, { name: "far", at: [9, 9, 0] }],
  units: [{ name: "blue/b", at: [2, 1, 0] }],
  threats: [
    { name: "red/a", title: "Drone", fate: "leaked", t: 1000 },
    { name: "red/gone", title: "Drone", fate: "killed", t: 90 },
  ],
  traffic: [],
} as unknown as Run;

test("says what flies, how far from what is defended and in which direction of eight", () => {
  const { air, rounds, killed, leaked } = whereabouts(run, film, 500);
  expect(air).toHaveLength(1);
  expect(air[0]).toMatchObject({ name: "red/a", title: "Drone", of: "depot", direction: 0, threat: true });
  // A degree of latitude is 111 km, and 0.001 degrees a second along the equator 111 m/s.
  expect(air[0]?.metres).toBeCloseTo(111_195, -2);
  expect(air[0]?.speed).toBeCloseTo(111.2, 0);
  expect(air[0]?.height).toBeCloseTo(200);
  expect([rounds, killed, leaked]).toEqual([0, 1, 0]);
});

test("counts rounds in flight, and names no place as near to itself", () => {
  expect(whereabouts(run, film, 150).rounds).toBe(1);
  expect(nearest(run, [0.5, -1], "depot")?.of).toBe("far");
  expect(nearest({ places: [], units: run.units }, [2, 0])).toMatchObject({ of: "blue/b", direction: 4 });
  expect(nearest({ places: [], units: [] }, [2, 0])).toBeNull();
});
