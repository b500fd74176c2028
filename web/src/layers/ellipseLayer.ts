/** Ellipses on the ground: circles of one radius, drawn flat and turned. */

import type { DefaultProps } from "@deck.gl/core";
import type { ScatterplotLayerProps } from "@deck.gl/layers";
import { RingLayer } from "./planeLayers";

const inject = {
  "vs:#decl": "in vec2 instanceShape;\n",
  // The circle has the longer half axis for its radius and points north; east is to the right of it.
  "vs:DECKGL_FILTER_SIZE": `\
size.x *= instanceShape.x;
float turn = radians(instanceShape.y);
size.xy = vec2(size.x * cos(turn) + size.y * sin(turn), size.y * cos(turn) - size.x * sin(turn));
`,
};

export class EllipseLayer extends RingLayer {
  static override layerName = "EllipseLayer";
  static override defaultProps = {
    /** The shorter half axis over the longer one, and the direction of the longer, degrees from north. */
    getShape: { type: "accessor", value: [1, 0] },
  } as unknown as DefaultProps<ScatterplotLayerProps>;

  override getShaders() {
    const shaders = super.getShaders();
    return { ...shaders, inject: { ...shaders.inject, ...inject } };
  }

  override initializeState(): void {
    super.initializeState();
    this.getAttributeManager()?.addInstanced({ instanceShape: { size: 2, accessor: "getShape" } });
  }
}
