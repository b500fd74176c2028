import { expect, test } from "vitest";
import { encoded } from "./encoded";
import { Flying } from "./flying";
import { GrowingFilm } from "./growing";
import { countsAt, noteFates, standings } from "./known";
import { marksOf } from "./marks";
import { Picture, pictures } from "./picture";
import { Sentences } from "./sentences";

const NAMES = ["red/a", "red/b", "blue/u/round-1", "blue/u"];
const KINDS = { 1: "enters", 14: "launched", 18: "killed", 24: "impact" };
const ORIGIN = [40, 20] as [number, number];

function begun(): GrowingFilm {
  const meanings = { origin: ORIGIN, names: NAMES, kinds: KINDS, reasons: { 0: "" } };
  return new GrowingFilm({ meanings, flights: [[0, 0], [1, 0], [2, 1]] });
} // prettier-ignore

type Point = [who: number, t: number, lon: number];
/** Points that stay, or places of now, on the parallel of the origin. */
const points = (table: string, rows: Point[]) => ({
  [`${table}.who`]: ["i4", rows.map(([who]) => who)],
  [`${table}.t`]: ["f4", rows.map(([, t]) => t)],
  [`${table}.lon`]: ["f4", rows.map(([, , lon]) => lon)],
  [`${table}.lat`]: ["f4", rows.map(() => 0)],
  [`${table}.h`]: ["f4", rows.map(() => 100)],
}) as never; // prettier-ignore
const frame = (...tables: object[]) => encoded(Object.assign({}, ...tables), NAMES);
const event = (t: number, kind: number, who: number, whom: number) =>
  ({
    "event.t": ["f4", [t]], "event.kind": ["u1", [kind]], "event.who": ["i4", [who]], "event.whom": ["i4", [whom]],
    "event.unit": ["i4", [-1]], "event.threat": ["i4", [whom]], "event.reason": ["u2", [0]],
    "event.lon": ["f4", [0]], "event.lat": ["f4", [0]], "event.h": ["f4", [0]],
  }) as never; // prettier-ignore

test("what flies is where the last frame says, and on its path before that", () => {
  const film = begun();
  const flying = new Flying(film.film.flights);
  film.take(frame(points("point", [[0, 0, 0]]), points("now", [[0, 1, 0.1]])));
  flying.to(1, 0);
  expect(flying.position[0]).toBeCloseTo(20.1, 5);
  film.take(frame(points("now", [[0, 2, 0.4]])));
  flying.to(2, 0);
  expect(flying.position[0]).toBeCloseTo(20.4, 5);
  // Places of now do not stay: half the way between the points that do.
  film.take(frame(points("point", [[0, 4, 1]]), points("now", [[0, 4, 1]])));
  flying.to(2, 0);
  expect(flying.position[0]).toBeCloseTo(20.5, 5);
  expect([...flying.alive]).toEqual([1, 0, 0]);
});

test("what flies is there at the very time of the last frame, as columns have it", () => {
  const film = begun();
  const t = 1063.00004;
  film.take(frame(points("point", [[0, 0, 0]]), points("now", [[0, t, 1]])));
  const flying = new Flying(film.film.flights);
  flying.to(Math.fround(t), 0);
  expect(flying.alive[0]).toBe(1);
});

test("what ends is gone after its last point", () => {
  const film = begun();
  const flying = new Flying(film.film.flights);
  film.take(frame(points("point", [[0, 0, 0], [1, 0, 0]]), points("now", [[0, 1, 1], [1, 1, 1]])));
  film.take(frame(points("point", [[0, 1.5, 1.5]]), points("now", [[1, 2, 2]])));
  flying.to(2, 0);
  expect([...flying.alive]).toEqual([0, 1, 0]);
  flying.to(1.25, 0);
  expect([...flying.alive]).toEqual([1, 1, 0]);
}); // prettier-ignore

