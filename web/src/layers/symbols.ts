/** Symbols in one picture that the graphics card takes them from: APP-6 for units and threats, our own for the rest. */

import ms, { type Symbol as MilitarySymbol } from "milsymbol";
import type { Palette } from "../map/palette";

export interface Icon {
  x: number;
  y: number;
  width: number;
  height: number;
  anchorX: number;
  anchorY: number;
  mask: boolean;
}

export interface Atlas {
  image: HTMLCanvasElement;
  icons: Record<string, Icon>;
}

// It would draw a test of browsers of 2015 first and read it back, for which the graphics card stops all that it does.
(ms as unknown as { setBrokenPath2D(broken: boolean): void }).setBrokenPath2D(false);

/** Points of a symbol at which it is drawn once; the map shows it smaller. */
const DRAWN = 64;
const GAP = 4;
const WIDE = 1024;

/** Draw an APP-6 symbol by its number code, in the colours of the palette. */
export function symbol(sidc: string, palette: Palette, size: number): MilitarySymbol {
  return new ms.Symbol(sidc, {
    size,
    colorMode: {
      Civilian: palette.css.neutral,
      Friend: palette.css.symbolBlue,
      Hostile: palette.css.symbolRed,
      Neutral: palette.css.symbolNeutral,
      Unknown: palette.css.symbolUnknown,
      Suspect: palette.css.symbolRed,
    },
    frameColor: { ...frames(palette.css.symbolInk) },
    iconColor: { ...frames(palette.css.symbolInk) },
    outlineColor: palette.css.symbolHalo,
    outlineWidth: 4,
    strokeWidth: 4,
  });
}

function frames(colour: string) {
  return { Civilian: colour, Friend: colour, Hostile: colour, Neutral: colour, Unknown: colour, Suspect: colour };
}

/** Put all symbols that a run needs on one canvas. */
export function atlasOf(sidcs: Iterable<string>, palette: Palette): Atlas {
  const drawn: [string, HTMLCanvasElement, number, number, boolean][] = [];
  for (const sidc of new Set(sidcs)) {
    const made = symbol(sidc, palette, DRAWN);
    const { x, y } = made.getAnchor();
    drawn.push([sidc, made.asCanvas(1), x, y, false]);
  }
  for (const [name, path] of Object.entries(SHAPES)) {
    drawn.push([name, shape(path), DRAWN / 2, DRAWN / 2, true]);
  }
  return packed(drawn);
}

function packed(drawn: [string, HTMLCanvasElement, number, number, boolean][]): Atlas {
  const icons: Atlas["icons"] = {};
  let x = GAP;
  let y = GAP;
  let high = 0;
  for (const [name, canvas, anchorX, anchorY, mask] of drawn) {
    if (x + canvas.width + GAP > WIDE) {
      x = GAP;
      y += high + GAP;
      high = 0;
    }
    icons[name] = { x, y, width: canvas.width, height: canvas.height, anchorX, anchorY, mask };
    x += canvas.width + GAP;
    high = Math.max(high, canvas.height);
  }
  const image = document.createElement("canvas");
  image.width = WIDE;
  image.height = y + high + GAP;
  const pen = image.getContext("2d") as CanvasRenderingContext2D;
  drawn.forEach(([name, canvas]) => pen.drawImage(canvas, (icons[name] as Icon).x, (icons[name] as Icon).y));
  return { image, icons };
}

type Shape = (pen: CanvasRenderingContext2D) => void;

/** Our own shapes, drawn about (0, 0) in a square of 2 by 2, white: the map gives them their colours. */
export const SHAPES: Record<string, Shape> = {
  /** A round in flight: points north. */
  round: (pen) => filled(pen, [0, -0.95, 0.42, 0.75, 0, 0.45, -0.42, 0.75]),
  /** A kill: a cross. */
  kill: (pen) => stroked(pen, [[-0.6, -0.6, 0.6, 0.6], [-0.6, 0.6, 0.6, -0.6]], 0.34),
  /** A round that ended without a kill: a small ring. */
  miss: (pen) => ring(pen, 0.42, 0.2),
  /** A hit on the ground: a star of eight rays. */
  hit: (pen) => filled(pen, star(8, 0.95, 0.42)),
  /** A unit that was destroyed: a cross through a ring. */
  lost: (pen) => {
    ring(pen, 0.8, 0.18);
    stroked(pen, [[-0.55, -0.55, 0.55, 0.55], [-0.55, 0.55, 0.55, -0.55]], 0.2);
  },
  /** Tracks by what they are held for, in the shapes of APP-6 frames. */
  hostile: (pen) => outlined(pen, [0, -0.85, 0.85, 0, 0, 0.85, -0.85, 0]),
  friendly: (pen) => ring(pen, 0.72, 0.22),
  neutral: (pen) => outlined(pen, [-0.68, -0.68, 0.68, -0.68, 0.68, 0.68, -0.68, 0.68]),
  unknown: (pen) => {
    for (let i = 0; i < 4; i++) {
      pen.beginPath();
      const turn = (i * Math.PI) / 2;
      pen.arc(0.36 * Math.sin(turn), -0.36 * Math.cos(turn), 0.36, turn - 2.36 - Math.PI / 2 + 0.8, turn + 0.8, false);
      pen.lineWidth = 0.2;
      pen.stroke();
    }
  },
  /** A defended place. */
  place: (pen) => {
    ring(pen, 0.78, 0.16);
    pen.beginPath();
    pen.arc(0, 0, 0.3, 0, 2 * Math.PI);
    pen.fill();
  },
};

function shape(draw: Shape): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = DRAWN;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.translate(DRAWN / 2, DRAWN / 2);
  pen.scale(DRAWN / 2, DRAWN / 2);
  pen.fillStyle = pen.strokeStyle = "#fff";
  pen.lineJoin = "round";
  pen.lineCap = "round";
  draw(pen);
  return canvas;
}

function trace(pen: CanvasRenderingContext2D, points: number[]): void {
  pen.beginPath();
  for (let i = 0; i < points.length; i += 2) pen.lineTo(points[i] as number, points[i + 1] as number);
  pen.closePath();
}

function filled(pen: CanvasRenderingContext2D, points: number[]): void {
  trace(pen, points);
  pen.fill();
}

function outlined(pen: CanvasRenderingContext2D, points: number[]): void {
  trace(pen, points);
  pen.lineWidth = 0.22;
  pen.stroke();
}

function stroked(pen: CanvasRenderingContext2D, lines: [number, number, number, number][], width: number): void {
  pen.lineWidth = width;
  for (const [x1, y1, x2, y2] of lines) {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  }
}

function ring(pen: CanvasRenderingContext2D, radius: number, width: number): void {
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.stroke();
}

function star(rays: number, far: number, near: number): number[] {
  return Array.from({ length: 2 * rays }, (_, i) => {
    const r = i % 2 ? near : far;
    return [r * Math.sin((i * Math.PI) / rays), -r * Math.cos((i * Math.PI) / rays)];
  }).flat();
}
