/** What is cut from deck.gl's shaders is gone, and is asked for no more: their programs are made ready in half the time. */

import { expect, test } from "vitest";
import { EllipseLayer } from "./ellipseLayer";
import { RingLayer, StraightLayer, SymbolLayer } from "./planeLayers";
import { projection, withSteps } from "./projection";

const [plane] = projection.dependencies;
const shadersOf = (Kind: typeof SymbolLayer | typeof StraightLayer | typeof RingLayer) => {
  const layer = new Kind({ id: "any" } as never);
  return Object.assign(layer, { context: { device: { type: "webgl" }, defaultShaderModules: [] } }).getShaders();
};
const uses = (shader: string, of: string) => shader.split(of).length - 1;

test("a place goes to the plane once, and never to a globe", () => {
  expect(uses(plane?.vs ?? "", "project_globe_(")).toBe(1);
  expect(uses(plane?.vs ?? "", "project_mercator_(")).toBe(2);
});

test.each([SymbolLayer, StraightLayer, RingLayer, EllipseLayer].map((Kind) => [Kind.layerName, Kind] as const))("%s projects by it", (_, Kind) => {
  const { modules } = shadersOf(Kind);
  expect(modules).toContain(projection);
  expect(modules.filter(({ name }: { name: string }) => name === projection.name)).toHaveLength(1);
});

test("a symbol, standing or lying, is projected once", () => {
  const { vs } = shadersOf(SymbolLayer);
  expect(uses(vs, "project_position_to_clipspace(")).toBe(1);
});

test("a shader that has changed is not cut blindly", () => {
  expect(() => withSteps("void main() {}", "if (icon.billboard)", "}", "")).toThrow("a shader of deck.gl has no if (icon.billboard) any more");
});
