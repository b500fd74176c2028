/** A battle that is followed: its line fills the film that grows, and its present moves the store's time. */

import * as ask from "../api/ask";
import { type Command, Line, page } from "../api/live";
import type { LivePage, LivePlace, LiveStands, Sums } from "../api/liveContract";
import { GrowingFilm } from "../data/growing";
import { noteFates } from "../data/known";
import { Sentences } from "../data/sentences";
import { Silence } from "../data/silence";
import { sayAddress } from "./address";
import { writeLink } from "./link";
import { Fought } from "./liveFought";
import { ANEW, store } from "./store.svelte";

class Live {
  stands = $state.raw<LiveStands | null>(null);
  /** The line is there. */
  line = $state(true);
  /** It is there, and nothing comes though the battle goes on: the program sleeps, or is at something else. */
  quiet = $state(false);
  /** Another battle goes by the name of this one, which is no more. */
  other = $state(false);
  /** Why it will not come back. */
  gone = $state.raw<unknown>(null);
  sums = $state.raw<Sums | null>(null);
  sentences = $state.raw<Sentences | null>(null);
  /** The store's time goes with the battle; else a user looks back in what has been. */
  following = $state(true);
}

export const live = new Live();

/** Time between two renewals of what is drawn of the past (trails, marks, lanes), ms on the wall. */
const RENEWED = 1000;
/** How far, s on the wall, what is shown may lie behind what came: it moves evenly between two frames. */
const BEHIND = 0.3;
/** Longest stretch that the time line begins with, s. */
const FIRST_SPAN = 120;

let growing: GrowingFilm | null = null;
let line: Line | null = null;
let place: LivePlace = [0, 0, 0, 0];
let fought = new Fought();
let silence = new Silence();
let renewed = 0;
let asked = 0;
let last = 0;
/** The time that this module set last; another one was set by a user. */
let shown = 0;

/** Follow a battle; where it is over already, the name of its run. */
export async function openLive(id: string): Promise<string | null> {
  const [held, geography] = await Promise.all([page(id), ask.geography(id)]);
  if (held.run) return held.run;
  closeLive();
  begin(held);
  Object.assign(store, store.page === "live" ? {} : ANEW, { geography, run: held.page, page: "live" });
  sayAddress(writeLink({ live: id }));
  line = new Line(held, {
    frame,
    line: (open) => (live.line = open),
    gone: (error) => (live.gone = error),
    other: () => (live.other = true),
    place: () => place,
  });
  last = performance.now();
  asked = requestAnimationFrame(step);
  return null;
}

export function closeLive(): void {
  line?.close();
  line = growing = null;
  cancelAnimationFrame(asked);
  live.stands = null;
}

/** The battle that is followed. */
export const watched = () => live.stands?.id ?? null;

export const say = (command: Command) => line?.say(command);

/** Back to the present. */
export function toNow(): void {
  live.following = true;
  shown = store.t = live.stands?.t ?? 0;
}

function begin(held: LivePage): void {
  growing = new GrowingFilm(held);
  place = [0, 0, 0, 0];
  fought = new Fought();
  silence = new Silence();
  live.stands = held;
  live.line = live.following = true;
  live.quiet = live.other = false;
  live.gone = live.sums = null;
  live.sentences = new Sentences(growing.film);
  held.page.end = 0;
  store.film = { ...growing.film };
  fought.renew();
  store.span = [0, FIRST_SPAN];
  store.t = shown = 0;
}

function frame(bytes: ArrayBuffer): void {
  if (!growing) return;
  silence.heard();
  const said = growing.take(bytes);
  place = said.to;
  live.sentences?.take(said.sentences);
  fought.take(said.fought);
  live.sums = said.fought.sums ?? live.sums;
  if (!said.whole) return;
  const { id, state, run, error, lasts, pace } = said;
  // As the columns have it: nothing has flown beyond that.
  const t = Math.fround(said.t);
  const changed = live.stands?.state !== state;
  live.stands = { id, state, run, error, t, lasts, pace };
  // The end of a run that goes on is its present: nobody can seek beyond it.
  if (store.run) store.run.end = t;
  if (changed || said.fought.sums || performance.now() - renewed > RENEWED) renew(t, lasts);
}

/** Have drawn anew what is drawn of the past. */
function renew(t: number, lasts: number): void {
  if (!growing || !store.engagements) return;
  renewed = performance.now();
  store.film = { ...growing.film };
  noteFates(store.run?.threats ?? [], growing.film, t);
  fought.renew();
  const [from, to] = store.span;
  if (t > to && (from === 0 || live.following)) store.span = [from, Math.min(lasts, from === 0 ? Math.max(FIRST_SPAN, 1.25 * t) : t + (t - from) / 4)];
}

/** Move what is shown evenly towards what came last; stand still where a user looks back. */
function step(now: number): void {
  asked = requestAnimationFrame(step);
  const passed = (now - last) / 1000;
  last = now;
  const { stands } = live;
  live.quiet = silence.passed(passed, live.line && stands?.state === "going");
  if (live.following && store.t !== shown) live.following = false;
  if (!stands || !live.following) return;
  const least = stands.t - BEHIND * stands.pace;
  shown = Math.min(stands.t, Math.max(store.t + passed * stands.pace, least));
  if (shown !== store.t) store.t = shown;
}
