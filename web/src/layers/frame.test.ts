/** A frame of a battle with 300 threats and 150 rounds in the air at once allocates nothing: seen on the heap, without WebGL. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Device } from "@luma.gl/core";
import { expect, test } from "vitest";
import type { Engagement, Run } from "../api/contract";
import { encoded } from "../data/encoded";
import { readFilm } from "../data/film";
import { Flying } from "../data/flying";
import { palette } from "../map/palette";
import { aims } from "./aimLayer";
import { Columns } from "./column";
import { markLayer } from "./markLayer";
import type { Part, Stage } from "./part";
import { pictureLayer } from "./pictureLayer";
import { selection } from "./selection";
import { things } from "./things";
import { trails } from "./trails";
import { units } from "./unitLayer";

const THREATS = 300;
const ROUNDS = 150;
const LASTS = 100;
const UNIT = THREATS + ROUNDS;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Values for each of so many things, at each of some moments. */
const each = (count: number, moments: number, value: (i: number, moment: number) => number) =>
  Array.from({ length: count * moments }, (_, n) => value(Math.floor(n / moments), n % moments));

function crowd() {
  const all = THREATS + ROUNDS;
  const place = (i: number, moment: number) => 20 + 0.001 * i + 0.01 * moment;
  return readFilm(
    encoded(
      {
        "flights.name": ["i4", each(all, 1, (i) => i)], "flights.kind": ["u1", each(all, 1, (i) => (i < THREATS ? 0 : 1))],
        "flights.first": ["i4", each(all, 1, (i) => 11 * i)], "flights.count": ["i4", each(all, 1, () => 11)],
        "flight.t": ["f4", each(all, 11, (_, moment) => (moment * LASTS) / 10)], "flight.lon": ["f4", each(all, 11, place)],
        "flight.lat": ["f4", each(all, 11, place)], "flight.h": ["f4", each(all, 11, () => 1000)],
        "tracks.picture": ["i4", each(THREATS, 1, () => UNIT)], "tracks.number": ["i4", each(THREATS, 1, (i) => i)],
        "tracks.first": ["i4", each(THREATS, 1, (i) => 11 * i)], "tracks.count": ["i4", each(THREATS, 1, () => 11)],
        "track.t": ["f4", each(THREATS, 11, (_, moment) => (moment * LASTS) / 10)], "track.lon": ["f4", each(THREATS, 11, place)],
        "track.lat": ["f4", each(THREATS, 11, place)], "track.h": ["f4", each(THREATS, 11, () => 1000)],
        "track.major": ["f4", each(THREATS, 11, () => 500)], "track.minor": ["f4", each(THREATS, 11, () => 100)],
        "track.angle": ["f4", each(THREATS, 11, (i) => i)], "track.state": ["u1", each(THREATS, 11, (i) => i % 4)],
        "track.threat": ["i4", each(THREATS, 11, (i) => (i % 5 ? i : -1))],
        "event.t": ["f4", each(ROUNDS, 1, (i) => (i * LASTS) / ROUNDS)], "event.kind": ["u1", each(ROUNDS, 1, () => 18)],
        "event.who": ["i4", each(ROUNDS, 1, (i) => THREATS + i)], "event.whom": ["i4", each(ROUNDS, 1, (i) => i)],
        "event.unit": ["i4", each(ROUNDS, 1, () => UNIT)], "event.threat": ["i4", each(ROUNDS, 1, (i) => i)],
        "event.reason": ["u2", each(ROUNDS, 1, () => 0)], "event.lon": ["f4", each(ROUNDS, 1, place)],
        "event.lat": ["f4", each(ROUNDS, 1, place)], "event.h": ["f4", each(ROUNDS, 1, () => 1000)],
      },
      [...Array.from({ length: all }, (_, i) => `red/one/${i}`), "blue/s400"],
    ),
  ); // prettier-ignore
}

function staged(): Stage {
  const film = crowd();
  const unit = { name: "blue/s400", role: "fire", at: [20, 44, 100], ready: false, destroyed: 50, sidc: "unit" };
  const engagement = (i: number) => ({
    unit: "blue/s400", target: `red/one/${i}`, from: 0, to: LASTS,
    spans: [{ state: "waiting", from: 0, to: LASTS / 2 }, { state: "guiding", from: LASTS / 2, to: LASTS }],
  }); // prettier-ignore
  const device = { createBuffer: () => ({ write: () => {}, destroy: () => {} }) };
  return {
    columns: new Columns(device as unknown as Device),
    run: { units: [unit], places: [], threats: [], traffic: [] } as unknown as Run,
    film,
    engagements: Array.from({ length: THREATS }, (_, i) => engagement(i)) as unknown as Engagement[],
    palette: palette("dark"),
    atlas: { image: null as unknown as HTMLCanvasElement, icons: {} },
    flying: new Flying(film.flights),
    flightOf: new Map(film.names.map((name, row) => [name, row])),
    now: { t: 0 },
    zoomed: { by: 1 },
    raised: 0,
  };
}

const PARTS: Record<string, (stage: Stage) => Part> = {
  "what flies": (stage) => things(stage, false),
  engagements: aims,
  "hits and misses": markLayer,
  units,
  trails: (stage) => trails(stage, false),
  "the picture of a unit": (stage) => pictureLayer(stage, UNIT, true),
  "what is selected": (stage) => selection(stage, "red/one/7"),
};

/** Frames of a try, and bytes that one may take: a few numbers that the engine boxes, and no row of anything. */
const FRAMES = 400;
const BOXED = 48;

/** Bytes that a frame leaves on the heap while nothing is collected, the least of a few tries. */
function left(frame: (t: number) => void): number {
  const many = () => {
    for (let i = 0; i < FRAMES; i++) frame((i * LASTS) / FRAMES);
  };
  // What is not compiled yet boxes every number.
  for (let i = 0; i < 5; i++) many();
  const tries = Array.from({ length: 3 }, () => {
    collect();
    const before = process.memoryUsage().heapUsed;
    many();
    return (process.memoryUsage().heapUsed - before) / FRAMES;
  });
  return Math.min(...tries);
}

// Again where a busy machine compiles late.
test.each(Object.entries(PARTS))("a frame allocates nothing: %s", { retry: 2 }, (_, part) => {
  const stage = staged();
  const made = part(stage);
  expect(made.layers.length).toBeGreaterThan(0);
  const grown = left((t) => {
    stage.now.t = t;
    stage.flying.to(t, 0);
    made.draw();
  });
  expect(grown).toBeLessThan(BOXED);
});
