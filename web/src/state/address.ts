/** The address of the window, and the browser's way back through what filled it. */

import { words } from "../words";
import { store } from "./store.svelte";

/** What a step of the way back knows beside its address: which it is, and the study that a replay was opened from. */
interface Step {
  step: number;
  study?: string;
}

let waiting = 0;
let said = "#";
let returning = false;
/** The step on which that was opened which fills the window. */
let shownOn: number | undefined;
/** Addresses of what was overtaken: the browser stood on another step already when they were to be said. */
const late = new Map<number, string>();

/** So many more wait to be opened: the browser stands on the address of the last of them already. */
export const queue = (more: number) => (waiting += more);
export const isOvertaken = () => waiting > 0;

/** The address says what is shown now; where that was overtaken, its step says so when the browser comes back to it. */
export function sayAddress(link: string): void {
  said = link;
  if (!isOvertaken()) history.replaceState(history.state, "", link);
  else if (shownOn !== undefined) late.set(shownOn, link);
}

/** The browser has come to a step: it says what was opened there, had that been overtaken. */
export function sayLate(): void {
  const step = stepHere()?.step;
  const link = step === undefined ? undefined : late.get(step);
  if (step === undefined || link === undefined) return;
  late.delete(step);
  history.replaceState(history.state, "", link);
}

/** What is opened now belongs to a step: to that on which the browser stands, where no other is named. */
export const showOn = (step = stepHere()?.step) => (shownOn = step);

/** The browser was given an address that led nowhere: what is shown is still what was said last. */
export const sayAgain = () => sayAddress(said);

const stepHere = () => history.state as Step | null;

/** What comes next is one step further: the browser's way back leads here. Its own address follows when it is there. */
export function stepOn(study?: string): number {
  // Steps of the page before it was loaded anew are none of these.
  const step = Math.random();
  history.pushState({ step, study } satisfies Step, "", location.href);
  return step;
}

/** Back from a step that led nowhere, unless the browser stands on another by now. */
export function stepBack(step: number): void {
  if (stepHere()?.step !== step) return;
  returning = true;
  history.back();
}

/** Whether the browser has just come back from such a step: all is as it was, and what went wrong is still to be read. */
export function isReturn(): boolean {
  const was = returning;
  returning = false;
  return was;
}

/** The study to which the step leads back on which the browser stands. */
export const studyBefore = (): string | null => stepHere()?.study ?? null;

/** Copy the address, and say so; a browser that forbids copying shows it. */
export async function copyAddress(copied: string): Promise<void> {
  await navigator.clipboard.writeText(location.href).then(
    () => (store.notice = copied),
    () => (store.notice = words.bar.linkShown(location.href)),
  );
}
