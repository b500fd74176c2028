/** Frames of a video as a WebM file (Matroska, RFC 9559): one track, a cluster from each key frame on, and its cues. */

export interface Frame {
  /** Milliseconds from the begin. */
  t: number;
  key: boolean;
  bytes: Uint8Array;
}

export interface Video {
  codec: "V_VP8" | "V_VP9";
  width: number;
  height: number;
  /** Milliseconds in all. */
  lasts: number;
  frames: readonly Frame[];
}

type Part = Uint8Array<ArrayBuffer>;

export function webm(video: Video, app: string): Part[] {
  const clusters = clustersOf(video.frames);
  const info = element(0x1549a966, [
    number(0x2ad7b1, 1_000_000), real(0x4489, video.lasts), text(0x4d80, app), text(0x5741, app),
  ]); // prettier-ignore
  const picture = element(0xe0, [number(0xb0, video.width), number(0xba, video.height)]);
  const track = [number(0xd7, 1), number(0x73c5, 1), number(0x83, 1), number(0x9c, 0), text(0x86, video.codec), picture];
  const head = [info, element(0x1654ae6b, [element(0xae, track)])];
  // Numbers have one size, so that cues can say how far behind them the clusters lie.
  const cuesSize = sizeOf(cues(clusters, 0));
  const parts = [...head, cues(clusters, sizeOf(head) + cuesSize), ...clusters.map(({ part }) => part)];
  return [header(), ...framed(0x18538067, parts)];
}

function header(): Part {
  return element(0x1a45dfa3, [
    number(0x4286, 1), number(0x42f7, 1), number(0x42f2, 4), number(0x42f3, 8), text(0x4282, "webm"), number(0x4287, 4), number(0x4285, 2),
  ]); // prettier-ignore
}

interface Cluster {
  t: number;
  part: Part;
}

function clustersOf(frames: readonly Frame[]): Cluster[] {
  const found: Cluster[] = [];
  let own: Frame[] = [];
  const close = () => {
    const first = own[0];
    if (!first) return;
    const t = Math.round(first.t);
    const blocks = own.map((frame) => block(frame, t));
    found.push({ t, part: element(0x1f43b675, [number(0xe7, t), ...blocks]) });
    own = [];
  };
  for (const frame of frames) {
    if (frame.key) close();
    own.push(frame);
  }
  close();
  return found;
}

/** A frame of track 1 at a time from its cluster's, 16 bits. */
function block({ t, key, bytes }: Frame, since: number): Part {
  const from = Math.round(t) - since;
  const head = Uint8Array.of(0x81, (from >> 8) & 255, from & 255, key ? 0x80 : 0);
  return element(0xa3, [head, bytes]);
}

function cues(clusters: readonly Cluster[], before: number): Part {
  let at = before;
  const points = clusters.map(({ t, part }) => {
    const point = element(0xbb, [number(0xb3, t), element(0xb7, [number(0xf7, 1), number(0xf1, at)])]);
    at += part.length;
    return point;
  });
  return element(0x1c53bb6b, points);
}

function sizeOf(parts: Part | readonly Part[]): number {
  return parts instanceof Uint8Array ? parts.length : parts.reduce((sum, part) => sum + part.length, 0);
}

function element(id: number, parts: readonly Uint8Array[]): Part {
  const all = framed(id, parts);
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An element's name and its size, in eight bytes, before what it holds. */
function framed(id: number, parts: readonly Uint8Array[]): Part[] {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const name = bytesOf(id);
  const head = new Uint8Array(name.length + 8);
  head.set(name);
  new DataView(head.buffer).setBigUint64(name.length, BigInt(size) | (1n << 56n));
  return [head, ...(parts as Part[])];
}

function number(id: number, value: number): Part {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setBigUint64(0, BigInt(Math.round(value)));
  return element(id, [content]);
}

function real(id: number, value: number): Part {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setFloat64(0, value);
  return element(id, [content]);
}

function text(id: number, value: string): Part {
  return element(id, [new TextEncoder().encode(value)]);
}

function bytesOf(id: number): Part {
  const bytes = [24, 16, 8, 0].map((shift) => (id >>> shift) & 255);
  return Uint8Array.from(bytes.slice(bytes.findIndex((byte) => byte > 0)));
}
