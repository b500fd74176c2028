/** How threats ended, as stacked bars: where each part begins and ends, how full its colour is, and what it says. */

import type { EndPart, Ends } from "../../api/studyContract";
import { words } from "../../words";
import { along, type Scale, scaleOf } from "./ladder";

/** A part shows its number when it is at least so wide, of the whole scale. */
const LABELLED = 0.075;
/**
 * How full the colour of each stage is, %, from those that nobody saw to those that rounds reached. Between the second and
 * the third there is a gap, since words can be read on what is fuller and on what is fainter, but not between.
 */
export const SHADES = [100, 92, 54, 46, 38, 30, 22, 14];
/** On what is fuller than this, words have the colour of the paper. */
export const FULL = 60;
/** Of other ways of ending; those that are not here are hatched. */
export const OTHERS: Record<string, number> = { killed: 50, delivered: 42, expired: 34 };

export interface Stretch {
  part: EndPart;
  /** Its place among all parts, which is the same for every option. */
  place: number;
  from: number;
  to: number;
  look: Look;
  label: string;
  said: string;
}

/** The colour of a way of ending, and how full it is, %. */
export interface Look {
  fate: string;
  shade: number;
}

export interface EndRow {
  option: string;
  stretches: Stretch[];
  /** All of it in words. */
  said: string;
}

/** The places of those parts that any option has some of. */
export const columnsOf = ({ options }: Ends): number[] =>
  (options[0]?.parts ?? []).flatMap((_, place) => (options.some(({ parts }) => (parts[place]?.estimate ?? 0) > 0) ? [place] : []));

/** A scale on which the longest bar fits. */
export function endScale({ options }: Ends): Scale {
  const sums = options.map(({ parts }) => sum(parts));
  return scaleOf(sums.map((high) => ({ estimate: high, low: 0, high })), true);
}

export function endRows(ends: Ends, scale: Scale): EndRow[] {
  const columns = columnsOf(ends);
  return ends.options.map(({ option, parts }) => {
    let from = 0;
    const stretches = columns.flatMap((place) => {
      const part = parts[place];
      if (!part || part.estimate <= 0) return [];
      const begun = along(scale, from);
      from += part.estimate;
      const to = along(scale, from);
      const label = to - begun >= LABELLED ? part.estimate.toFixed(1) : "";
      return [{ part, place, from: begun, to, look: lookOf(part, place), label, said: saidOf(option, part) }];
    });
    const all = stretches.map(({ part }) => `${part.estimate.toFixed(1)} ${part.words}`);
    return { option, stretches, said: words.study.endsRow(option, all) };
  });
}

/** What each look is: those of the parts that there are, in their order. */
export const endKey = (ends: Ends): { place: number; look: Look; words: string }[] =>
  columnsOf(ends).flatMap((place) => {
    const part = ends.options[0]?.parts[place];
    return part ? [{ place, look: lookOf(part, place), words: part.words }] : [];
  });

const lookOf = ({ fate }: EndPart, place: number): Look => ({ fate, shade: (fate === "leaked" ? SHADES[place] : OTHERS[fate]) ?? 0 });

const saidOf = (option: string, { words: how, text, span, reasons }: EndPart) =>
  words.study.endsSaid(option, how, text, span, reasons.map(({ reason, text: often }) => `${reason} (${often})`));

const sum = (parts: readonly EndPart[]) => parts.reduce((all, { estimate }) => all + estimate, 0);
