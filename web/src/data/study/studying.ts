/** What stands where in an answer of the program on a study. */

import type { Cell, Measure, Said, Study, StudyState } from "../../api/studyContract";

export const WORKING: readonly StudyState[] = ["running", "stopping"];

export function intervalOf(cell: Cell | undefined, measure: string): (Measure & Said) | null {
  return cell?.measures.find(({ name }) => name === measure) ?? null;
}

/** The measure of a name; the first of the study where there is none. */
export function measureOf({ measures }: Study, name: string | null): Measure {
  return measures.find((one) => one.name === name) ?? measures[0] ?? { name: "", title: "", unit: "" };
}

/** The cell of a name; the baseline, or the first, where there is none. */
export function cellOf({ cells, baseline }: Study, name: string | null): Cell | undefined {
  return cells.find((one) => one.name === name) ?? cells.find((one) => one.option === baseline) ?? cells[0];
}

/** The name of the cell of an option against the raid of another. */
export function againstSameRaid({ cells }: Study, cell: Cell | undefined, option: string): string | null {
  const of = cells.filter((one) => one.option === option);
  return (of.find((one) => one.raid === cell?.raid) ?? of[0])?.name ?? null;
}

/** The next of a list, round and round. */
export function next<T extends { name: string }>(all: readonly T[], name: string): string {
  return all[(all.findIndex((one) => one.name === name) + 1) % all.length]?.name ?? name;
}

/** Share of the battles that are fought. */
export const share = ({ battles, total }: Study) => (total > 0 ? Math.min(1, battles / total) : 0);
