/** Questions to the program that serves this page. Nothing is asked of any other machine. */

import type {
  ButFor, Engagements, Job, Point, Profile, Run, Start, Story, UnitCard,
} from "./contract"; // prettier-ignore

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

/** The program does not answer any more. */
export class Unreachable extends Error {}

const at = (...parts: string[]) => `/api/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
/** Names of threats and units have slashes, which stay. */
const named = (name: string) => name.split("/").map(encodeURIComponent).join("/");

async function reply(address: string, options?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => ({}))) as { error?: string; instead?: string };
  throw new Refusal(said.error ?? response.statusText, said.instead ?? "", response.status);
}

async function json<T>(address: string, options?: RequestInit): Promise<T> {
  return (await (await reply(address, options)).json()) as T;
}

export const start = () => json<Start>("/api/start");
export const run = (id: string) => json<Run>(at("runs", id));
export const film = async (id: string) => (await reply(at("runs", id, "film"))).arrayBuffer();
export const engagements = (id: string) => json<Engagements>(at("runs", id, "engagements"));
export const story = (id: string, threat: string) => json<Story>(`${at("runs", id, "threats")}/${named(threat)}`);
export const unitCard = (id: string, unit: string) => json<UnitCard>(`${at("runs", id, "units")}/${named(unit)}`);
export const geography = (id: string) => json<GeoJSON.FeatureCollection>(at("runs", id, "geography"));
export const envelopes = (id: string) => json<GeoJSON.FeatureCollection>(at("runs", id, "envelopes"));
export const tiles = (id: string) => `${location.origin}${at("runs", id, "terrain")}/{z}/{x}/{y}.png`;
export const job = (id: string) => json<Job>(at("jobs", id));

export function coverage(id: string, height: number, unit: string | null, signal: AbortSignal) {
  const asked = new URLSearchParams({ height: String(height), ...(unit ? { unit } : {}) });
  return json<GeoJSON.FeatureCollection>(`${at("runs", id, "coverage")}?${asked}`, { signal });
}

/** The ground between two points, and the ray from one height above it to another, m. */
export function profile(id: string, [from, to]: [Point, Point], [fromHeight, toHeight]: [number, number]) {
  const asked = new URLSearchParams({
    from: from.map((part) => part.toFixed(6)).join(","),
    to: to.map((part) => part.toFixed(6)).join(","),
    from_height: String(fromHeight),
    to_height: String(toHeight),
  });
  return json<Profile>(`${at("runs", id, "profile")}?${asked}`);
}

/** Fight the battle again without each weak link, and wait for the answer; `tell` hears how far it is. */
export async function butFor(id: string, threat: string, tell: (share: number) => void): Promise<ButFor> {
  const asked = await json<{ job: string }>(`${at("runs", id, "threats")}/${named(threat)}/but-for`, { method: "POST" });
  for (;;) {
    const { state, progress, result, error } = await job(asked.job);
    if (state === "done" && result) return result;
    if (state === "failed") throw new Refusal(error ?? "", "", 500);
    tell(progress);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}
