import { expect, test } from "vitest";
import { lineOf } from "./lines";

const text = `scenario: 1
blue:
  command: {post: a}
  # a: no key
  units:

    b: {is: x, at: 1 N 1 E}
    a:
      is: y
red:
  routes:
    r:
      - 1 N 1 E
      - 2 N 2 E
    s:
    - 3 N 3 E
`;

test("finds the line of a path, or of as much of it as has a line of its own", () => {
  const paths = ["blue", "blue.units.a.is", "blue.units.b.at", "red.routes.r.2", "red.routes.s.1", "red.units.z", "nothing"];
  expect(paths.map((path) => lineOf(text, path))).toEqual([2, 9, 7, 14, 16, 10, null]);
});
