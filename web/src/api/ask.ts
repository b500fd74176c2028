/** Questions to the program that serves this page. Nothing is asked of any other machine. */

import type { Engagements, Point, Profile, Run, Start, Story, UnitCard } from "./contract";

/** An answer that says no: what is wrong, and what to do instead. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly instead: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** The program does not answer any more; the page hears of each by an event of this name as well. */
export class Unreachable extends Error {}
export const LOST = "shieldwall-lost";

export const at = (...parts: string[]) => `/api/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
/** Names of threats and units have slashes, which stay. */
export const named = (name: string) => name.split("/").map(encodeURIComponent).join("/");

async function reply(address: string, options?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    dispatchEvent(new Event(LOST));
    throw new Unreachable();
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { error?: string; instead?: string };
  throw new Refusal(said.error ?? response.statusText, said.instead ?? "", response.status);
}

export async function json<T>(address: string, options?: RequestInit): Promise<T> {
  return (await (await reply(address, options)).json()) as T;
}

/** Ask for something that has no answer but that it is done. */
export async function nothing(address: string, options: RequestInit): Promise<void> {
  await reply(address, options);
}

export const start = () => json<Start>("/api/start");
export const run = (id: string) => json<Run>(at("runs", id));
export const film = async (id: string) => (await reply(at("runs", id, "film"))).arrayBuffer();
export const engagements = (id: string) => json<Engagements>(at("runs", id, "engagements"));
export const story = (id: string, threat: string) => json<Story>(`${at("runs", id, "threats")}/${named(threat)}`);
export const unitCard = (id: string, unit: string) => json<UnitCard>(`${at("runs", id, "units")}/${named(unit)}`);
export const geography = (id: string) => json<GeoJSON.FeatureCollection>(at("runs", id, "geography"));
/** How far weapons reach at a height above them, m. */
export const envelopes = (id: string, height: number, signal: AbortSignal) =>
  json<GeoJSON.FeatureCollection>(`${at("runs", id, "envelopes")}?height=${height}`, { signal });
export const tiles = (id: string) => `${location.origin}${at("runs", id, "terrain")}/{z}/{x}/{y}.png`;
/** What the radars see at a height above the ground (m), of a target of so many square metres. */
export function coverage(id: string, of: { height: number; rcs: number; unit: string | null }, signal: AbortSignal) {
  const asked = new URLSearchParams({ height: String(of.height), rcs: String(of.rcs), ...(of.unit ? { unit: of.unit } : {}) });
  return json<GeoJSON.FeatureCollection>(`${at("runs", id, "coverage")}?${asked}`, { signal });
}

/** The ground between two points, and the ray from an antenna at the first to a height at the second, m. */
export function profile(id: string, [from, to]: [Point, Point], [antenna, height]: [number, number]) {
  const asked = new URLSearchParams({
    from: from.map((part) => part.toFixed(6)).join(","),
    to: to.map((part) => part.toFixed(6)).join(","),
    antenna: String(antenna),
    height: String(height),
  });
  return json<Profile>(`${at("runs", id, "profile")}?${asked}`);
}

/** The address of a small map of a built-in scenario. */
export const scenarioPicture = (scenario: string, theme: "dark" | "light") => at("scenarios", scenario, "picture", theme);

/** A body for a request that changes something. */
export const sent = (what: object, method = "POST"): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(what),
});
