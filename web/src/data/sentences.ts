/** What a battle that goes on has come to, in sentences of its log: the latest at a time, and those about one name. */

import type { Film } from "./film";
import type { MarkKind } from "./marks";
import { notAfter } from "./search";

export interface Sentence {
  row: number;
  t: number;
  text: string;
  /** Names that it is about: who did it, whom, of which unit, and the threat that it concerns. */
  about: readonly string[];
  /** How much it matters: what is lost or shot down stands out. */
  mark: MarkKind | null;
}

const MARKS: Record<string, MarkKind> = { killed: "kill", impact: "hit", "unit-destroyed": "lost" };

export class Sentences {
  private readonly held: Sentence[] = [];
  private readonly times: number[] = [];
  private readonly marks: ReadonlyMap<number, MarkKind>;

  constructor(private readonly film: Film) {
    this.marks = new Map(Object.entries(MARKS).map(([name, mark]) => [film.kinds.get(name) ?? -1, mark]));
  }

  /** Take in the sentences of rows that the film has already. */
  take(sentences: readonly (readonly [number, string])[]): void {
    const { events, names } = this.film;
    for (const [row, text] of sentences) {
      const about = [events.who[row], events.whom[row], events.unit[row], events.threat[row]];
      const t = events.t[row] as number;
      this.times.push(t);
      this.held.push({
        row,
        t,
        text,
        about: about.flatMap((name) => names[name as number] ?? []),
        mark: this.marks.get(events.kind[row] as number) ?? null,
      });
    }
  }

  /** The latest, not after `t`, the last first; of one name where that is given. */
  latest(t: number, most: number, name: string | null = null): Sentence[] {
    const found: Sentence[] = [];
    for (let i = notAfter(this.times, t) - 1; i >= 0 && found.length < most; i--) {
      const one = this.held[i] as Sentence;
      if (name === null || one.about.includes(name)) found.push(one);
    }
    return found;
  }
}
