import { expect, test } from "vitest";
import { readLink, writeLink } from "./link";

test("a link to two runs leads to both, to the moment and to the threat", () => {
  const link = writeLink({ compare: ["one-battery", "one-battery-2"], t: 217.8, select: "red/valley-pair/1" });
  expect(link).toBe("#compare=one-battery,one-battery-2&t=218&select=red/valley-pair/1");
  expect(readLink(link)).toEqual({ compare: ["one-battery", "one-battery-2"], t: 218, select: "red/valley-pair/1" });
});

test("a link to a study leads to what was chosen of it", () => {
  const link = writeLink({ study: "s400-or-not", measure: "leakers", cell: "both/as-written", tab: "map" });
  expect(link).toBe("#study=s400-or-not&measure=leakers&cell=both/as-written&tab=map");
  expect(readLink(link)).toEqual({ study: "s400-or-not", measure: "leakers", cell: "both/as-written", tab: "map" });
});

test("what is not of the form of a link is left out", () => {
  for (const hash of ["#compare=a", "#compare=a,", "#compare=a,b,c", "#compare=..,b", "#compare=a,<b>", "#t=-1", "#t=x"]) {
    expect(readLink(hash)).toEqual({});
  }
});
