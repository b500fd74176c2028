/** The address of the window, and the browser's way back through what filled it. */

import { words } from "../words";
import { store } from "./store.svelte";

/** What a step of the way back knows beside its address: the study that a replay was opened from. */
interface Step {
  study?: string;
}

let waiting = 0;

/** So many more wait to be opened: the browser stands on the address of the last of them already. */
export const queue = (more: number) => (waiting += more);
export const isOvertaken = () => waiting > 0;

/** The address says what is shown now. */
export function sayAddress(link: string): void {
  if (!isOvertaken()) history.replaceState(history.state, "", link);
}

/** What comes next is one step further: the browser's way back leads here. Its own address follows when it is there. */
export function stepOn(study?: string): void {
  history.pushState(study === undefined ? null : ({ study } satisfies Step), "", location.href);
}

/** The study to which the step leads back on which the browser stands. */
export const studyBefore = (): string | null => (history.state as Step | null)?.study ?? null;

/** Copy the address, and say so; a browser that forbids copying shows it. */
export async function copyAddress(copied: string): Promise<void> {
  await navigator.clipboard.writeText(location.href).then(
    () => (store.notice = copied),
    () => (store.notice = words.bar.linkShown(location.href)),
  );
}
