/** What panels and keys ask of the map. The map fills this in when it is there; until then nothing happens. */

export const mapActions = {
  zoom: (_by: number): void => {},
  defence: (): void => {},
  everything: (): void => {},
  goTo: (_name: string): void => {},
  /** Move the map only where it is out of sight. */
  bring: (_name: string): void => {},
  snapshot: (): HTMLCanvasElement | null => null,
};
