/** One thing after another is opened, and what stood in the way of it is said. */

import * as ask from "../api/ask";
import { FilmError } from "../data/film";
import { words } from "../words";
import { queue } from "./address";

class Pages {
  /** Something is being opened. */
  busy = $state(true);
  trouble = $state.raw<{ what: string; instead: string } | null>(null);
}

export const pages = new Pages();

let last: Promise<unknown> = Promise.resolve();

/** Do what opens something after what is being opened, and say what stood in the way of it; whether it was opened. */
export function opening(work: () => Promise<void>): Promise<boolean> {
  queue(1);
  const turn = last.then(() => tried(work));
  last = turn;
  return turn;
}

async function tried(work: () => Promise<void>): Promise<boolean> {
  queue(-1);
  pages.busy = true;
  pages.trouble = null;
  try {
    await work();
    return true;
  } catch (error) {
    pages.trouble = said(error);
    return false;
  } finally {
    pages.busy = false;
  }
}

/** What is said of an error; nothing of a program that does not answer, since that is said by itself. */
function said(error: unknown): Pages["trouble"] {
  if (error instanceof ask.Unreachable) return null;
  if (error instanceof ask.Refusal) return { what: error.message, instead: error.instead };
  if (error instanceof FilmError) return { what: words.trouble.film(error.message), instead: words.trouble.filmInstead };
  return { what: words.trouble.unknown, instead: String(error) };
}
