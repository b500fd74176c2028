/** Layers of deck.gl's whose programs are quickly made ready: see the projection. */

import { IconLayer, LineLayer, ScatterplotLayer } from "@deck.gl/layers";
import { onPlane, withSteps } from "./projection";

/** Standing and lying symbols alike, so that a place is projected once. */
const EITHER = `
vec3 lying = icon.billboard ? vec3(0.0) : vec3(project_pixel_size(pixelOffset), 0.0);
gl_Position = project_position_to_clipspace(instancePositions, instancePositions64Low, lying, geometry.position);
DECKGL_FILTER_GL_POSITION(gl_Position, geometry);
if (icon.billboard) gl_Position.xy += project_pixel_size_to_clipspace(pixelOffset);
`;

export class SymbolLayer extends IconLayer {
  static override layerName = "SymbolLayer";

  override getShaders() {
    const shaders = onPlane(super.getShaders());
    return { ...shaders, vs: withSteps(shaders.vs, "if (icon.billboard)", "vTextureCoords =", EITHER) };
  }
}

export class StraightLayer extends LineLayer {
  static override layerName = "StraightLayer";

  override getShaders() {
    return onPlane(super.getShaders());
  }
}

export class RingLayer extends ScatterplotLayer {
  static override layerName = "RingLayer";

  override getShaders() {
    return onPlane(super.getShaders());
  }
}
