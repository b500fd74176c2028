/** Who engages whom at a time, as lines from unit to target: filled into arrays made once. */

import type { ChannelState, Engagement, Span, Unit } from "../api/contract";
import type { Flying } from "./flying";

/** States in the order of their colours. */
export const STATES: readonly ChannelState[] = ["acquiring", "waiting", "guiding", "assessing"];

interface Held {
  engagement: Engagement;
  site: readonly [number, number, number];
  flight: number;
}

export class Aims {
  count = 0;
  readonly from: Float32Array;
  readonly to: Float32Array;
  /** Row of STATES for each line. */
  readonly state: Uint8Array;
  private readonly held: Held[];

  /** `flightOf` gives the row of the flights of a name. */
  constructor(engagements: readonly Engagement[], units: readonly Unit[], flightOf: ReadonlyMap<string, number>) {
    const sites = new Map(units.map((unit) => [unit.name, unit.at]));
    this.held = engagements.flatMap((engagement) => {
      const site = sites.get(engagement.unit);
      const flight = engagement.target === null ? undefined : flightOf.get(engagement.target);
      return site && flight !== undefined ? [{ engagement, site, flight }] : [];
    });
    this.from = new Float32Array(3 * this.held.length);
    this.to = new Float32Array(3 * this.held.length);
    this.state = new Uint8Array(this.held.length);
  }

  /** Hold the lines of time `t`; `flying` must be at the same time. */
  at(t: number, flying: Flying, raised: number): void {
    this.count = 0;
    for (let i = 0; i < this.held.length; i++) {
      const { engagement, site, flight } = this.held[i] as Held;
      if (t < engagement.from || t > engagement.to || !flying.alive[flight]) continue;
      const n = 3 * this.count;
      this.from[n] = site[0];
      this.from[n + 1] = site[1];
      this.from[n + 2] = raised * site[2];
      for (let axis = 0; axis < 3; axis++) this.to[n + axis] = flying.position[3 * flight + axis] as number;
      this.state[this.count++] = stateAt(engagement, t);
    }
  }
}

function stateAt(engagement: Engagement, t: number): number {
  const { spans } = engagement;
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as Span;
    if (t <= span.to) return STATES.indexOf(span.state);
  }
  return STATES.length - 1;
}
