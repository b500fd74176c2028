/** Colours of the map, dark and light. Sides and fates differ in lightness and shape as well, for the colour-blind. */

import type { Colour } from "../layers/column";

const CSS = {
  dark: {
    ground: "#10161c", relief: ["#141b22", "#1b252e", "#283440", "#3b4854", "#55616d"], shadow: "#05080b", light: "#7f93a6",
    water: "#38617f", border: "#8794a1", label: "#b3bfca", halo: "#0f1419", place: "#f2d38a",
    coverage: "#58a6a0", envelope: "#7db4e8", measure: "#f2d38a",
    blue: "#6cb4f5", red: "#ff8260", round: "#d8ecff", trailRound: "#8cc6ff", neutral: "#a9dcb5", ghost: "#d48fd0", ink: "#eef3f7",
    symbolBlue: "#7fbdf2", symbolRed: "#ff8f70", symbolNeutral: "#a9dcb5", symbolUnknown: "#f0dc92", symbolInk: "#0d1216", symbolHalo: "#0d1216",
    acquiring: "#f0cf7f", waiting: "#8d98a3", guiding: "#74b3f0", assessing: "#7fd0b4",
  },
  light: {
    ground: "#e6ebee", relief: ["#eef1ec", "#e9ece2", "#e2e2d3", "#d8d3c1", "#c9c1ae"], shadow: "#5c6a74", light: "#ffffff",
    water: "#7fa9c6", border: "#7d8791", label: "#3f4b57", halo: "#f4f6f4", place: "#7a5600",
    coverage: "#1f8a80", envelope: "#1c6bb0", measure: "#8a5a00",
    blue: "#1660a3", red: "#c2350a", round: "#0b4a85", trailRound: "#2f7fc4", neutral: "#1f7a3f", ghost: "#8e3f97", ink: "#1d2733",
    symbolBlue: "#8cc4f5", symbolRed: "#ff9f85", symbolNeutral: "#a9dcb5", symbolUnknown: "#f5e3a0", symbolInk: "#14202b", symbolHalo: "#ffffff",
    acquiring: "#d79b16", waiting: "#8b959f", guiding: "#2f7fc4", assessing: "#1b8f6d",
  },
} as const; // prettier-ignore

export type Theme = keyof typeof CSS;
type Name = Exclude<keyof (typeof CSS)["dark"], "relief">;

export interface Palette {
  theme: Theme;
  css: Record<Name, string>;
  relief: readonly string[];
  colour(name: Name, opacity?: number): Colour;
}

export function palette(theme: Theme): Palette {
  const { relief, ...css } = CSS[theme];
  return { theme, css, relief, colour: (name, opacity = 1) => rgba(css[name], opacity) };
}

function rgba(hex: string, opacity: number): Colour {
  const n = Number.parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255, Math.round(255 * opacity)];
}
