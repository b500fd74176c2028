/** What one unit holds to fly: tracks in the shapes of what they are held for, ellipses, and ghosts in their own colour. */

import { FRIENDLY, HOSTILE, NEUTRAL } from "../data/film";
import { Picture } from "../data/picture";
import { type Colour, firstRows } from "./column";
import { EllipseLayer } from "./ellipseLayer";
import { iconsOf } from "./icons";
import type { NameRows, Part, Stage } from "./part";

const TRACK_SIZE = 19;
/** Standard deviations of an ellipse: 2 hold 86 % of the errors of a plane. */
const DEVIATIONS = 2;
const SHAPES = ["unknown", "hostile", "neutral", "friendly"] as const;

interface PicturePart extends Part {
  named: Record<string, NameRows>;
}

/** `unit` is a row of the name table; its ellipses are left out where nobody wants them. Tracks of one shape are one layer, since a layer's icons do not change. */
export function pictureLayer(stage: Stage, unit: number, ringed: boolean): PicturePart {
  const picture = new Picture(stage.film.tracks, unit);
  const most = picture.track.length;
  const ellipses = ringed ? ellipseColumns(stage, most) : null;
  const shapes = SHAPES.map((shape, state) => shapeColumns(stage, most, shape, state));
  const draw = () => {
    picture.to(stage.now.t, stage.raised);
    ellipses?.fill(picture);
    for (let i = 0; i < shapes.length; i++) shapes[i]?.fill(picture);
  };
  const named = Object.fromEntries(
    shapes.map((shape) => [shape.layer.id, (row: number) => followed(stage, shape.tracks[row] as number)]),
  );
  const layers = [...(ellipses ? [ellipses.layer] : []), ...shapes.map((shape) => shape.layer)];
  return { layers: most ? layers : [], draw, named };
}

function ellipseColumns(stage: Stage, most: number) {
  const places = stage.columns.floats(most, 3);
  const radii = stage.columns.floats(most, 1);
  const turned = stage.columns.floats(most, 2);
  const lines = stage.columns.colours(most);
  const colours = coloursOf(stage);
  const layer = new EllipseLayer({
    id: "ellipses",
    data: {
      length: most,
      attributes: { getPosition: places.attribute, getRadius: radii.attribute, getShape: turned.attribute, getLineColor: lines.attribute },
    },
    radiusUnits: "meters",
    lineWidthUnits: "pixels",
    getLineWidth: 1,
    stroked: true,
    filled: false,
  });
  const drawn = firstRows(layer);
  const fill = (picture: Picture) => {
    radii.values.fill(0);
    lines.values.fill(0);
    for (let i = 0; i < picture.count; i++) {
      const major = picture.ellipse[3 * i] as number;
      radii.values[i] = DEVIATIONS * major;
      turned.values[2 * i] = major > 0 ? (picture.ellipse[3 * i + 1] as number) / major : 1;
      turned.values[2 * i + 1] = picture.ellipse[3 * i + 2] as number;
      lines.set(i, colours(picture.state[i] as number, picture.ghost[i] as number), 150);
    }
    places.values.set(picture.position);
    places.push();
    radii.push();
    turned.push();
    lines.push();
    drawn.count = picture.count;
  };
  return { layer, fill };
}

function shapeColumns(stage: Stage, most: number, shape: string, state: number) {
  const { layer, places, sizes, tints, drawn } = iconsOf(stage, `tracks-${shape}`, most, { icon: () => shape, pickable: true });
  const tracks = new Int32Array(most);
  const colours = coloursOf(stage);
  const fill = (picture: Picture) => {
    sizes.values.fill(0);
    let n = 0;
    for (let i = 0; i < picture.count; i++) {
      if (picture.state[i] !== state) continue;
      for (let axis = 0; axis < 3; axis++) places.values[3 * n + axis] = picture.position[3 * i + axis] as number;
      sizes.values[n] = TRACK_SIZE * stage.zoomed.by;
      tints.set(n, colours(state, picture.ghost[i] as number));
      tracks[n++] = picture.track[i] as number;
    }
    places.push();
    sizes.push();
    tints.push();
    drawn.count = n;
  };
  return { layer, fill, tracks };
}

function coloursOf(stage: Stage) {
  const { palette } = stage;
  const ghost = palette.colour("ghost");
  const held: Record<number, Colour> = {
    [HOSTILE]: palette.colour("red"),
    [NEUTRAL]: palette.colour("neutral"),
    [FRIENDLY]: palette.colour("blue"),
  };
  const unknown = palette.colour("acquiring");
  return (state: number, isGhost: number) => (isGhost ? ghost : (held[state] ?? unknown));
}

function followed(stage: Stage, track: number) {
  const { tracks, names } = stage.film;
  const last = (tracks.first[track] as number) + (tracks.points[track] as number) - 1;
  const name = names[tracks.threat[last] as number];
  return name ? { name, kind: "track" as const } : null;
}
