/** Values as they are typed in a scenario's text, and where they stand in it. Items of a list count from 1. */

import type { Point } from "../api/contract";

/** What a text holds, as plain data. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export function isMapping(value: unknown): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path such as blue.units.s400.at or red.routes.morava.3; undefined where there is none. */
export function valueAt(plain: Plain | undefined, path: string): Plain | undefined {
  let value = plain;
  for (const part of path ? path.split(".") : []) {
    if (Array.isArray(value)) value = (value as readonly Plain[])[Number(part) - 1];
    else if (isMapping(value) && Object.hasOwn(value, part)) value = value[part];
    else return undefined;
  }
  return value;
}

/** A value in one line of YAML, in quotes where it would mean something else without them. */
export function typed(value: Plain): string {
  if (value === null) return "''";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(typed).join(", ")}]`;
  if (typeof value === "string") return /^[A-Za-z0-9][^,:#{}[\]"'\n]*$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return `{${Object.entries(value as object).map(([key, one]) => `${key}: ${typed(one as Plain)}`).join(", ")}}`;
}

/** Words as they are typed: in quotes where they would be something else without them. */
export function worded(text: string): string {
  const meant = !/^[-?:,[\]{}#&*!|>'"%@`]|:(?:\s|$)|\s#/.test(text) && text !== "none";
  return meant || text === "" ? text : `'${text.replaceAll("'", "''")}'`;
}

/** A position as a scenario has it, to some ten metres. */
export function position([lon, lat]: Point): string {
  const part = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(4)} ${value < 0 ? negative : positive}`;
  return `${part(lat, "N", "S")} ${part(lon, "E", "W")}`;
}

/** The height that a waypoint says, such as "6 km amsl"; empty where it says none. */
export function heightOf(waypoint: string): string {
  return /\sat\s+(.*)$/.exec(waypoint)?.[1]?.trim() ?? "";
}

/** A waypoint with another position, or with another height; the rest stays as it was written. */
export function replaced(waypoint: string, by: { at?: Point; height?: string }): string {
  const where = by.at ? position(by.at) : waypoint.replace(/\s+at\s.*$/, "").trim();
  const height = by.height === undefined ? heightOf(waypoint) : by.height.trim();
  return height ? `${where} at ${height}` : where;
}

/** A waypoint that is no position of its own: it goes where its target goes. */
export const isTarget = (waypoint: string) => /^\s*target\s/.test(waypoint);

/** The first name that is free: NAME, then NAME-2 and so on; of neva-1 and neva-2 the next is neva-3, of p-18 p-18-2. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const series = name.replace(/-\d+$/, "");
  const base = series !== name && taken.has(`${series}-1`) ? series : name;
  for (let i = 2; ; i++) if (!taken.has(`${base}-${i}`)) return `${base}-${i}`;
}

/** The last part of a path. */
export const lastOf = (path: string) => path.slice(path.lastIndexOf(".") + 1);
/** The path without its last part. */
export const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf(".")));
