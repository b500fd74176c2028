/** All that moves on the map: parts made anew when a choice changes, and written in place for each frame. */

import type { Device } from "@luma.gl/core";
import type { Layer } from "@deck.gl/core";
import type { Engagement, Run } from "../api/contract";
import type { Film } from "../data/film";
import { Flying } from "../data/flying";
import type { Palette } from "../map/palette";
import { aims } from "./aimLayer";
import { Columns } from "./column";
import { markLayer } from "./markLayer";
import type { NameRows, Part, Picked, Stage } from "./part";
import { pictureLayer } from "./pictureLayer";
import { selection } from "./selection";
import { type Atlas, atlasOf } from "./atlas";
import { things } from "./things";
import { trails } from "./trails";
import { units } from "./unitLayer";

/** What a user chose to see. */
export interface Choice {
  palette: Palette;
  flat: boolean;
  truth: boolean;
  /** The unit whose picture is shown. */
  picture: string | null;
  selected: string | null;
  trails: boolean;
  wholePaths: boolean;
  aims: boolean;
  marks: boolean;
  /** Of tracks, in a picture. */
  ellipses: boolean;
}

export class Scene {
  readonly now = { t: 0 };
  private readonly zoomed = { by: 1 };
  private parts: Part[] = [];
  private shown: Layer[] = [];
  private named: Record<string, NameRows> = {};
  private readonly flying: Flying;
  private readonly flightOf: Map<string, number>;
  private raised = 0;
  private columns: Columns | null = null;
  private drawn: { palette: Palette; atlas: Atlas } | null = null;

  constructor(
    private readonly device: Device,
    private readonly run: Run,
    private readonly film: Film,
    private readonly engagements: readonly Engagement[],
  ) {
    this.flying = new Flying(film.flights);
    this.flightOf = new Map(Array.from(film.flights.name, (name, row) => [film.names[name] ?? "", row]));
  }

  /** Make the layers for a choice and hand them to `show`; what the last ones wrote into is given back. */
  choose(choice: Choice, show: (layers: Layer[]) => void): void {
    const last = this.columns;
    this.columns = new Columns(this.device);
    this.raised = choice.flat ? 0 : 1;
    const stage = this.stage(choice.palette, this.columns);
    const flown = things(stage, !choice.truth || choice.picture !== null);
    const standing = units(stage);
    const viewed = choice.picture === null ? -1 : this.film.names.indexOf(choice.picture);
    const picture = viewed < 0 ? null : pictureLayer(stage, viewed, choice.ellipses);
    this.parts = [
      choice.truth && choice.trails ? trails(stage, choice.wholePaths) : null,
      choice.aims && choice.truth ? aims(stage) : null,
      choice.marks ? markLayer(stage) : null,
      standing,
      choice.truth ? flown : null,
      picture,
      choice.selected === null ? null : selection(stage, choice.selected),
    ].filter((part) => part !== null);
    this.shown = this.parts.flatMap((part) => part.layers);
    this.named = { ...standing.named, ...flown.named, ...picture?.named };
    show(this.shown);
    this.draw(this.now.t);
    last?.release();
  }

  /** Show time `t`: columns are written in place, and no layer is made. */
  draw(t: number): void {
    this.now.t = t;
    this.flying.to(t, this.raised);
    for (let i = 0; i < this.parts.length; i++) this.parts[i]?.draw();
    for (let i = 0; i < this.shown.length; i++) if (this.shown[i]?.context) this.shown[i]?.setNeedsRedraw();
  }

  /** Fit sizes of symbols to the zoom of the map. */
  zoom(level: number): void {
    this.zoomed.by = Math.min(1.1, Math.max(0.55, 0.62 + 0.15 * (level - 7)));
  }

  /** What row of a layer a click met. */
  picked(layer: string | undefined, row: number): Picked | null {
    return (layer && this.named[layer]?.(row)) || null;
  }

  /** Longitude, latitude and height on the map of a flight, null when it does not fly now. */
  whereIs(name: string): [number, number, number] | null {
    const row = this.flightOf.get(name);
    if (row === undefined || !this.flying.alive[row]) return null;
    return Array.from(this.flying.position.subarray(3 * row, 3 * row + 3)) as [number, number, number];
  }

  /** Symbols are drawn once for a palette, not for each choice. */
  private symbols(palette: Palette): Atlas {
    if (this.drawn?.palette.theme !== palette.theme) {
      const { units, threats, traffic } = this.run;
      this.drawn = { palette, atlas: atlasOf([...units, ...threats, ...traffic].map((one) => one.sidc), palette) };
    }
    return this.drawn.atlas;
  }

  private stage(palette: Palette, columns: Columns): Stage {
    const { run, film } = this;
    return {
      columns,
      run,
      film,
      engagements: this.engagements,
      palette,
      atlas: this.symbols(palette),
      flying: this.flying,
      flightOf: this.flightOf,
      now: this.now,
      zoomed: this.zoomed,
      raised: this.raised,
    };
  }
}
