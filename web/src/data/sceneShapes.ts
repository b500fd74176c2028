/** A scene as shapes of the map: units and places where they stand, routes, and the points by which one is drawn. */

import type { Point } from "../api/contract";
import type { Scene, SceneUnit, Spot, Standing } from "../api/draftContract";
import { formOf, type Schema, schemaAt } from "./fields";
import { itemAt, partsOf } from "./parts";
import { isTarget, lastOf, parentOf, type Plain, valueAt } from "./typing";

/** What is being dragged, by its path, and where it is. */
interface Moving {
  path: string;
  at: Point;
}

export const placePath = (name: string) => `places.${name}`;
export const routePath = (name: string) => `red.routes.${name}`;

type Shapes = GeoJSON.FeatureCollection;
const shapes = (features: GeoJSON.Feature[]): Shapes => ({ type: "FeatureCollection", features });
const point = (at: readonly number[], properties: object): GeoJSON.Feature => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [at[0] as number, at[1] as number] },
});

/** Posts lie over the others. */
const ORDER = { radar: 0, fire: 1, post: 2 };

/** The scene with what is dragged where it is now; what goes where another goes comes with the program's answer. */
export function moved(scene: Scene, moving: Moving | null): Scene {
  if (!moving) return scene;
  const { path, at } = moving;
  const to = (was: Standing): Standing => [at[0], at[1], was[2]];
  const units = scene.units.map((unit) => (unit.path === path ? { ...unit, at: to(unit.at), members: carried(unit, at) } : unit));
  const places = scene.places.map((place) => (placePath(place.name) === path ? { ...place, at: to(place.at) } : place));
  const routes = scene.routes.map((route) => ({
    ...route,
    points: route.points.map((one, i) => (`${routePath(route.name)}.${i + 1}` === path ? { ...one, at: to(one.at) } : one)),
  }));
  const spots = scene.spots.map((spot) => (spot.path === path ? { ...spot, at } : spot));
  return { ...scene, units, places, routes, spots };
}

/** Members of a count go with their middle. */
function carried({ at, members }: SceneUnit, [lon, lat]: Point): Standing[] {
  return (members ?? []).map((one) => [one[0] + lon - at[0], one[1] + lat - at[1], one[2]]);
}

export function unitShapes(scene: Scene, selected: string | null): Shapes {
  const features = scene.units.flatMap((unit) => {
    // All members are held by their middle.
    const [lon, lat] = unit.at;
    const properties = { path: unit.path, lon, lat, sidc: unit.sidc, order: ORDER[unit.role], chosen: unit.path === selected };
    return (unit.members?.length ? unit.members : [unit.at]).map((at) => point(at, properties));
  });
  return shapes(features);
}

export function placeShapes(scene: Scene, selected: string | null): Shapes {
  return shapes(
    scene.places.map(({ name, at }) =>
      point(at, { path: placePath(name), lon: at[0], lat: at[1], chosen: placePath(name) === selected }),
    ),
  );
}

export function routeShapes(scene: Scene, selected: string | null): Shapes {
  const features = scene.routes.map(({ name, points }): GeoJSON.Feature => ({
    type: "Feature",
    properties: { path: routePath(name), name, chosen: routePath(name) === selected },
    geometry: { type: "LineString", coordinates: points.map(({ at }) => [at[0], at[1]]) },
  }));
  return shapes(features);
}

/** The points of what is chosen, but for that where a symbol of its own stands; one that goes to a target is fixed. */
export function pointShapes(scene: Scene, selected: string | null, chosen: string | null, plain: Plain): Shapes {
  const own = scene.spots.filter(({ path }) => path.startsWith(`${selected}.`) && !standsAt(path));
  const fixed = (path: string) => isTarget(String(valueAt(plain, path) ?? ""));
  return shapes(own.map(({ path, at }) => point(at, { path, lon: at[0], lat: at[1], fixed: fixed(path), red: path.startsWith("red."), chosen: path === chosen })));
}

/** Whether a position is that of a unit or a place. */
const standsAt = (path: string) => /^(?:blue\.units|places)\.[^.]+\.at$/.test(path);

/** Lists of positions that no route is, each as a line by the item in which it stands; corners as one that is closed. */
export function lineShapes(scene: Scene, selected: string | null, schema: Schema): Shapes {
  const lists = new Map<string, Spot[]>();
  for (const spot of scene.spots) {
    const list = parentOf(spot.path);
    if (/^\d+$/.test(lastOf(spot.path)) && !list.startsWith("red.routes.")) lists.set(list, [...(lists.get(list) ?? []), spot]);
  }
  const parts = partsOf(schema);
  const features = [...lists].map(([list, spots]): GeoJSON.Feature => {
    const path = itemAt(parts, `${list}.1`)?.item ?? list;
    const ring = formOf(schema, schemaAt(schema, list)?.items) === "position";
    const coordinates = [...spots, ...(ring ? spots.slice(0, 1) : [])].map(({ at }) => at);
    return { type: "Feature", properties: { path, name: lastOf(path), chosen: path === selected }, geometry: { type: "LineString", coordinates } };
  });
  return shapes(features);
}

/** Nets: a line between two units, and of more a line of each to their middle. Those of the unit chosen stand out. */
export function netShapes(scene: Scene, selected: string | null): Shapes {
  const stands = new Map(scene.units.map((unit) => [unit.name, unit]));
  const features = scene.links.map(({ path, name, joins, medium }): GeoJSON.Feature => {
    const ends = joins.flatMap((one) => stands.get(one) ?? []);
    const spots = ends.map(({ at }): Point => [at[0], at[1]]);
    const middle = [0, 1].map((k) => spots.reduce((sum, at) => sum + (at[k] as number), 0) / Math.max(1, spots.length)) as Point;
    const lines = spots.length === 2 ? [spots] : spots.map((at) => [at, middle]);
    const chosen = path === selected || ends.some((unit) => unit.path === selected);
    return { type: "Feature", properties: { path, name, chosen, voice: medium === "voice" }, geometry: { type: "MultiLineString", coordinates: lines } };
  });
  return shapes(features);
}

/** A route that is drawn: its points, and its line on to the pointer. */
export function drawnShapes(points: readonly Point[], pointer: Point | null): Shapes {
  const line = pointer ? [...points, pointer] : [...points];
  const drawn = points.map((at) => point(at, {}));
  if (line.length > 1) drawn.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
  return shapes(drawn);
}

/** What the names of the map and its zones are drawn from. */
export function landOf(scene: Scene) {
  return {
    bounds: scene.bounds,
    units: scene.units,
    places: scene.places.map((place) => ({ ...place, unit: null })),
    zones: scene.zones.map((zone) => ({ ...zone, forbids: "" })),
  };
}
