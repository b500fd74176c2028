/** Paths shown up to a time, and of what is older only as much as a trail is long: one upload, then one number a frame. */

import type { DefaultProps } from "@deck.gl/core";
import { PathLayer, type PathLayerProps } from "@deck.gl/layers";

/** The time of replay, shared with the scene, so that no layer is made anew for a frame. */
export interface Now {
  t: number;
}

interface TrailProps {
  now: Now;
  /** Seconds that a trail is long; it fades towards its end. 0: all of the path up to now, unfaded. */
  long: number;
}

const uniforms = `\
layout(std140) uniform trailUniforms {
  float now;
  float lasts;
} trail;
`;

const trailModule = {
  name: "trail",
  vs: uniforms,
  fs: uniforms,
  uniformTypes: { now: "f32", lasts: "f32" },
} as const;

const inject = {
  "vs:#decl": `\
in float instanceTimes;
in float instanceNextTimes;
out float vTime;
`,
  "vs:#main-end": `\
vTime = instanceTimes + (instanceNextTimes - instanceTimes) * vPathPosition.y / vPathLength;
`,
  "fs:#decl": "in float vTime;\n",
  "fs:DECKGL_FILTER_COLOR": `\
if (vTime > trail.now || (trail.lasts > 0.0 && vTime < trail.now - trail.lasts)) discard;
if (trail.lasts > 0.0) color.a *= 1.0 - (trail.now - vTime) / trail.lasts;
`,
};

export class TrailLayer extends PathLayer<unknown, TrailProps> {
  static override layerName = "TrailLayer";
  static override defaultProps = {
    now: { type: "object", value: { t: 0 }, compare: false },
    long: { type: "number", value: 0, min: 0 },
    getTimes: { type: "accessor", value: 0 },
  } as unknown as DefaultProps<TrailProps & PathLayerProps>;

  override getShaders() {
    const shaders = super.getShaders();
    return { ...shaders, inject: { ...shaders.inject, ...inject }, modules: [...shaders.modules, trailModule] };
  }

  override initializeState(): void {
    super.initializeState();
    this.getAttributeManager()?.addInstanced({
      times: {
        size: 1,
        accessor: "getTimes",
        shaderAttributes: { instanceTimes: { vertexOffset: 0 }, instanceNextTimes: { vertexOffset: 1 } },
      },
    });
  }

  override draw(given: Parameters<PathLayer["draw"]>[0]): void {
    const { now, long } = this.props;
    (this.state as { model?: { shaderInputs: { setProps(props: object): void } } }).model?.shaderInputs.setProps({
      trail: { now: now.t, lasts: long },
    });
    super.draw(given);
  }
}