test("paths of hundreds of points keep apart, however they grow, and the tables keep their identity", () => {
  const film = begun();
  const { flights } = film.film;
  for (let t = 0; t < 300; t++) {
    const rows: Point[] = t % 3 ? [[0, t, t / 100], [2, t, -t / 100]] : [[1, t, t / 50], [0, t, t / 100]];
    film.take(frame(points("point", rows), points("now", rows)));
  }
  expect(film.film.flights).toBe(flights);
  const path = (i: number) => {
    const [from, to] = [flights.first[i] as number, (flights.first[i] as number) + (flights.points[i] as number)];
    return { t: [...flights.t.slice(from, to)], lon: [...flights.lon.slice(from, to)] };
  };
  for (const [i, speed] of [[0, 0.01], [1, 0.02], [2, -0.01]] as const) {
    const { t, lon } = path(i);
    expect(t).toEqual([...t].sort((a, b) => a - b));
    lon.forEach((at, n) => expect(at).toBeCloseTo(20 + speed * (t[n] as number), 4));
  }
}); // prettier-ignore

test("tracks are those of their pictures, new ones as they come", () => {
  const film = begun();
  const sample = (number: number, t: number, lon: number) =>
    ({
      "track.picture": ["i4", [3]], "track.number": ["i4", [number]], "track.t": ["f4", [t]], "track.lon": ["f4", [lon]],
      "track.lat": ["f4", [0]], "track.h": ["f4", [0]], "track.major": ["f4", [50]], "track.minor": ["f4", [20]],
      "track.angle": ["f4", [0]], "track.state": ["u1", [1]], "track.threat": ["i4", [0]],
    }) as never; // prettier-ignore
  for (let t = 0; t < 60; t += 5) film.take(frame(sample(7, t, t)));
  film.take(frame(sample(9, 60, 1)));
  expect([...pictures(film.film.tracks)]).toEqual([[3, 2]]);
  const picture = new Picture(film.film.tracks, 3);
  picture.to(7.5, 0);
  expect(picture.count).toBe(1);
  expect(picture.position[0]).toBeCloseTo(27.5, 4);
  expect(picture.ellipse[0]).toBe(50);
});

test("events are appended, and leave their marks", () => {
  const film = begun();
  film.take(frame(event(1, 1, 0, -1)));
  const { events } = film.film;
  film.take(frame(event(30, 18, 2, 0)));
  expect(film.film.events).toBe(events);
  expect([...events.t]).toEqual([1, 30]);
  expect(marksOf(film.film).kind).toEqual(["kill"]);
});

test("nobody's fate is known before it has come", () => {
  const film = begun();
  film.take(frame(event(1, 1, 0, -1)));
  film.take(frame(event(30, 18, 2, 0)));
  film.take(frame(event(31, 24, 0, 3)));
  expect([0, 1, 29, 30, 99].map((t) => standings(film.film, t)("red/a").known)).toEqual(["ahead", "flying", "flying", "killed", "killed"]);
  expect(countsAt(film.film, 30)).toEqual({ entered: 1, launched: 0, killed: 1, hits: 0 });
  const threats = ["red/a", "red/b"].map((name) => ({ name, fate: "", t: null as number | null }));
  noteFates(threats, film.film, 29);
  expect(threats.map((one) => one.fate)).toEqual(["", ""]);
  noteFates(threats, film.film, 99);
  expect(threats[0]).toEqual({ name: "red/a", fate: "killed", t: 30 });
  expect(threats[1]?.fate).toBe("");
  expect(standings(film.film, 99)("red/b")).toEqual({ known: "ahead", t: null });
});

test("sentences are those up to a time, the last first, of all or of one name", () => {
  const film = begun();
  const sentences = new Sentences(film.film);
  film.take(frame(event(1, 1, 0, -1)));
  film.take(frame(event(30, 18, 2, 0)));
  film.take(frame(event(40, 24, 1, 3)));
  sentences.take([[0, "a enters."], [1, "round-1 kills a."], [2, "b hits u."]]);
  expect(sentences.latest(35, 10).map((one) => one.text)).toEqual(["round-1 kills a.", "a enters."]);
  expect(sentences.latest(99, 1).map((one) => one.mark)).toEqual(["hit"]);
  expect(sentences.latest(99, 10, "red/a").map((one) => one.row)).toEqual([1, 0]);
}); // prettier-ignore
