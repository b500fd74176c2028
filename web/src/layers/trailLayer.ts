/**
 * Paths shown up to a time, and of what is older only as much as a trail is long: one upload, then a number and a range a frame.
 *
 * A mesh, and not deck.gl's own layer of paths, whose stretches are an instance each: software draws those one by one,
 * which took ten times as long as all the rest of a frame.
 */

import { Layer, type LayerProps, type UpdateParameters } from "@deck.gl/core";
import type { Buffer } from "@luma.gl/core";
import { Model } from "@luma.gl/engine";
import { shownAt } from "../data/ribbons";
import type { Colour } from "./column";
import { projection } from "./projection";

/** The time of replay, shared with the scene, so that no layer is made anew for a frame. */
export interface Now {
  t: number;
}

/** Ribbons on the graphics card. */
interface Mesh {
  corners: Buffer;
  triangles: Buffer;
  begins: Float32Array;
  longest: number;
}

interface TrailProps {
  mesh: Mesh;
  now: Now;
  /** Seconds that a trail is long; it fades towards its end. 0: all of the path up to now, unfaded. */
  long: number;
  colour: Colour;
  /** Pixels. */
  width: number;
}

const uniforms = `\
layout(std140) uniform trailUniforms {
  float now;
  float lasts;
  float width;
  vec4 colour;
} trail;
`;

const trailModule = {
  name: "trail",
  vs: uniforms,
  fs: uniforms,
  uniformTypes: { now: "f32", lasts: "f32", width: "f32", colour: "vec4<f32>" },
} as const;

const vs = `\
#version 300 es
in vec3 corner;
in vec2 across;
in float time;
out float vTime;

void main() {
  vec3 aside = vec3(across * project_pixel_size(0.5 * trail.width), 0.0);
  gl_Position = project_position_to_clipspace(corner, vec3(0.0), aside, geometry.position);
  vTime = time;
}
`;

const fs = `\
#version 300 es
precision highp float;
in float vTime;
out vec4 fragColor;

void main() {
  if (vTime > trail.now || (trail.lasts > 0.0 && vTime < trail.now - trail.lasts)) discard;
  fragColor = trail.colour;
  if (trail.lasts > 0.0) fragColor.a *= 1.0 - (trail.now - vTime) / trail.lasts;
}
`;

const LAYOUT = [
  {
    name: "ribbon",
    byteStride: 24,
    attributes: [
      { attribute: "corner", format: "float32x3", byteOffset: 0 },
      { attribute: "across", format: "float32x2", byteOffset: 12 },
      { attribute: "time", format: "float32", byteOffset: 20 },
    ],
  },
] as const;

export class TrailLayer extends Layer<TrailProps> {
  static override layerName = "TrailLayer";
  declare state: { model: Model; trail: { now: number; lasts: number; width: number; colour: number[] } };

  override initializeState(): void {
    const shaders = this.getShaders({ vs, fs, modules: [projection, trailModule] });
    this.state = {
      model: new Model(this.context.device, { ...shaders, id: this.props.id, topology: "triangle-list", bufferLayout: [...LAYOUT] }),
      trail: { now: 0, lasts: 0, width: 0, colour: [] },
    };
  }

  /** Another choice has another mesh, which takes the place of the last. */
  override updateState({ props, oldProps }: UpdateParameters<Layer<LayerProps & TrailProps>>): void {
    const { mesh, long, width, colour } = props;
    this.state.trail = { now: 0, lasts: long, width, colour: colour.map((part) => part / 255) };
    if (mesh === oldProps.mesh) return;
    const { model } = this.state;
    model.setAttributes({ ribbon: mesh.corners });
    model.setIndexBuffer(mesh.triangles);
  }

  override draw(): void {
    const { model, trail } = this.state;
    const { mesh, now, long } = this.props;
    const [first, end] = shownAt(mesh, now.t, long);
    if (first === end) return;
    // On WebGL luma takes this for where an indexed draw begins, in bytes of indices, and reads `firstIndex` nowhere.
    model.firstVertex = 6 * Uint32Array.BYTES_PER_ELEMENT * first;
    model.indexCount = 6 * (end - first);
    trail.now = now.t;
    model.shaderInputs.setProps({ trail });
    model.draw(this.context.renderPass);
  }
}
