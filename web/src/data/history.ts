/** Undo and redo: the texts before and after the one that is shown. Values, never changed in place. */

export interface History {
  readonly past: readonly string[];
  readonly future: readonly string[];
}

export const NO_HISTORY: History = { past: [], future: [] };
/** Texts kept at most; the oldest go first. */
const KEPT = 200;

/** After a change of `before`, which may stand there already; what had been undone cannot be redone any more. */
export function done({ past }: History, before: string): History {
  return { past: past.at(-1) === before ? past : [...past, before].slice(-KEPT), future: [] };
}

/** The text to go back to from `now`, and the history from there; null when there is none. */
export function undone({ past, future }: History, now: string): [string, History] | null {
  const text = past.at(-1);
  return text === undefined ? null : [text, { past: past.slice(0, -1), future: [now, ...future] }];
}

export function redone({ past, future }: History, now: string): [string, History] | null {
  const [text, ...rest] = future;
  return text === undefined ? null : [text, { past: [...past, now], future: rest }];
}
