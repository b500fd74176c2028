import { expect, test } from "vitest";
import { type Frame, webm } from "./webm";
import { readWebm } from "./webmRead";

const frame = (i: number): Frame => ({ t: 40 * i, key: i % 50 === 0, bytes: Uint8Array.of(i & 255, 1, 2) });

function file(number: number): Uint8Array {
  const frames = Array.from({ length: number }, (_, i) => frame(i));
  const parts = webm({ codec: "V_VP9", width: 1280, height: 702, lasts: 40 * number, frames }, "Shieldwall");
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

test("begins with the mark of Matroska (RFC 8794), and says that it is WebM", () => {
  const made = file(2);
  expect([...made.slice(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
  expect(readWebm(made).type).toBe("webm");
});

test("holds each frame at its time, its key frames, its size and its length", () => {
  const held = readWebm(file(120));
  expect(held).toMatchObject({ codec: "V_VP9", width: 1280, height: 702, lasts: 4800, keys: [0, 50, 100] });
  expect(held.times).toEqual(Array.from({ length: 120 }, (_, i) => 40 * i));
});

test("cues lead to the clusters of their times, so that a player can seek", () => {
  expect(readWebm(file(120)).cues).toEqual([0, 2000, 4000].map((t) => ({ t, right: true })));
});

test("a file that is cut short is noticed by who reads it", () => {
  expect(() => readWebm(file(10).slice(0, -1))).toThrow("cut short");
});
