/** The program goes away and comes back: the page waits, and goes on where it stood. */

import * as ask from "../api/ask";
import { words } from "../words";
import { begin } from "./pages.svelte";
import { store } from "./store.svelte";

/** Time between two looks whether the program is there again, ms. */
const PATIENCE = 2000;

class Connection {
  /** The program does not answer, or is another one that first lets this browser in by its address. */
  lost = $state<"gone" | "other" | null>(null);
}

export const connection = new Connection();

/** Wait for the program; one that was started anew may hold other things. */
export async function waitForIt(): Promise<void> {
  if (connection.lost) return;
  connection.lost = "gone";
  let start = null;
  while (!start) {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    start = await ask.start().catch((error: unknown) => {
      connection.lost = error instanceof ask.Refusal ? "other" : "gone";
      return null;
    });
  }
  connection.lost = null;
  store.start = start;
  store.connection++;
  if (store.page === "start") return begin();
  if (store.page === "replay" && !start.runs.some(({ id }) => id === store.run?.id)) store.notice = words.trouble.without;
}
