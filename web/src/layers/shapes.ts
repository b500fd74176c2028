/** Our own shapes beside those of APP-6: rounds, marks, tracks and places, drawn with a pen. */

/** Pixels of a side on which a symbol is drawn once; the map shows it smaller. */
export const DRAWN = 64;

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
  /** A unit that takes no part: a bar through a ring. */
  absent: (pen) => {
    ring(pen, 0.8, 0.18);
    stroked(pen, [[-0.55, 0.55, 0.55, -0.55]], 0.2);
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

export function shape(draw: Shape): HTMLCanvasElement {
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
