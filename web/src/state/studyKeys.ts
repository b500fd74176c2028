/** Keys of a study's page. None of them does anything while a user writes into a field. */

import type { Found } from "../api/studyContract";
import { type End, named } from "../data/study/histogram";
import { next } from "../data/study/studying";
import { store } from "./store.svelte";
import { startStudy, stopStudy, studying } from "./study.svelte";

export function onStudyKey(event: KeyboardEvent, open: (which: Found) => void): void {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  const writing = target instanceof HTMLElement && target.matches("input:not([type=radio]), select, textarea");
  if (ctrlKey || metaKey || altKey || writing) return;
  const act = keys(open)[key.length === 1 ? key.toLowerCase() : key];
  if (!act) return;
  event.preventDefault();
  act();
}

function keys(open: (which: Found) => void): Record<string, () => void> {
  const { study, measure, cell, found } = studying;
  const replay = (place: 0 | 1 | 2) => () => {
    const end: End | undefined = found ? named(found)[place]?.[0] : undefined;
    const one = found && end ? found[end] : null;
    if (one && studying.tab === "results") open(one);
  };
  return {
    s: () => {
      if (study?.state === "running") void stopStudy();
      else if ((study?.state === "ready" || study?.state === "stopped") && !study.obstacle) void startStudy({});
    },
    m: () => {
      if (study && measure) studying.measureName = next(study.measures, measure.name);
      studying.bar = null;
    },
    c: () => {
      if (study && cell) studying.cellName = next(study.cells, cell.name);
      studying.bar = null;
    },
    w: replay(2),
    t: replay(1),
    b: replay(0),
    l: () => (studying.tab = studying.tab === "map" ? "results" : "map"),
    Escape: () => {
      if (store.help) store.help = false;
      else studying.bar = null;
    },
    "?": () => (store.help = !store.help),
  };
}
