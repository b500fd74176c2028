/** For tests: a window's history and address, which goes back in its own time as a browser's does. */

import { vi } from "vitest";

/** Steps of the way back, the oldest first, and on which of them the browser stands. */
export interface Way {
  entries: { url: string; state: unknown }[];
  at: number;
  /** Left by more steps back than there are. */
  left: boolean;
  /** Type an address. */
  type(url: string): void;
}

/** Take the place of the browser's history; `arrived` hears of each way back. */
export function history(arrived: () => void): Way {
  const way: Way = {
    entries: [{ url: "http://page/#", state: null }],
    at: 0,
    left: false,
    type: (url) => {
      way.entries.splice(++way.at, Infinity, { url: whole(url), state: null });
      arrived();
    },
  };
  const here = () => way.entries[way.at] as Way["entries"][number];
  const whole = (url: string) => (url.startsWith("#") ? `http://page/${url}` : url);
  vi.stubGlobal("location", {
    host: "page",
    origin: "http://page",
    get href() {
      return here().url;
    },
    get hash() {
      return here().url.replace(/^[^#]*#?/, "#").replace(/^#$/, "");
    },
  });
  vi.stubGlobal("history", {
    get state() {
      return here().state;
    },
    pushState(state: unknown, _: string, url: string) {
      way.entries.splice(++way.at, Infinity, { url: whole(url), state });
    },
    replaceState(state: unknown, _: string, url: string) {
      way.entries[way.at] = { url: whole(url), state };
    },
    back() {
      setTimeout(() => (way.at === 0 ? (way.left = true) : (way.at--, arrived())), 5);
    },
  });
  return way;
}
