/** What a click on the map does, instead of choosing: place something, link a unit with another, draw, say a position. */
export type Tool =
  | { does: "place"; kind: "unit" | "place"; entry: string; title: string }
  | { does: "link"; from: string }
  | { does: "draw" }
  /** The position of a field; or, click by click, more of a list. */
  | { does: "pick"; path: string; label: string; more: boolean };
