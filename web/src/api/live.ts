/** A battle that goes on: begun, and followed over a line that comes back by itself. */

import { at, json, Refusal } from "./ask";
import type { LivePage, LivePlace, Pace } from "./liveContract";
import { type Tell, work } from "./work";

/** Make a battle of a built-in scenario ready; the answer names it. */
export const begin = (scenario: string, tell: Tell) => work<{ live: string }>(`${at("scenarios", scenario)}/live`, {}, tell);
export const page = (id: string) => json<LivePage>(at("live", id));

export type Command = "stop" | "go" | "end" | `pace ${Pace}`;

/** What the line says of itself and brings. */
export interface Heard {
  frame(bytes: ArrayBuffer): void;
  /** Whether it is there. */
  line(open: boolean): void;
  /** It will not come back: the program does not know the battle any more. */
  gone(error: unknown): void;
  /** Another battle goes by this name: the program was started anew. */
  other(): void;
  /** Where to go on from. */
  place(): LivePlace;
}

/** Time before a line that broke is tried again, ms: soon at first, then seldom. */
const SOON = 400;
const SELDOM = 5000;
/** The end of a battle, as the program says it. */
const FINISHED = 1000;
/** The program was started anew, and first lets this browser in. */
const NOT_LET_IN = 401;

export class Line {
  private socket: WebSocket | null = null;
  private closed = false;
  private pause = SOON;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly battle: Pick<LivePage, "id" | "mark">,
    private readonly heard: Heard,
  ) {
    this.open();
  }

  say(command: Command): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(command);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.later);
    this.socket?.close();
  }

  private open(): void {
    const [points, samples, events, fought] = this.heard.place().map(String);
    const from = new URLSearchParams({ points, samples, events, fought } as Record<string, string>);
    const socket = new WebSocket(`ws://${location.host}${at("live", this.battle.id, "frames")}?${from}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.pause = SOON;
      this.heard.line(true);
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.heard.frame(data);
    socket.onclose = ({ code }) => {
      if (this.closed || code === FINISHED) return;
      this.heard.line(false);
      this.soon();
    };
    this.socket = socket;
  }

  private soon(): void {
    if (this.closed) return;
    this.later = setTimeout(() => void this.again(), this.pause);
    this.pause = Math.min(2 * this.pause, SELDOM);
  }

  /** Open it again, as soon as the program is there and lets this browser in, if it still fights this battle. */
  private async again(): Promise<void> {
    let mark: string;
    try {
      ({ mark } = await page(this.battle.id));
    } catch (error) {
      if (this.closed) return;
      if (error instanceof Refusal && error.status !== NOT_LET_IN) return this.heard.gone(error);
      return this.soon();
    }
    if (this.closed) return;
    if (mark !== this.battle.mark) return this.heard.other();
    this.open();
  }
}
