/** Rows that belong to keys, those of one key side by side, in columns that grow: what a film that goes on is kept in. */

import type { Column } from "./columns";

/** First room of a key, rows. */
const ROOM = 8;

export interface Keyed {
  count: number;
  first: Int32Array;
  points: Int32Array;
}

/** Writes into the columns of a table that are named; the table keeps its identity, its columns are made anew at times. */
export class Rows<Table extends Keyed> {
  private used = 0;
  private room: Int32Array;

  constructor(
    private readonly table: Table,
    private readonly columns: readonly (keyof Table)[],
  ) {
    this.room = new Int32Array(table.count);
  }

  /** A new row after those of a key: where in the columns it is to be written. */
  add(key: number): number {
    const { first, points } = this.table;
    if (points[key] === (this.room[key] ?? 0)) this.move(key);
    const row = (first[key] as number) + (points[key] as number);
    points[key] = (points[key] as number) + 1;
    return row;
  }

  /** Take back the last row of a key. */
  drop(key: number): void {
    this.table.points[key] = Math.max(0, (this.table.points[key] as number) - 1);
  }

  /** There is a key more: the table's columns of keys have grown. */
  widen(): void {
    this.room = longer(this.room, this.table.count);
  }

  /** A key whose room is full goes to the end, with twice the room; nobody moves otherwise. */
  private move(key: number): void {
    const { first, points } = this.table;
    const from = first[key] as number;
    const kept = points[key] as number;
    const room = Math.max(ROOM, 2 * kept);
    for (const name of this.columns) {
      let column = this.table[name] as Column;
      if (this.used + room > column.length) column = longer(column, 2 * (this.used + room));
      column.copyWithin(this.used, from, from + kept);
      this.table[name] = column as Table[keyof Table];
    }
    first[key] = this.used;
    this.room[key] = room;
    this.used += room;
  }
}

/** A copy of a column with room for more rows. */
export function longer<C extends Column>(column: C, length: number): C {
  const made = new (column.constructor as new (length: number) => C)(Math.max(length, column.length));
  made.set(column);
  return made;
}
