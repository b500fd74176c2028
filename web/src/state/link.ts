/** A moment and a selection as the part of an address after "#", so that a link leads back to them. */

export interface Place {
  run?: string;
  /** Two runs side by side. */
  compare?: readonly [string, string];
  draft?: string;
  live?: string;
  study?: string;
  measure?: string;
  cell?: string;
  tab?: string;
  t?: number;
  select?: string;
  picture?: string;
  view?: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_./-]{0,254}$/;

/** Read a link; whatever is not of the right form is left out. */
export function readLink(hash: string): Place {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const place: Place = {};
  const t = Number(said.get("t"));
  if (said.has("t") && Number.isFinite(t) && t >= 0) place.t = t;
  for (const name of ["run", "draft", "live", "study", "measure", "cell", "tab", "select", "picture", "view"] as const) {
    const value = said.get(name);
    if (value && NAME.test(value)) place[name] = value;
  }
  const [left, right, more] = said.get("compare")?.split(",") ?? [];
  if (left && right && more === undefined && NAME.test(left) && NAME.test(right)) place.compare = [left, right];
  return place;
}

export function writeLink(place: Place): string {
  const parts = Object.entries(place).filter(([, value]) => value !== undefined);
  return `#${parts.map(([name, value]) => `${name}=${typeof value === "number" ? Math.round(value) : value}`).join("&")}`;
}
