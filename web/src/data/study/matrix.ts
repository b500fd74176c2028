/** Options against raids as a table: what each comes to, how dark that is, and which raid is the worst of its row. */

import type { Measure, Said, Study } from "../../api/studyContract";
import { intervalOf } from "./studying";

export interface MatrixCell {
  /** The name of the cell in the study. */
  name: string;
  raid: string;
  found: Said;
  /** From 0 for nought, or the least below it, to 1 for the most of all. */
  shade: number;
  worst: boolean;
}

export interface MatrixRow {
  option: string;
  title: string;
  cells: MatrixCell[];
  average: Said | null;
}

export function matrixOf(study: Study, { name }: Measure): MatrixRow[] {
  const all = study.cells.flatMap((cell) => intervalOf(cell, name)?.estimate ?? []);
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  return study.options.map(({ name: option, title }) => {
    const average = study.over_raids.find((one) => one.option === option && one.name === name) ?? null;
    const cells = study.cells.flatMap((cell) => {
      const found = cell.option === option ? intervalOf(cell, name) : null;
      if (!found) return [];
      const shade = high > low ? (found.estimate - low) / (high - low) : 0;
      return [{ name: cell.name, raid: cell.raid, found, shade, worst: cell.raid === average?.worst }];
    });
    return { option, title, cells, average };
  });
}
