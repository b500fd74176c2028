/** An answer on the study that is looked at, for a panel: asked for anew while it is fought, and gone with the study. */

import { following } from "./following";
import { store } from "./store.svelte";
import { studying } from "./study.svelte";

export class Followed<T, Of extends [string, ...string[]]> {
  #said = $state.raw<{ id: string; found: T | null; failure: unknown } | null>(null);
  #here = $derived(this.#said?.id === studying.id ? this.#said : null);
  found = $derived(this.#here?.found ?? null);
  failure = $derived(this.#here?.failure ?? null);

  /** What is asked of the study, and `of` what; of null nothing is asked. */
  constructor(ask: (id: string, ...of: Of) => Promise<T>, of: () => Of | null, each?: number) {
    // By its words: what they are read from is new with each look, and a question is not asked again before its answer.
    const question = $derived(JSON.stringify(of()));
    const when = $derived(studying.working ? null : studying.study?.battles);
    $effect(() => {
      const { id } = studying;
      const asked = JSON.parse(question) as Of | null;
      // What was not answered is asked again when the program came back.
      void store.connection;
      if (!asked) return;
      const tell = (found: T) => (this.#said = { id, found, failure: null });
      const fail = (failure: unknown) => (this.#said = { id, found: this.found, failure });
      return following(() => ask(id, ...asked), when === null, tell, fail, each);
    });
  }
}
