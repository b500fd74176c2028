import { expect, test } from "vitest";
import { standsNow } from "./stands";
import type { Plain } from "./typing";

const route = (...points: string[]): Plain => ({ red: { routes: { tisa: points } } });
const FIVE = route("a", "b", "c", "d", "e");

test("what stood behind a point that was taken out has another number", () => {
  const four = route("a", "c", "d", "e");
  expect(standsNow(FIVE, four, "red.routes.tisa.3")).toBe("red.routes.tisa.2");
  expect(standsNow(FIVE, four, "red.routes.tisa.1")).toBe("red.routes.tisa.1");
  expect(standsNow(FIVE, four, "red.routes.tisa.4+")).toBe("red.routes.tisa.3+");
  expect(standsNow(FIVE, four, "red.routes.tisa.2")).toBeNull();
});

test("what was changed where it stands is the same thing", () => {
  expect(standsNow(FIVE, route("a", "B", "c", "d", "e"), "red.routes.tisa.2")).toBe("red.routes.tisa.2");
});

test("names and what is yet to come stand where they are said", () => {
  for (const path of ["red.routes.tisa", "red.routes.tisa+", "red.routes.tisa.0+", "red.routes.tisa.6", "blue.units.neva.at"])
    expect(standsNow(FIVE, route("a", "c", "d", "e"), path)).toBe(path);
});

test("a thing in a list of lists is followed by both numbers", () => {
  const nets = (...joins: string[][]): Plain => ({ links: joins.map((one) => ({ joins: one })) });
  const now = nets(["c", "d", "e"], ["f", "g"]);
  expect(standsNow(nets(["a", "b"], ["c", "d", "e"], ["f", "g"]), now, "links.2.joins.3")).toBe("links.1.joins.3");
});
