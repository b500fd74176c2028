/** The engagement time line as lanes: a heading for each unit that fought, under it its channels and its reloads. */

import type { Engagement, Engagements, Reload } from "../api/contract";
import { lastPart, short } from "./names";

export interface Lane {
  unit: string;
  text: string;
  /** A heading names the unit and has no bars of its own. */
  heading: boolean;
  engagements: Engagement[];
  reloads: Reload[];
}

/** Lanes of a run, the busiest unit first; channels that were never given a target have none. */
export function lanesOf({ engagements, reloads }: Engagements, units: readonly string[]): Lane[] {
  const lanes: Lane[] = [];
  const busy = units.map((unit) => ({ unit, own: engagements.filter((one) => one.unit === unit) }));
  for (const { unit, own } of busy.toSorted((a, b) => b.own.length - a.own.length)) {
    if (own.length === 0) continue;
    lanes.push({ unit, text: short(unit), heading: true, engagements: [], reloads: [] });
    for (const [channel, held] of [...grouped(own, (one) => one.channel)].sort(byName)) {
      lanes.push({ unit, text: channelText(channel), heading: false, engagements: held, reloads: [] });
    }
    const loads = reloads.filter((reload) => reload.unit === unit);
    for (const [launcher, held] of [...grouped(loads, (one) => one.launcher)].sort(byName)) {
      lanes.push({ unit, text: lastPart(launcher), heading: false, engagements: [], reloads: held });
    }
  }
  return lanes;
}

/** Engagements as far as a time: what goes on ends there, as far as anybody knows. */
export function upTo(t: number, { engagements, reloads }: Engagements): Engagements {
  const cut = <T extends { to: number }>(one: T): T => (one.to > t ? { ...one, to: t } : one);
  return { engagements: engagements.map((one) => ({ ...cut(one), spans: one.spans.map(cut) })), reloads: reloads.map(cut) };
}

function channelText(channel: string): string {
  return lastPart(channel).replace("-channel-", " ");
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(by(one));
    if (group) group.push(one);
    else groups.set(by(one), [one]);
  }
  return groups;
}

function byName(one: [string, unknown], other: [string, unknown]): number {
  return one[0].localeCompare(other[0], "en", { numeric: true });
}
