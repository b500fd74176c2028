/** What a WebM file holds, read as a player reads it. For tests: the page itself only writes such files. */

export interface Held {
  type: string;
  codec: string;
  width: number;
  height: number;
  /** Milliseconds: as the file says, and of its frames. */
  lasts: number;
  times: number[];
  keys: number[];
  /** Times that the cues lead to, and whether a cluster of that time stands there. */
  cues: { t: number; right: boolean }[];
}

const INSIDE = new Set([0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0xe0, 0x1f43b675, 0x1c53bb6b, 0xbb, 0xb7]);

export function readWebm(file: Uint8Array): Held {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const held: Held = { type: "", codec: "", width: 0, height: 0, lasts: 0, times: [], keys: [], cues: [] };
  const clusters = new Map<number, number>();
  let segment = 0;
  let cluster = 0;
  let cue = 0;
  const wanted: [number, number][] = [];
  const whole = (at: number, size: number) => file.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
  const words = (at: number, size: number) => new TextDecoder().decode(file.subarray(at, at + size));
  const take: Record<number, (at: number, size: number) => void> = {
    0x4282: (at, size) => (held.type = words(at, size)),
    0x86: (at, size) => (held.codec = words(at, size)),
    0xb0: (at, size) => (held.width = whole(at, size)),
    0xba: (at, size) => (held.height = whole(at, size)),
    0x4489: (at) => (held.lasts = view.getFloat64(at)),
    0xe7: (at, size) => (cluster = whole(at, size)),
    0xb3: (at, size) => (cue = whole(at, size)),
    0xf1: (at, size) => wanted.push([cue, whole(at, size)]),
    0xa3: (at) => {
      held.times.push(cluster + view.getInt16(at + 1));
      if (view.getUint8(at + 3) & 0x80) held.keys.push(held.times.length - 1);
    },
  };
  const walk = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const start = at;
      const idSize = Math.clz32(file[at] as number) - 23;
      const id = whole(at, idSize);
      at += idSize;
      const sizeSize = Math.clz32(file[at] as number) - 23;
      // The first byte's highest bit that is set tells how many there are.
      const size = ((file[at] as number) & (255 >> sizeSize)) * 2 ** (8 * (sizeSize - 1)) + whole(at + 1, sizeSize - 1);
      at += sizeSize;
      if (size < 0 || at + size > to) throw new Error(`element ${id.toString(16)} is cut short`);
      if (id === 0x18538067) segment = at;
      if (INSIDE.has(id)) walk(at, at + size);
      else take[id]?.(at, size);
      if (id === 0x1f43b675) clusters.set(start - segment, cluster);
      at += size;
    }
  };
  walk(0, file.length);
  held.cues = wanted.map(([t, at]) => ({ t, right: clusters.get(at) === t }));
  return held;
}
