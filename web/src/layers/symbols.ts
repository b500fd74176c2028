/** APP-6 symbols by their number codes, in the colours of the page. */

import ms, { type Symbol as MilitarySymbol } from "milsymbol";
import type { Palette } from "../map/palette";

// It would draw a test of browsers of 2015 first and read it back, for which the graphics card stops all that it does.
(ms as unknown as { setBrokenPath2D(broken: boolean): void }).setBrokenPath2D(false);

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
