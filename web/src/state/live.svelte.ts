/** A battle that is followed: its line fills the film that grows, and its present moves the store's time. */

import * as ask from "../api/ask";
import { type Command, Line, page } from "../api/live";
import type { LiveFrame, LivePage, LivePlace, LiveStands, Sums } from "../api/liveContract";
import type { Engagement, Reload } from "../api/contract";
import { GrowingFilm } from "../data/growing";
import { noteFates } from "../data/known";
import { Sentences } from "../data/sentences";
import { sayAddress } from "./address";
import { writeLink } from "./link";
import { store } from "./store.svelte";

class Live {
  stands = $state.raw<LiveStands | null>(null);
  /** The line is there. */
  line = $state(true);
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
let engagements = new Map<string, Engagement>();
let reloads = new Map<string, Reload>();
/** One list for all time, since the map keeps the one that it was made with; what goes on has no end yet in it. */
let aimed: Engagement[] = [];
let renewed = 0;
let asked = 0;
let last = 0;
/** The time that this module set last; another one was set by a user. */
let shown = 0;

/** Follow a battle; where it is over already, the name of its run. */
export async function openLive(id: string): Promise<string | null> {
  const [held, geography] = await Promise.all([page(id), ask.geography(id)]);
  if (held.run) return held.run;
  begin(held);
  store.geography = geography;
  store.run = held.page;
  store.page = "live";
  sayAddress(writeLink({ live: id }));
  line = new Line(id, { frame, line: (open) => (live.line = open), gone: (error) => (live.gone = error), place: () => place });
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
  engagements = new Map();
  reloads = new Map();
  live.stands = held;
  live.line = live.following = true;
  live.gone = live.sums = null;
  live.sentences = new Sentences(growing.film);
  held.page.end = 0;
  store.film = { ...growing.film };
  aimed = [];
  store.engagements = { engagements: aimed, reloads: [] };
  store.span = [0, FIRST_SPAN];
  store.t = shown = 0;
}

function frame(bytes: ArrayBuffer): void {
  if (!growing) return;
  const said = growing.take(bytes);
  place = said.to;
  live.sentences?.take(said.sentences);
  fought(said.fought);
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

function fought(said: LiveFrame["fought"]): void {
  for (const one of said.engagements ?? []) engagements.set(`${one.channel} ${one.from}`, one);
  for (const one of said.reloads ?? []) reloads.set(`${one.launcher} ${one.from}`, one);
  const { sums } = said;
  if (!sums) return;
  live.sums = sums;
  const lost = new Map(sums.lost.map(({ unit, t }) => [unit, t]));
  const fresh = store.run?.units.filter((unit) => unit.destroyed === null && lost.has(unit.name)) ?? [];
  for (const unit of fresh) unit.destroyed = lost.get(unit.name) ?? null;
  if (fresh.length && store.run) store.run = { ...store.run };
}

/** Have drawn anew what is drawn of the past. */
function renew(t: number, lasts: number): void {
  if (!growing || !store.engagements) return;
  renewed = performance.now();
  store.film = { ...growing.film };
  noteFates(store.run?.threats ?? [], growing.film, t);
  aimed.splice(0, aimed.length, ...engagements.values());
  store.engagements = { engagements: aimed, reloads: [...reloads.values()] };
  const [from, to] = store.span;
  if (t > to && (from === 0 || live.following)) store.span = [from, Math.min(lasts, from === 0 ? Math.max(FIRST_SPAN, 1.25 * t) : t + (t - from) / 4)];
}

/** Move what is shown evenly towards what came last; stand still where a user looks back. */
function step(now: number): void {
  asked = requestAnimationFrame(step);
  const passed = (now - last) / 1000;
  last = now;
  const { stands } = live;
  if (live.following && store.t !== shown) live.following = false;
  if (!stands || !live.following) return;
  const least = stands.t - BEHIND * stands.pace;
  shown = Math.min(stands.t, Math.max(store.t + passed * stands.pace, least));
  if (shown !== store.t) store.t = shown;
}
