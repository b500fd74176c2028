/** A column of numbers and its copy on the graphics card: written in place each frame, allocated once. */

import type { Layer } from "@deck.gl/core";
import { Buffer, type Device } from "@luma.gl/core";

export class FloatColumn {
  readonly values: Float32Array;
  readonly buffer: Buffer;

  constructor(
    device: Device,
    rows: number,
    readonly size: number,
  ) {
    this.values = new Float32Array(Math.max(1, rows) * size);
    this.buffer = device.createBuffer({ data: this.values });
  }

  push(): void {
    this.buffer.write(this.values);
  }

  get attribute() {
    // The stride is said, since deck.gl takes the one of its own double precision otherwise.
    return { buffer: this.buffer, size: this.size, type: "float32" as const, stride: 4 * this.size };
  }
}

class ColourColumn {
  readonly values: Uint8Array;
  readonly buffer: Buffer;

  constructor(device: Device, rows: number) {
    this.values = new Uint8Array(Math.max(1, rows) * 4);
    this.buffer = device.createBuffer({ data: this.values });
  }

  set(row: number, colour: Colour, alpha = colour[3]): void {
    const at = 4 * row;
    this.values[at] = colour[0];
    this.values[at + 1] = colour[1];
    this.values[at + 2] = colour[2];
    this.values[at + 3] = alpha;
  }

  push(): void {
    this.buffer.write(this.values);
  }

  get attribute() {
    return { buffer: this.buffer, size: 4, type: "unorm8" as const };
  }
}

/** How many of the rows of a layer are drawn, the first ones. */
interface Shown {
  count: number;
}

/**
 * Let a layer draw its first rows alone, whose further rows are of no size: software draws each row by itself, and one
 * that does not show takes as long as any other. It is said at each draw, since deck.gl sets the number of all rows anew
 * whenever a layer changed.
 */
export function firstRows(layer: Layer): Shown {
  const shown = { count: 0 };
  const draw = layer.draw.bind(layer);
  layer.draw = (how: Parameters<Layer["draw"]>[0]) => {
    const models = layer.getModels();
    for (let i = 0; i < models.length; i++) models[i]?.setInstanceCount(shown.count);
    draw(how);
  };
  return shown;
}

/** Columns that belong together: made for one set of layers, and given back when the next is shown. */
export class Columns {
  private readonly held: Buffer[] = [];

  constructor(private readonly device: Device) {}

  floats(rows: number, size: number): FloatColumn {
    const column = new FloatColumn(this.device, rows, size);
    this.held.push(column.buffer);
    return column;
  }

  colours(rows: number): ColourColumn {
    const column = new ColourColumn(this.device, rows);
    this.held.push(column.buffer);
    return column;
  }

  /** Which corners make the triangles of a mesh; written once. */
  indices(values: Uint32Array): Buffer {
    const buffer = this.device.createBuffer({ usage: Buffer.INDEX, data: values });
    this.held.push(buffer);
    return buffer;
  }

  release(): void {
    for (const buffer of this.held) buffer.destroy();
  }
}

/** Red, green, blue and opacity, 0 to 255. */
export type Colour = readonly [number, number, number, number];
