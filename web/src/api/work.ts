/** Work that takes longer than a question: the program does it one piece after another, and the page waits and may stop it. */

import { at, json, named, Refusal, sent } from "./ask";
import type { ButFor, Job, JobSoFar } from "./contract";

/** How far the work has come that the page waits for; null before the program has said so. */
export interface Course {
  job: JobSoFar | null;
  /** What is under way while it waits for its turn. */
  waitsFor: JobSoFar | null;
}
export const BEGUN: Course = { job: null, waitsFor: null };
/** Hears how far it has come. */
export type Tell = (course: Course) => void;

/** It was stopped, here or in another window: nothing went wrong. */
export class Stopped extends Error {}
/** What went wrong, null where it was only stopped. */
export const failureOf = (error: unknown) => (error instanceof Stopped ? null : error);

/** Time between two questions after a job, ms. */
const PATIENCE = 400;

/** Begin a piece of work, and wait for what it comes to. */
export const work = async <T>(address: string, what: object, tell: Tell) => answerOf(await json<Job<T>>(address, sent(what)), tell);

/** What a piece of work that was begun comes to. */
export async function answerOf<T>(begun: Job<T>, tell: Tell): Promise<T> {
  let job = begun;
  while (job.state !== "done" || job.answer === null) {
    if (job.state === "failed") throw new Refusal(job.error?.error ?? "", job.error?.instead ?? "", 409);
    if (job.state === "stopped") throw new Stopped();
    tell({ job, waitsFor: job.waits_for });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    job = await json<Job<T>>(at("jobs", job.id));
  }
  return job.answer;
}

/** Stop a piece of work, which ends within a moment; all others go on. */
export const stop = (id: string) => json<JobSoFar>(at("jobs", id, "stop"), sent({}));

/** What share of it is done; null where nothing is known yet. */
export const shareOf = (job: JobSoFar): number | null => (job.total > 0 ? job.done / job.total : null);

/** Fight a built-in scenario; the answer names its run. */
export const fight = (scenario: string, tell: Tell) => work<{ run: string }>(`${at("scenarios", scenario)}/run`, {}, tell);

/** Fight the battle again on other luck, with each link of its kill chain ideal in turn. */
export const butFor = (id: string, threat: string, draws: number, tell: Tell) =>
  work<ButFor>(`${at("runs", id, "threats")}/${named(threat)}/but-for`, { draws }, tell);
