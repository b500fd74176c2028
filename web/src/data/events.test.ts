import { expect, test } from "vitest";
import { busiest, density } from "./density";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { happened, marksOf } from "./marks";

/** Rounds 1 and 2: the first passes and kills, the second passes and ends; then a threat hits the ground. */
const film = readFilm(
  encoded(
    {
      "event.t": ["f4", [1, 2, 30, 30, 70, 71, 95]], "event.kind": ["u1", [14, 14, 17, 18, 17, 19, 24]],
      "event.who": ["i4", [1, 2, 1, 1, 2, 2, 0]], "event.whom": ["i4", [0, 0, 0, 0, 0, 0, 3]],
      "event.unit": ["i4", [4, 4, 4, 4, 4, 4, -1]], "event.threat": ["i4", [0, 0, 0, 0, 0, 0, 0]],
      "event.reason": ["u2", [0, 0, 0, 0, 0, 0, 0]], "event.lon": ["f4", [0, 0, 1, 1, 2, 2, 3]],
      "event.lat": ["f4", [0, 0, 0, 0, 0, 0, 0]], "event.h": ["f4", [0, 0, 500, 500, 0, 0, 0]],
    },
    ["red/a", "blue/u/round-1", "blue/u/round-2", "place/p", "blue/u"],
  ),
); // prettier-ignore

test("a round leaves one mark: its kill, or the first miss", () => {
  const marks = marksOf(film);
  expect(marks.kind).toEqual(["kill", "miss", "hit"]);
  expect([...marks.t]).toEqual([30, 70, 95]);
  expect([...marks.position.slice(0, 3)]).toEqual([1, 0, 500]);
});

test("marks happen one after the other", () => {
  const marks = marksOf(film);
  expect([0, 30, 69, 95, 1000].map((t) => happened(marks, t))).toEqual([0, 1, 1, 3, 3]);
});

test("the time bar counts launches, kills and hits, and nothing else", () => {
  const counts = density(film, 0, 100, 10);
  expect([...counts.launches]).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...counts.kills]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  expect([...counts.hits]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(counts.most).toBe(2);
});

test("the busiest minute is the first of those that are", () => {
  expect(busiest(film, 0, 120)).toBe(0);
  expect(busiest(film, 31, 151)).toBe(91);
});
