/** Whose the space bar is. */

import { expect, test, vi } from "vitest";
import { noteReach, takesSpace } from "./reached";

const press = (key: string | null) => noteReach((key === null ? { type: "pointerdown" } : { type: "keydown", key }) as KeyboardEvent);

test("a button keeps the space bar until a pointer presses something, and again when it is reached by keys", () => {
  vi.stubGlobal("HTMLElement", class {});
  const button = Object.assign(new HTMLElement(), { matches: (what: string) => what.includes("button") });
  const kept = [null, "Tab", " ", null, " ", "Tab"].map((key) => (press(key), takesSpace(button)));
  expect(kept).toEqual([false, true, true, false, false, true]);
  expect(takesSpace(null)).toBe(false);
});
