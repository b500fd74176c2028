/** What a study says as tables: cells with their intervals, and the bars of a histogram. Made here, sent nowhere. */

import type { Histogram, Study } from "../api/studyContract";
import { csv } from "../data/table";
import { save } from "./exports";

export function saveAnswers(study: Study): void {
  const columns = ["cell", "option", "raid", "battles", "measure", "unit", "what", "estimate", "low", "high"];
  const cells = study.cells.flatMap((cell) =>
    cell.measures.map((one) => [
      cell.name, cell.option, cell.raid, cell.battles, one.name, one.unit, "mean", one.estimate, one.low, one.high,
    ]),
  ); // prettier-ignore
  const more = study.differences.map((one) => [
    "", one.option, "", "", one.name, one.unit, `more than ${study.baseline}`, one.more.estimate, one.more.low, one.more.high,
  ]); // prettier-ignore
  save(new Blob([csv(columns, [...cells, ...more])], { type: "text/csv" }), `${study.id}.csv`);
}

export function saveBars(study: Study, cell: string, { name, unit, bins }: Histogram): void {
  const columns = ["cell", "measure", "unit", "from", "below", "battles", "share"];
  const rows = bins.map((bin) => [cell, name, unit, bin.low, bin.high, bin.battles, bin.share]);
  save(new Blob([csv(columns, rows)], { type: "text/csv" }), `${study.id}-${name}.csv`);
}
