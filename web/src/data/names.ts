/** Full names such as "red/cm-ibar/3", as they read on the page. */

/** The name without its side. */
export function short(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}

/** The part after the last slash. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The unit, of those given, that a sensor, a channel, a launcher or a round belongs to. */
export function ownerOf(name: string, units: ReadonlySet<string>): string | null {
  for (let held = name; held; held = held.slice(0, Math.max(0, held.lastIndexOf("/")))) {
    if (units.has(held)) return held;
  }
  return null;
}

/** A text cut at the names in it, so that a page can make them links: every second part is a name. */
export function split(text: string, known: ReadonlySet<string>): { text: string; name: string | null }[] {
  const parts: { text: string; name: string | null }[] = [];
  for (const piece of text.split(/((?:blue|red|neutral|place)\/[a-z0-9_-]+(?:\/[a-z0-9_-]+)*)/)) {
    const name = known.has(piece) ? piece : ownerOf(piece, known);
    if (piece) parts.push({ text: piece, name });
  }
  return parts;
}
