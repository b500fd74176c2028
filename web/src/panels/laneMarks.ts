/** What is drawn into the lanes of the engagement time line: launches, kills, reloads. */

/** Height of a bar in its lane, pixels. */
export const BAR = 11;

/** From the middle of a mark to where a name may begin, pixels. */
const BESIDE = 6;

/** Where a name so wide stands in a bar, in the first stretch that no mark crosses; null where none has room. */
export function roomFor(name: number, [from, to]: readonly [number, number], marks: readonly number[]): number | null {
  let left = from + 4;
  for (const mark of marks.toSorted((a, b) => a - b)) {
    if (mark + BESIDE <= left) continue;
    if (mark - BESIDE - left >= name) return left;
    left = mark + BESIDE;
  }
  return to - 2 - left >= name ? left : null;
}

export function launch(pen: CanvasRenderingContext2D, x: number, top: number, ink: string): void {
  pen.fillStyle = ink;
  pen.beginPath();
  pen.moveTo(x, top + 2);
  pen.lineTo(x + 3.2, top + BAR + 2);
  pen.lineTo(x - 3.2, top + BAR + 2);
  pen.fill();
}

export function kill(pen: CanvasRenderingContext2D, x: number, y: number, ink: string, halo: string): void {
  for (const [colour, width] of [[halo, 4], [ink, 1.8]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x - 3.5, y - 3.5);
    pen.lineTo(x + 3.5, y + 3.5);
    pen.moveTo(x + 3.5, y - 3.5);
    pen.lineTo(x - 3.5, y + 3.5);
    pen.stroke();
  }
}

export function hatched(pen: CanvasRenderingContext2D, from: number, to: number, y: number, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(from, y + 4, to - from, BAR - 3);
  pen.clip();
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.7;
  for (let x = from - BAR; x < to; x += 5) {
    pen.beginPath();
    pen.moveTo(x, y + 4 + BAR);
    pen.lineTo(x + BAR, y + 4);
    pen.stroke();
  }
  pen.restore();
}
