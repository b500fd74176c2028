/** What the page remembers on this machine from one visit to the next. Where storage is shut, it forgets. */

const KEY = "shieldwall";

export function recall(): Record<string, unknown> {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return held !== null && typeof held === "object" ? (held as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function remember(what: Record<string, unknown>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(what));
  } catch {
    // A browser that keeps nothing still replays.
  }
}
