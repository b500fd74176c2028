/**
 * A clip of the replay as a WebM file, frame by frame: however slow this machine draws, each frame shows its own moment.
 * Made here, sent nowhere.
 */

import { flushSync } from "svelte";
import { type Frame, webm } from "../data/webm";
import { words } from "../words";
import { mapActions } from "./actions";
import { compose, STRIP } from "./composed";
import { seek, store } from "./store.svelte";

export interface ClipAsked {
  /** The stretch of the exercise, s, and how much faster than it the clip runs. */
  from: number;
  to: number;
  speed: number;
}

const FRAMES_A_SECOND = 25;
/** The longest clip, s. */
export const LONGEST = 120;
const WIDEST = 1280;
const BITS_A_SECOND = 4_000_000;
/** Frames from one that stands alone to the next: a player seeks to these. */
const ALONE = 2 * FRAMES_A_SECOND;
/** Frames that may wait for the encoder. */
const WAITING = 3;
/** Codecs with the names that a browser and the file have for them, the better first. */
const CODECS = [["vp09.00.40.08", "V_VP9"], ["vp8", "V_VP8"]] as const; // prettier-ignore

export const lasts = ({ from, to, speed }: ClipAsked) => Math.max(0, to - from) / speed;

/** This browser cannot make a clip, or has no map to film. */
class NoClip extends Error {}

/** Make a clip; `tell` hears what share is done. Null when it was given up. */
export async function makeClip(asked: ClipAsked, tell: (share: number) => void, given: AbortSignal): Promise<Blob | null> {
  const film = mapActions.film();
  if (!film) throw new NoClip(words.clip.noMap);
  const size = sizeOf(await film());
  const number = Math.max(1, Math.round(lasts(asked) * FRAMES_A_SECOND));
  const frames: Frame[] = [];
  let failed: unknown = null;
  const { encoder, codec } = await encoderOf(size, (frame) => frames.push(frame), (error) => (failed = error));
  const canvas = Object.assign(document.createElement("canvas"), size);
  const pen = canvas.getContext("2d", { alpha: false }) as CanvasRenderingContext2D;
  const { run, t: before } = store;
  try {
    for (let i = 0; i < number && !given.aborted; i++) {
      seek(asked.from + (i / FRAMES_A_SECOND) * asked.speed);
      // What follows from the time, such as where the map stands, is settled before the frame is drawn.
      flushSync();
      compose(pen, await film(), size.width, size.height, words.time.speed(asked.speed));
      const frame = new VideoFrame(canvas, { timestamp: (i * 1_000_000) / FRAMES_A_SECOND, duration: 1_000_000 / FRAMES_A_SECOND });
      encoder.encode(frame, { keyFrame: i % ALONE === 0 });
      frame.close();
      tell(i / number);
      do await rest();
      while (encoder.encodeQueueSize > WAITING && failed === null);
      if (failed !== null) throw failed;
    }
    if (given.aborted) return null;
    await encoder.flush();
  } finally {
    if (encoder.state !== "closed") encoder.close();
    // Another run has its own time.
    if (store.run === run) seek(before);
  }
  const made = webm({ codec, ...size, lasts: (1000 * number) / FRAMES_A_SECOND, frames }, words.name);
  return new Blob(made, { type: "video/webm" });
}

/** Pixels of the clip: the map and its strip, no wider than need be, and even, as codecs want them. */
function sizeOf(map: HTMLCanvasElement): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / map.width);
  const even = (number: number) => 2 * Math.round(number / 2);
  return { width: even(map.width * scale), height: even((map.height + STRIP * devicePixelRatio) * scale) };
}

async function encoderOf(size: { width: number; height: number }, take: (frame: Frame) => void, fail: (error: unknown) => void) {
  if (typeof VideoEncoder === "undefined") throw new NoClip(words.clip.noEncoder);
  for (const [name, codec] of CODECS) {
    const wanted: VideoEncoderConfig = { codec: name, ...size, bitrate: BITS_A_SECOND, framerate: FRAMES_A_SECOND, latencyMode: "realtime" };
    const { supported } = await VideoEncoder.isConfigSupported(wanted).catch(() => ({ supported: false }));
    if (!supported) continue;
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        take({ t: chunk.timestamp / 1000, key: chunk.type === "key", bytes });
      },
      error: fail,
    });
    encoder.configure(wanted);
    return { encoder, codec };
  }
  throw new NoClip(words.clip.noEncoder);
}

const rest = () => new Promise((resolve) => setTimeout(resolve));
