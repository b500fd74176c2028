/** For tests: a program whose answers are given by hand, so that they come in any order. */

import { vi } from "vitest";

/** A question that stands until it is answered. */
export interface Question {
  method: string;
  address: string;
  body: unknown;
  answer(what: object, status?: number): void;
}

/** Take the place of the program; `rule` answers what the test is not about. All questions, the oldest first. */
export function program(rule: (question: Question) => void): Question[] {
  const asked: Question[] = [];
  const fetch = (address: string, options?: RequestInit) =>
    new Promise((resolve) => {
      const answer = (what: object, status = 200) => resolve(new Response(JSON.stringify(what), { status }));
      const question = { method: options?.method ?? "GET", address, body: options?.body ? JSON.parse(String(options.body)) : null, answer };
      asked.push(question);
      rule(question);
    });
  vi.stubGlobal("fetch", fetch);
  return asked;
}

/** Let all go on that waits for nothing. */
export const settle = () => new Promise((resolve) => setTimeout(resolve));
