/** For tests: a film as the program would send it. */

import type { ColumnType } from "../api/contract";

type Values = Record<string, readonly [ColumnType, readonly number[]]>;
const MADE = { f4: Float32Array, i4: Int32Array, u2: Uint16Array, u1: Uint8Array };

/** Columns that a film may leave empty in a test. */
const EMPTY: Values = {
  "flights.name": ["i4", []], "flights.kind": ["u1", []], "flights.first": ["i4", []], "flights.count": ["i4", []],
  "flight.t": ["f4", []], "flight.lon": ["f4", []], "flight.lat": ["f4", []], "flight.h": ["f4", []],
  "tracks.picture": ["i4", []], "tracks.number": ["i4", []], "tracks.first": ["i4", []], "tracks.count": ["i4", []],
  "track.t": ["f4", []], "track.lon": ["f4", []], "track.lat": ["f4", []], "track.h": ["f4", []],
  "track.major": ["f4", []], "track.minor": ["f4", []], "track.angle": ["f4", []], "track.state": ["u1", []],
  "track.threat": ["i4", []],
  "event.t": ["f4", []], "event.kind": ["u1", []], "event.who": ["i4", []], "event.whom": ["i4", []],
  "event.unit": ["i4", []], "event.threat": ["i4", []], "event.reason": ["u2", []],
  "event.lon": ["f4", []], "event.lat": ["f4", []], "event.h": ["f4", []],
}; // prettier-ignore

export const KINDS = { 14: "launched", 17: "passed", 18: "killed", 19: "round-ended", 20: "burst", 24: "impact" };

export function encoded(values: Values, names: string[], origin: [number, number] = [0, 0]): ArrayBuffer {
  const columns: Record<string, { type: ColumnType; offset: number; length: number }> = {};
  const all = Object.entries({ ...EMPTY, ...values });
  let offset = 0;
  for (const [name, [type, held]] of all) {
    columns[name] = { type, offset, length: held.length };
    offset += Math.ceil((held.length * MADE[type].BYTES_PER_ELEMENT) / 8) * 8;
  }
  const directory = new TextEncoder().encode(JSON.stringify({ origin, columns, names, kinds: KINDS, reasons: { 0: "" } }));
  const start = Math.ceil((4 + directory.length) / 8) * 8;
  const bytes = new ArrayBuffer(start + offset);
  new DataView(bytes).setUint32(0, directory.length, true);
  new Uint8Array(bytes).set(directory, 4);
  for (const [name, [type, held]] of all) {
    new MADE[type](bytes, start + (columns[name]?.offset ?? 0), held.length).set(held);
  }
  return bytes;
}
