/**
 * deck.gl's projection without what no map of ours is: a globe, or a plane that is no ground. A browser without a graphics
 * card compiles a program when it first draws by it, and takes a tenth of a second for all that never happens in it.
 */

import { project, project32 } from "@deck.gl/core";

interface Shaders {
  modules?: unknown[];
}

/** Degrees of longitude and latitude, and metres, to the plane of Mercator; about the middle of a near view, more finely. */
const TO_THE_PLANE = `\
vec4 project_position(vec4 position, vec3 position64Low) {
  bool near = project.projectionMode == PROJECTION_MODE_WEB_MERCATOR_AUTO_OFFSET;
  if (near && abs(position.y - project.coordinateOrigin.y) <= 0.25) {
    position.xyz -= project.coordinateOrigin;
    return project_offset_(position) + project_offset_(vec4(position64Low, 0.0));
  }
  vec2 plane = project_mercator_(position.xy) - (near ? project.commonOrigin.xy : vec2(0.0));
  float height = near ? project_size(position.z) : project_size_at_latitude(position.z, position.y);
  return vec4(plane, height, position.w);
}
`;
const NEVER_TURNED = `\
bool project_needs_rotation(vec3 commonPosition, out mat3 transform) {
  transform = mat3(1.0);
  return false;
}
`;

/** A shader with other steps from one of its places up to another. */
export function withSteps(shader: string, from: string, to: string, steps: string): string {
  const begin = shader.indexOf(from);
  const end = shader.indexOf(to, begin);
  if (begin < 0 || end < 0) throw new Error(`a shader of deck.gl has no ${from} any more`);
  return shader.slice(0, begin) + steps + shader.slice(end);
}

const onGround = withSteps(project.vs, "vec4 project_position(vec4 position, vec3", "vec4 project_position(vec4 position) {", TO_THE_PLANE);
const flat = { ...project, vs: withSteps(onGround, "bool project_needs_rotation(", "vec3 project_normal(", NEVER_TURNED) };

/** What layers of our own project by. */
export const projection = { ...project32, dependencies: [flat] };

/** The shaders of a layer of deck.gl's, which project by that, too. */
export function onPlane<S extends Shaders>(shaders: S): S {
  return { ...shaders, modules: shaders.modules?.map((part) => (part === project32 ? projection : part)) };
}
