/** The tour of a first visit: which control each step shows, by its `data-tour`. Its words stand in words.ts. */

export const STEPS = ["outcome", "time", "story", "view", "more"] as const;
export type Step = (typeof STEPS)[number];

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 14;
const EDGE = 12;
const MORE = 8;

/** A little more than a control, within the window: a ring round it cuts off nothing of it. */
export function round({ left, top, width, height }: Rect, room: { width: number; height: number }): Rect {
  const [from, over] = [Math.max(0, left - MORE), Math.max(0, top - MORE)];
  return { left: from, top: over, width: Math.min(room.width, left + width + MORE) - from, height: Math.min(room.height, top + height + MORE) - over };
}

/** Where a note of a size stands beside a control: on the side that has room, and within the window. */
export function beside(control: Rect, note: { width: number; height: number }, room: { width: number; height: number }): { left: number; top: number } {
  const right = control.left + control.width;
  const bottom = control.top + control.height;
  const within = (at: number, size: number, all: number) => Math.max(EDGE, Math.min(at, all - size - EDGE));
  const middle = within(control.top + control.height / 2 - note.height / 2, note.height, room.height);
  if (right + GAP + note.width + EDGE <= room.width) return { left: right + GAP, top: middle };
  if (control.left - GAP - note.width >= EDGE) return { left: control.left - GAP - note.width, top: middle };
  const left = within(control.left + control.width / 2 - note.width / 2, note.width, room.width);
  const over = control.top - GAP - note.height;
  return { left, top: over >= EDGE ? over : within(bottom + GAP, note.height, room.height) };
}
