/** Columns as they come: a directory in JSON, then arrays that are read in place, nothing copied. */

import type { ColumnType, FilmDirectory } from "../api/contract";

export type Column = Float32Array | Int32Array | Uint16Array | Uint8Array;

/** A film that this page cannot read. */
export class FilmError extends Error {}
export const UNKNOWN_DIRECTORY = "it has no directory that this page knows";

/** Read the columns that there are, by name, and what stands beside them; positions count from `origin`. */
export function readColumns<Directory extends Pick<FilmDirectory, "columns">>(bytes: ArrayBuffer, origin: readonly [number, number]) {
  const { directory, start } = readDirectory<Directory>(bytes);
  const columns = new Map<string, Column>();
  for (const [name, { type, offset, length }] of Object.entries(directory.columns)) {
    const column = view(bytes, start + offset, length, type);
    if (name.endsWith(".lon")) raised(column as Float32Array, origin[1]);
    if (name.endsWith(".lat")) raised(column as Float32Array, origin[0]);
    columns.set(name, column);
  }
  return { directory, columns };
}

export function readDirectory<Directory extends Pick<FilmDirectory, "columns">>(bytes: ArrayBuffer): { directory: Directory; start: number } {
  if (bytes.byteLength < 4) throw new FilmError("it is empty");
  const size = new DataView(bytes).getUint32(0, true);
  if (4 + size > bytes.byteLength) throw new FilmError("it is cut short");
  try {
    const directory = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, size))) as Directory;
    if (directory.columns) return { directory, start: Math.ceil((4 + size) / 8) * 8 };
  } catch {
    // It is said below.
  }
  throw new FilmError(UNKNOWN_DIRECTORY);
}

export function view(bytes: ArrayBuffer, offset: number, length: number, type: ColumnType): Column {
  const made = { f4: Float32Array, i4: Int32Array, u2: Uint16Array, u1: Uint8Array }[type];
  if (offset + length * made.BYTES_PER_ELEMENT > bytes.byteLength) throw new FilmError("it is cut short");
  return new made(bytes, offset, length);
}

export function raised(column: Float32Array, by: number): Float32Array {
  for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) + by;
  return column;
}
