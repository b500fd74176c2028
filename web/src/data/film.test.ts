import { expect, test } from "vitest";
import { encoded } from "./encoded";
import { FilmError, readFilm } from "./film";

const ONE = {
  "flights.name": ["i4", [0]], "flights.kind": ["u1", [0]], "flights.first": ["i4", [0]], "flights.count": ["i4", [2]],
  "flight.t": ["f4", [10, 20]], "flight.lon": ["f4", [0, 0.5]], "flight.lat": ["f4", [0, -0.25]], "flight.h": ["f4", [100, 300]],
} as const; // prettier-ignore

test("positions are counted from the origin, latitude first", () => {
  const film = readFilm(encoded(ONE, ["red/a"], [44.5, 20.25]));
  expect([...film.flights.lon]).toEqual([20.25, 20.75]);
  expect([...film.flights.lat]).toEqual([44.5, 44.25]);
  expect(film.flights.count).toBe(1);
  expect(film.names).toEqual(["red/a"]);
  expect(film.kinds.get("killed")).toBe(18);
});

test("columns are views on what came, not copies", () => {
  const bytes = encoded(ONE, ["red/a"]);
  expect(readFilm(bytes).flights.t.buffer).toBe(bytes);
});

test("a film that is cut short says so", () => {
  const bytes = encoded(ONE, ["red/a"]);
  expect(() => readFilm(bytes.slice(0, bytes.byteLength - 16))).toThrow(FilmError);
  expect(() => readFilm(bytes.slice(0, 20))).toThrow("it is cut short");
  expect(() => readFilm(new ArrayBuffer(0))).toThrow("it is empty");
});

test("what is no film, or is of a version that has another directory, says so", () => {
  const other = new TextEncoder().encode("\x02\0\0\0{}\0\0");
  expect(() => readFilm(other.buffer)).toThrow(FilmError);
  const html = new TextEncoder().encode("\x05\0\0\0<html>");
  expect(() => readFilm(html.buffer)).toThrow("no directory that this page knows");
});

test("a column of another type is missing", () => {
  expect(() => readFilm(encoded({ ...ONE, "flight.t": ["i4", [1, 2]] }, ["red/a"]))).toThrow("flight.t");
});
