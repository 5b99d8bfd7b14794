import { join } from "node:path";
import type { Findings } from "../result.ts";
import { chart, type Series } from "./chart.ts";
import { size } from "./format.ts";
import type { Conditions } from "./machine.ts";
import { markdown } from "./markdown.ts";

const shown = [
  "first page",
  "last page, by cursor",
  "search, a rare word",
  "statistics",
  "overview",
  "trend, 30 days",
];
const yardsticks = [
  "live aggregate of one workflow",
  "exact count of all one may see",
];

/**
 * Writes what was found as Markdown with a chart, and as JSON.
 *
 * @returns The path of the Markdown.
 */
export async function writeReport(
  findings: Findings,
  conditions: Conditions,
  folder: string,
): Promise<string> {
  const sizes = [...new Set(findings.results.map(({ rows }) => rows))].sort((a, b) => a - b);
  const date = new Date().toISOString().slice(0, 10);
  const name = `${date}-${sizes.map((rows) => size(rows).replace(" ", "")).join("-")}`;
  await Deno.mkdir(folder, { recursive: true });
  const write = (suffix: string, text: string) =>
    Deno.writeTextFile(join(folder, `${name}${suffix}`), text);
  const series = (label: string, other: boolean): Series => ({
    label: label.replace("of all one may see", "of all").replace("of one workflow", ""),
    other,
    points: sizes.flatMap((rows) => {
      const ms = findings.results.find((result) =>
        result.name === label && result.rows === rows && result.who === "heavy" &&
        result.way === "SQL"
      )?.comparison?.p50;
      return ms === undefined ? [] : [[rows, ms] as const];
    }),
  });
  const lines = [
    ...shown.map((each) => series(each, false)),
    ...yardsticks.map((each) => series(each, true)),
  ];
  const charts: string[] = [];
  if (lines.some(({ points }) => points.length > 1)) {
    charts.push(`${name}.svg`);
    const description = lines.map(({ label, points }) =>
      `${label}: ${points.map(([rows, ms]) => `${ms.toFixed(2)} ms at ${size(rows)}`).join(", ")}`
    ).join("; ");
    await write(".svg", chart("What a heavy user waits for", `${description}.`, lines));
  }
  await write(".json", `${JSON.stringify({ conditions, ...findings }, null, 1)}\n`);
  await write(".md", markdown(findings, conditions, charts));
  return join(folder, `${name}.md`);
}
