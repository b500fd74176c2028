/** Times as they read: minutes and seconds since the begin of the exercise, rounded as the command line rounds. */

export function clock(t: number): string {
  const whole = Math.floor(t + 0.5);
  const minutes = Math.floor(whole / 60);
  return `${String(minutes).padStart(2, "0")}:${String(whole - 60 * minutes).padStart(2, "0")}`;
}

/** The time that a clock such as "31:40", or a number of seconds, says; null for what is none. */
export function fromClock(text: string): number | null {
  const found = /^\s*(?:(\d{1,4}):)?(\d{1,5})\s*$/.exec(text);
  return found ? 60 * Number(found[1] ?? 0) + Number(found[2]) : null;
}

/** The hour of the day of a time since `start` (ISO 8601, UTC), or null when the scenario names no hour. */
export function hour(start: string | null, t: number): string | null {
  const begin = start ? Date.parse(start) : Number.NaN;
  return Number.isNaN(begin) ? null : `${new Date(begin + 1000 * t).toISOString().slice(11, 19)}Z`;
}

/** A step for the ticks of an axis, s, so that no more than `most` fall into `span`. */
export function tickStep(span: number, most: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
  return steps.find((step) => span / step <= most) ?? 7200;
}
