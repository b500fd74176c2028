/** The engagement time line, drawn: bars of what each channel did, marks of launches and kills, names where they fit. */

import type { Engagement } from "../api/contract";
import type { Lane } from "../data/lanes";
import { short } from "../data/names";
import type { Palette } from "../map/palette";
import { words } from "../words";
import { type Axis, fitted, GUTTER, RIGHT, shows, ticks, xOf } from "./axis";
import type { Colours } from "./densityChart";
import { BAR, hatched, kill, launch, roomFor } from "./laneMarks";

/** Heights of a lane and of a unit's heading, pixels. */
const LANE = 17;
const HEADING = 19;
/** Narrowest bar that has room for a name. */
const NAMED = 26;

export function heightOf(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, lane) => sum + (lane.heading ? HEADING : LANE), 6);
}

export function drawLanes(
  canvas: HTMLCanvasElement, lanes: readonly Lane[], axis: Axis, look: { palette: Palette; colours: Colours; selected: string | null },
): void {
  // prettier-ignore
  const high = heightOf(lanes);
  const pen = fitted(canvas, axis.wide, high);
  pen.textBaseline = "middle";
  for (const { t } of ticks(axis)) {
    pen.fillStyle = look.colours.line;
    pen.globalAlpha = 0.5;
    pen.fillRect(Math.round(xOf(axis, t)), 0, 1, high);
  }
  pen.globalAlpha = 1;
  eachLane(lanes, (lane, y) => {
    names(pen, lane, y, look.colours);
    pen.save();
    pen.beginPath();
    pen.rect(GUTTER, y, axis.wide - GUTTER - RIGHT, LANE);
    pen.clip();
    for (const reload of lane.reloads) hatched(pen, xOf(axis, reload.from), xOf(axis, reload.to), y, look.colours.muted);
    for (const one of lane.engagements) engagement(pen, one, y, axis, look);
    pen.restore();
    return false;
  });
}

/** The engagement under a point of the chart, if any. */
export function engagementAt(lanes: readonly Lane[], axis: Axis, x: number, y: number): Engagement | null {
  let found: Engagement | null = null;
  eachLane(lanes, (lane, top) => {
    if (lane.heading || y < top || y >= top + LANE) return false;
    const near = lane.engagements.filter((one) => xOf(axis, one.from) - 3 <= x && x <= xOf(axis, one.to) + 3);
    found = near.at(-1) ?? null;
    return true;
  });
  return found;
}

/** Where the lane stands that engages a threat nearest to a time, pixels from the top; null when none does. */
export function topOf(lanes: readonly Lane[], threat: string, t: number): number | null {
  let best: { off: number; y: number } | null = null;
  eachLane(lanes, (lane, y) => {
    for (const one of lane.engagements) {
      if (one.target !== threat) continue;
      const off = Math.max(0, one.from - t, t - one.to);
      if (!best || off < best.off) best = { off, y };
    }
    return false;
  });
  return (best as { y: number } | null)?.y ?? null;
}

function eachLane(lanes: readonly Lane[], visit: (lane: Lane, y: number) => boolean): void {
  let y = 2;
  for (const lane of lanes) {
    if (visit(lane, y)) return;
    y += lane.heading ? HEADING : LANE;
  }
}

function names(pen: CanvasRenderingContext2D, lane: Lane, y: number, colours: Colours): void {
  pen.fillStyle = lane.heading ? colours.ink : colours.muted;
  pen.font = `${lane.heading ? "600 11.5px" : "10.5px"} "Inter Variable", sans-serif`;
  const middle = y + (lane.heading ? HEADING : LANE) / 2 + 1;
  pen.fillText(lane.text, lane.heading ? 16 : 26, middle, GUTTER - 32);
}

function engagement(
  pen: CanvasRenderingContext2D, one: Engagement, y: number, axis: Axis, look: { palette: Palette; colours: Colours; selected: string | null },
): void {
  // prettier-ignore
  const { css } = look.palette;
  const top = y + (LANE - BAR) / 2;
  for (const span of one.spans) {
    const x = xOf(axis, span.from);
    pen.fillStyle = css[span.state];
    pen.globalAlpha = (span.state === "waiting" ? 0.55 : 0.9) * (look.selected === null || one.target === look.selected ? 1 : 0.45);
    pen.fillRect(x, top, Math.max(1, xOf(axis, span.to) - x), BAR);
  }
  pen.globalAlpha = 1;
  const left = xOf(axis, one.from);
  const wide = xOf(axis, one.to) - left;
  if (one.target !== null && one.target === look.selected) {
    pen.strokeStyle = look.colours.ink;
    pen.lineWidth = 1.5;
    pen.strokeRect(left - 1, top - 1, wide + 2, BAR + 2);
  }
  const fired = [...one.launches, ...(one.bursts ?? [])].filter((t) => shows(axis, t)).map((t) => xOf(axis, t));
  const killed = one.hits.filter(({ t }) => shows(axis, t)).map(({ t }) => xOf(axis, t));
  for (const x of fired) launch(pen, x, top, look.colours.ink);
  for (const x of killed) kill(pen, x, top + BAR / 2, look.colours.ink, css.halo);
  if (wide < NAMED) return;
  pen.font = `500 9.5px "Inter Variable", sans-serif`;
  const text = one.target ? short(one.target) : words.lanes.falseTrack;
  const at = roomFor(pen.measureText(text).width, [left, left + wide], [...fired, ...killed]);
  if (at === null) return;
  pen.fillStyle = css.symbolInk;
  pen.fillText(text, at, top + BAR / 2 + 0.5);
}
