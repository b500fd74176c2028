/** How well two colours are told apart: by lightness (WCAG 2.2), and by eyes that lack a kind of cone. */

type Light = [number, number, number];

/** Red, green and blue of "#rrggbb" as shares of light. */
function light(hex: string): Light {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255].map((part) => linear(part / 255)) as Light;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Light): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(light(one)), luminance(light(other))].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** A share of one colour laid over another. */
export function mixed(over: string, share: number, under: string): string {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const below = parts(under);
  const sum = parts(over).map((part, i) => Math.round(part * share + (below[i] as number) * (1 - share)));
  return `#${sum.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Machado, Oliveira and Fernandes (2009), table 1, full severity. */
export const EYES = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** How far apart two colours are for an eye: the distance in CIELAB, of which 2 is just seen. */
export function apart(one: string, other: string, eye: keyof typeof EYES): number {
  const [a, b] = [one, other].map((hex) => lab(seen(light(hex), EYES[eye]))) as [Light, Light];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function seen(colour: Light, by: readonly number[]): Light {
  const row = (first: number) => colour.reduce((sum, part, i) => sum + part * (by[first + i] as number), 0);
  return [row(0), row(3), row(6)].map((part) => Math.min(1, Math.max(0, part))) as Light;
}

function lab([red, green, blue]: Light): Light {
  const x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089;
  const [fx, fy, fz] = [x, y, z].map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116)) as Light;
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
