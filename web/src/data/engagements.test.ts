import { expect, test } from "vitest";
import type { Engagement, Unit } from "../api/contract";
import { Aims, STATES } from "./aims";
import { encoded } from "./encoded";
import { readFilm } from "./film";
import { Flying } from "./flying";
import { lanesOf, upTo } from "./lanes";

const engagement = (unit: string, channel: string, target: string | null, from: number, to: number): Engagement => ({
  unit, channel, target, from, to, acquired: null, launches: [], hits: [], end_reason: "",
  spans: [{ state: "acquiring", from, to: from + 5, why: "" }, { state: "guiding", from: from + 5, to, why: "" }],
}); // prettier-ignore

test("the busiest unit comes first, channels in the order of their numbers, idle units not at all", () => {
  const lanes = lanesOf(
    {
      engagements: [
        engagement("blue/a", "blue/a/track-channel-01", "red/x", 0, 10),
        engagement("blue/b", "blue/b/track-channel-10", "red/x", 0, 10),
        engagement("blue/b", "blue/b/track-channel-02", "red/x", 0, 10),
        engagement("blue/b", "blue/b/track-channel-02", "red/y", 20, 30),
      ],
      reloads: [{ unit: "blue/b", launcher: "blue/b/rails-1", from: 30, to: 99 }],
    },
    ["blue/a", "blue/b", "blue/idle"],
  );
  expect(lanes.map((lane) => lane.text)).toEqual(["b", "track 02", "track 10", "rails-1", "a", "track 01"]);
  expect(lanes.map((lane) => lane.engagements.length)).toEqual([0, 2, 1, 0, 0, 1]);
});

test("a line joins unit and target while the engagement lasts and the target flies", () => {
  const film = readFilm(
    encoded(
      {
        "flights.name": ["i4", [0]], "flights.kind": ["u1", [0]], "flights.first": ["i4", [0]], "flights.count": ["i4", [2]],
        "flight.t": ["f4", [0, 100]], "flight.lon": ["f4", [0, 1]], "flight.lat": ["f4", [0, 0]], "flight.h": ["f4", [0, 0]],
      },
      ["red/x"],
    ),
  ); // prettier-ignore
  const units = [{ name: "blue/a", at: [2, 3, 40] }] as unknown as Unit[];
  const known = new Map([["red/x", 0]]);
  const given = [engagement("blue/a", "c", "red/x", 40, 200), engagement("blue/a", "c", null, 40, 60)];
  const aims = new Aims(given, units, known);
  const flying = new Flying(film.flights);
  const at = (t: number) => {
    flying.to(t, 1);
    aims.at(t, flying, 1);
    return aims.count;
  };
  expect([39, 42, 50, 101].map(at)).toEqual([0, 1, 1, 0]);
  at(50);
  expect([...aims.from]).toEqual([2, 3, 40]);
  expect(aims.to[0]).toBeCloseTo(0.5);
  expect(STATES[aims.state[0] ?? -1]).toBe("guiding");
  at(42);
  expect(STATES[aims.state[0] ?? -1]).toBe("acquiring");
});

test("while a battle goes on, what has no end yet ends where it stands", () => {
  const span = (from: number, to: number) => ({ state: "guiding" as const, from, to, why: "" });
  const one = { unit: "blue/u", channel: "blue/u/channel-1", target: null, from: 5, to: 2400, acquired: null, launches: [], hits: [], end_reason: "" };
  const cut = upTo(60, { engagements: [{ ...one, spans: [span(5, 20), span(20, 2400)] }], reloads: [] });
  expect(cut.engagements[0]?.to).toBe(60);
  expect(cut.engagements[0]?.spans.map(({ to }) => to)).toEqual([20, 60]);
});
