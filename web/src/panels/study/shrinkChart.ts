/** The chart of intervals that shrink: uPlot, in the colours of the page, a band and a dash for each line. */

import uPlot from "uplot";
import { type Columns, decades } from "../../data/study/shrinking";
import type { Palette } from "../../map/palette";

/** Lines differ in lightness and in their dashes as well, for the colour-blind. */
export const DASHES: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [8, 3, 2, 3], [1, 1.5]];
export const COLOURS = ["blue", "red", "assessing", "acquiring", "ghost"] as const;

export interface Look {
  wide: number;
  high: number;
  /** Ends of the scales; they grow as battles are added. */
  battles: [number, number];
  heights: [number, number];
  axis: string;
  say: (value: number) => string;
  count: (battles: number) => string;
}

/** Draw so many lines into an element; `look` is read anew whenever data is set, `hear` gets the column pointed at. */
export function shrinkChart(
  into: HTMLElement,
  lines: number,
  look: () => Look,
  { css }: Palette,
  page: { ink: string; muted: string; line: string },
  hear: (column: number | null) => void,
): uPlot {
  const font = `11px "Inter Variable", sans-serif`;
  const axis = { stroke: page.muted, font, grid: { stroke: page.line, width: 1 }, ticks: { show: false } };
  const series = Array.from({ length: lines }, (_, i) => {
    const stroke = css[COLOURS[i] ?? "blue"];
    const end = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: true };
    return [{ stroke, width: 2, dash: [...(DASHES[i] ?? [])], points: { show: false }, spanGaps: true }, end, end];
  });
  const bands = Array.from({ length: lines }, (_, i) => ({
    series: [3 * i + 3, 3 * i + 2] as uPlot.Band["series"],
    fill: `${css[COLOURS[i] ?? "blue"]}${i === 0 ? "38" : "1f"}`,
  }));
  const first = look();
  return new uPlot(
    {
      width: first.wide,
      height: first.high,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { time: false, distr: 3, range: () => look().battles },
        y: { range: () => look().heights },
      },
      axes: [
        { ...axis, label: first.axis, labelFont: font, labelSize: 18, size: 28, splits: () => decades(...look().battles), filter: (_, splits) => splits, values: (_, ticks) => ticks.map(first.count) },
        { ...axis, size: 46, values: (_, ticks) => ticks.map(first.say) },
      ],
      series: [{}, ...series.flat()],
      bands,
      hooks: { setCursor: [(chart) => hear(chart.cursor.idx ?? null)] },
    },
    [[]] as unknown as uPlot.AlignedData,
    into,
  );
}

export function fill(chart: uPlot, columns: Columns): void {
  chart.setData(columns as uPlot.AlignedData);
}
