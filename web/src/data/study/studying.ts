/** What stands where in an answer of the program on a study. */

import type { Cell, Interval, Measure, Study, StudyState } from "../../api/studyContract";

export const WORKING: readonly StudyState[] = ["running", "stopping"];

/** Lines of the chart of intervals at most: more cannot be told from another. */
export const MOST_LINES = 5;

export function intervalOf(cell: Cell | undefined, measure: string): Interval | null {
  return cell?.measures.find(({ name }) => name === measure) ?? null;
}

/** The measure of a name; the first of the study where there is none. */
export function measureOf({ measures }: Study, name: string | null): Measure {
  return measures.find((one) => one.name === name) ?? measures[0] ?? { name: "", title: "", unit: "" };
}

/** The cell of a name; the baseline, or the first, where there is none. */
export function cellOf({ cells, baseline }: Study, name: string | null): Cell | undefined {
  return cells.find((one) => one.name === name) ?? cells.find((one) => one.name === baseline) ?? cells[0];
}

/** The cells of which a line is drawn: the chosen one first, then those whose estimates are farthest from it. */
export function drawn(study: Study, chosen: string, measure: string): Cell[] {
  const own = study.cells.find(({ name }) => name === chosen);
  const middle = intervalOf(own, measure)?.estimate ?? 0;
  const far = (cell: Cell) => Math.abs((intervalOf(cell, measure)?.estimate ?? middle) - middle);
  const others = study.cells.filter((cell) => cell !== own).sort((a, b) => far(b) - far(a));
  return [...(own ? [own] : []), ...others].slice(0, MOST_LINES);
}

/** The next of a list, round and round. */
export function next<T extends { name: string }>(all: readonly T[], name: string): string {
  return all[(all.findIndex((one) => one.name === name) + 1) % all.length]?.name ?? name;
}

/** Share of the battles that are fought. */
export const share = ({ battles, total }: Study) => (total > 0 ? Math.min(1, battles / total) : 0);
