import { expect, test } from "vitest";
import { absentIn } from "./absent";

const run = (...units: [string, boolean][]) => ({ units: units.map(([name, ready]) => ({ name, ready })) });

test("who takes no part is asked of a unit, or of all", () => {
  const some = run(["blue/p-18", false], ["blue/s400", true]);
  expect([absentIn([some], "blue/p-18"), absentIn([some], "blue/s400"), absentIn([some], null)]).toEqual([true, false, true]);
  expect(absentIn([run(["blue/p-18", true])], null)).toBe(false);
});

test("of two runs side by side, one is enough; before one is there nobody is absent", () => {
  const [all, but] = [run(["blue/p-18", true]), run(["blue/p-18", false])];
  expect([absentIn([all, but], "blue/p-18"), absentIn([all, but], null), absentIn([null, undefined], null)]).toEqual([true, true, false]);
});
