/** A film that goes on: the same tables as those of a run that is over, filled frame by frame, for the same layers. */

import type { LiveFrame, LivePage } from "../api/liveContract";
import { type Column, readColumns } from "./columns";
import type { Events, Film, Flights, Tracks } from "./film";
import { longer, Rows } from "./rows";

type Columns = ReturnType<typeof readColumns>["columns"];
const POINT = ["t", "lon", "lat", "height"] as const;
const SAMPLE = [...POINT, "major", "minor", "angle", "state", "threat"] as const;
const EVENT = ["t", "kind", "who", "whom", "unit", "threat", "reason", "lon", "lat", "height"] as const;
/** What a column is called in a frame. */
const said = (table: string, name: string) => `${table}.${name === "height" ? "h" : name}`;

export class GrowingFilm {
  readonly film: Film;
  private readonly flights: Rows<Flights>;
  private readonly tracks: Rows<Tracks>;
  private readonly flightOf: ReadonlyMap<number, number>;
  private readonly trackOf = new Map<string, number>();
  private held: Events;
  /** Flights whose last point is where they are now, and not yet one that stays. */
  private provisional: number[] = [];
  private readonly origin: readonly [number, number];

  constructor({ meanings, flights }: Pick<LivePage, "meanings" | "flights">) {
    this.origin = meanings.origin;
    const count = flights.length;
    const empty = () => new Float32Array(0);
    const keys = () => new Int32Array(count);
    this.film = {
      names: meanings.names,
      kinds: new Map(Object.entries(meanings.kinds).map(([number, name]) => [name, Number(number)])),
      reasons: meanings.reasons,
      flights: {
        count,
        name: Int32Array.from(flights, ([name]) => name),
        kind: Uint8Array.from(flights, ([, kind]) => kind),
        first: keys(), points: keys(), t: empty(), lon: empty(), lat: empty(), height: empty(),
      },
      tracks: {
        count: 0,
        picture: new Int32Array(0), number: new Int32Array(0), first: new Int32Array(0), points: new Int32Array(0),
        t: empty(), lon: empty(), lat: empty(), height: empty(), major: empty(), minor: empty(), angle: empty(),
        state: new Uint8Array(0), threat: new Int32Array(0),
      },
      events: {
        count: 0,
        t: empty(), kind: new Uint8Array(0), who: new Int32Array(0), whom: new Int32Array(0), unit: new Int32Array(0),
        threat: new Int32Array(0), reason: new Uint16Array(0), lon: empty(), lat: empty(), height: empty(),
      },
    }; // prettier-ignore
    this.held = { ...this.film.events };
    this.flightOf = new Map(flights.map(([name], row) => [name, row]));
    this.flights = new Rows(this.film.flights, POINT);
    this.tracks = new Rows(this.film.tracks, SAMPLE);
  }

  /** Take a frame in, and return what it says beside its columns. */
  take(bytes: ArrayBuffer): LiveFrame {
    const { directory, columns } = readColumns<LiveFrame>(bytes, this.origin);
    for (const row of this.provisional) this.flights.drop(row);
    this.provisional = [];
    this.fly(columns, "point");
    if (columns.has("now.t")) this.provisional = this.fly(columns, "now");
    this.track(columns);
    this.happen(columns);
    return directory;
  }

  /** Append points of flights; the rows of the flights. */
  private fly(columns: Columns, table: "point" | "now"): number[] {
    const who = columns.get(`${table}.who`);
    const given = POINT.map((name) => columns.get(said(table, name)) as Column);
    const rows: number[] = [];
    for (let i = 0; i < (who?.length ?? 0); i++) {
      const flight = this.flightOf.get(who?.[i] as number);
      if (flight === undefined) continue;
      const row = this.flights.add(flight);
      POINT.forEach((name, n) => (this.film.flights[name][row] = given[n]?.[i] as number));
      rows.push(flight);
    }
    return rows;
  }

  private track(columns: Columns): void {
    const picture = columns.get("track.picture");
    const number = columns.get("track.number");
    const given = SAMPLE.map((name) => columns.get(said("track", name)) as Column);
    const { tracks } = this.film;
    for (let i = 0; i < (picture?.length ?? 0); i++) {
      const row = this.tracks.add(this.trackRow(picture?.[i] as number, number?.[i] as number));
      SAMPLE.forEach((name, n) => (tracks[name][row] = given[n]?.[i] as number));
    }
  }

  private trackRow(picture: number, number: number): number {
    const key = `${picture} ${number}`;
    let row = this.trackOf.get(key);
    if (row === undefined) {
      const { tracks } = this.film;
      row = tracks.count++;
      for (const name of ["picture", "number", "first", "points"] as const) tracks[name] = longer(tracks[name], tracks.count);
      tracks.picture[row] = picture;
      tracks.number[row] = number;
      this.tracks.widen();
      this.trackOf.set(key, row);
    }
    return row;
  }

  private happen(columns: Columns): void {
    const count = columns.get("event.t")?.length ?? 0;
    if (count === 0) return;
    const { events } = this.film;
    const from = events.count;
    events.count += count;
    for (const name of EVENT) {
      let column = this.held[name] as Column;
      if (events.count > column.length) column = longer(column, 2 * events.count);
      column.set(columns.get(said("event", name)) as Column, from);
      Object.assign(this.held, { [name]: column });
      Object.assign(events, { [name]: column.subarray(0, events.count) });
    }
  }
}
