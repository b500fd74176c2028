/** The film of a run as columns: views on the bytes that came, nothing copied. */

import type { ColumnType, FilmDirectory } from "../api/contract";
import { type Column, FilmError, raised, readDirectory, UNKNOWN_DIRECTORY, view } from "./columns";

export { FilmError } from "./columns";

/** What flew: `first` and `count` are rows of the columns of points. `kind`: 0 threat, 1 round, 2 other traffic. */
export interface Flights {
  count: number;
  name: Int32Array;
  kind: Uint8Array;
  first: Int32Array;
  points: Int32Array;
  t: Float32Array;
  lon: Float32Array;
  lat: Float32Array;
  height: Float32Array;
}

/** What units held to fly; `picture` is the unit's name. `threat` is whom the track followed at a point, GHOST for nobody. */
export interface Tracks {
  count: number;
  picture: Int32Array;
  number: Int32Array;
  first: Int32Array;
  points: Int32Array;
  t: Float32Array;
  lon: Float32Array;
  lat: Float32Array;
  height: Float32Array;
  major: Float32Array;
  minor: Float32Array;
  angle: Float32Array;
  state: Uint8Array;
  threat: Int32Array;
}

/** What happened, in the order of time; names by their row, -1 for none. */
export interface Events {
  count: number;
  t: Float32Array;
  kind: Uint8Array;
  who: Int32Array;
  whom: Int32Array;
  unit: Int32Array;
  threat: Int32Array;
  reason: Uint16Array;
  lon: Float32Array;
  lat: Float32Array;
  height: Float32Array;
}

export interface Film {
  names: string[];
  /** Number of a kind of event by its name. */
  kinds: Map<string, number>;
  /** Words of a reason by its number. */
  reasons: Record<string, string>;
  flights: Flights;
  tracks: Tracks;
  events: Events;
}

export const THREAT = 0;
export const ROUND = 1;
export const TRAFFIC = 2;
/** What a track that follows nobody has for a threat. */
export const GHOST = -1;
/** What a track is held for: `track.state`; 0 is unknown. */
export const HOSTILE = 1;
export const NEUTRAL = 2;
export const FRIENDLY = 3;

/** Read a film. Its positions count from the origin, latitude and longitude, that its directory says. */
export function readFilm(bytes: ArrayBuffer): Film {
  const { directory, start } = readDirectory<FilmDirectory>(bytes);
  const { names, reasons, origin } = directory;
  if (!names || !directory.kinds || !origin) throw new FilmError(UNKNOWN_DIRECTORY);
  const kinds = new Map(Object.entries(directory.kinds).map(([number, name]) => [name, Number(number)]));
  const column = <T extends Column>(name: string, type: ColumnType): T => {
    const entry = directory.columns[name];
    if (!entry || entry.type !== type) throw new FilmError(`column ${name} of type ${type} is missing`);
    return view(bytes, start + entry.offset, entry.length, type) as T;
  };
  const floats = (name: string) => column<Float32Array>(name, "f4");
  const rows = (name: string) => column<Int32Array>(name, "i4");
  // Single precision is good to half a metre at these longitudes, which no zoom of the map shows.
  const points = (of: string) => ({
    t: floats(`${of}.t`),
    lon: raised(floats(`${of}.lon`), origin[1]),
    lat: raised(floats(`${of}.lat`), origin[0]),
    height: floats(`${of}.h`),
  });
  const flights: Flights = {
    count: rows("flights.first").length,
    name: rows("flights.name"),
    kind: column<Uint8Array>("flights.kind", "u1"),
    first: rows("flights.first"),
    points: rows("flights.count"),
    ...points("flight"),
  };
  const tracks: Tracks = {
    count: rows("tracks.first").length,
    picture: rows("tracks.picture"),
    number: rows("tracks.number"),
    first: rows("tracks.first"),
    points: rows("tracks.count"),
    ...points("track"),
    major: floats("track.major"),
    minor: floats("track.minor"),
    angle: floats("track.angle"),
    state: column<Uint8Array>("track.state", "u1"),
    threat: rows("track.threat"),
  };
  const events: Events = {
    count: floats("event.t").length,
    ...points("event"),
    kind: column<Uint8Array>("event.kind", "u1"),
    who: rows("event.who"),
    whom: rows("event.whom"),
    unit: rows("event.unit"),
    threat: rows("event.threat"),
    reason: column<Uint16Array>("event.reason", "u2"),
  };
  return { names, kinds, reasons, flights, tracks, events };
}
