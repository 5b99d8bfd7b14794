import type { Findings } from "../result.ts";
import { chart, type Series } from "./chart.ts";
import { size } from "./format.ts";

/** A chart and what its file is called after. */
export interface NamedChart {
  name: string;
  svg: string;
}

// The product's reads, and the plain statements that they stand in for.
const shown = [
  "first page",
  "last page, by cursor",
  "search, a rare word",
  "statistics",
  "overview",
  "trend, 30 days",
];
const yardsticks = [
  ["live aggregate of one workflow", "live aggregate"],
  ["exact count of all one may see", "exact count"],
] as const;
const compared = [
  ["first page", "first page"],
  ["last page, by cursor", "last page"],
  ["statistics", "statistics"],
] as const;

/** The charts of a run; those with a single size would show no line. */
export function charts(findings: Findings, sizes: readonly number[]): NamedChart[] {
  const ours = (name: string, label: string, other: boolean): Series => ({
    ...{ label, other },
    points: sizes.flatMap((rows) => {
      const found = findings.results.find((result) =>
        result.name === name && result.rows === rows && result.who === "heavy" &&
        result.way === "SQL"
      );
      return found?.comparison ? [[rows, found.comparison.p50] as const] : [];
    }),
  });
  const theirs = (peer: string, name: string, label: string): Series => ({
    ...{ label, other: true },
    points: sizes.flatMap((rows) => {
      const found = findings.peers.find((each) =>
        each.peer === peer && each.name === name && each.rows === rows
      );
      return found?.measured ? [[rows, found.measured.p50] as const] : [];
    }),
  });
  const drawn: [name: string, title: string, lines: Series[]][] = [
    ["reads", "What a heavy user waits for", [
      ...shown.map((name) => ours(name, name, false)),
      ...yardsticks.map(([name, label]) => ours(name, label, true)),
    ]],
    ["peers", "The same rows, kept otherwise", [
      ...compared.map(([name, label]) => ours(name, label, false)),
      theirs("older design", "last page, by cursor", "last page, older"),
      theirs("older design", "first page", "first page, older"),
      theirs("older design", "statistics", "statistics, older"),
      theirs("DBOS", "first page", "first page, DBOS"),
      theirs("DBOS", "last page, by cursor", "last page, DBOS"),
    ]],
  ];
  return drawn
    .filter(([name, , lines]) =>
      lines.some(({ points }) => points.length > 1) &&
      (name !== "peers" || findings.peers.length > 0)
    )
    .map(([name, title, lines]) => ({ name, svg: chart(title, describe(lines), lines) }));
}

function describe(lines: readonly Series[]): string {
  return lines.filter(({ points }) => points.length > 0).map(({ label, points }) =>
    `${label}: ${points.map(([rows, ms]) => `${ms.toFixed(2)} ms at ${size(rows)}`).join(", ")}`
  ).join("; ") + ".";
}
