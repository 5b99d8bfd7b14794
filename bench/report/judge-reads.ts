import type { Comparison } from "../compare.ts";
import { type Bound, type Verdict, verdict } from "./verdict.ts";

const indexedFilters = [
  "one status",
  "one workflow",
  "a workflow rarely run",
  "one workflow, one status",
  "one session",
  "7 days",
  "slowest first",
  "a common tag",
  "a rare tag",
  "metadata",
];
const smallest = 10_000;
const live = "live aggregate of one workflow";
const pending = "statistics, 10 000 deltas pending";

/** What a read costs, by name and size of the history. */
type Cost = (name: string, rows: number) => number;

const promises = (rows: number): [text: string, bound: Bound, ratio: (cost: Cost) => number][] => {
  const growth = (cost: Cost, name: string, to = name) =>
    rows > smallest ? cost(to, rows) / cost(name, smallest) : NaN;
  return [
    ["first page, times that at 10 k", { most: 1.3 }, (cost) => growth(cost, "first page")],
    [
      "last page by cursor, times the first",
      { most: 1.5 },
      (cost) => cost("last page, by cursor", rows) / cost("first page", rows),
    ],
    ["slowest indexed filter, times the first page", { most: 4 }, (cost) => {
      const filters = indexedFilters.map((name) => cost(name, rows)).filter(Number.isFinite);
      return filters.length > 0 ? Math.max(...filters) / cost("first page", rows) : NaN;
    }],
    ["statistics, times those at 10 k", { most: 3 }, (cost) => growth(cost, "statistics")],
    [
      "statistics with 10 000 deltas pending, times those at 10 k folded",
      { most: 5 },
      (cost) => growth(cost, "statistics", pending),
    ],
    [
      "live aggregate, times statistics (100 at 10 M)",
      { least: rows >= 10_000_000 ? 100 : 0 },
      (cost) => cost(live, rows) / cost("statistics", rows),
    ],
  ];
};

/** Judges reads by their latency (the fastest tenth) and, by the same bounds, by processor time. */
export function judgeReads(
  find: (name: string, rows: number) => Comparison | null,
  rows: number,
): Verdict[] {
  return promises(rows).flatMap(([text, bound, ratio]) => [
    verdict(text, bound, ratio((name, at) => find(name, at)?.p10 ?? NaN)),
    verdict(
      `${text}, by processor time`,
      bound,
      ratio((name, at) => find(name, at)?.processor ?? NaN),
    ),
  ]);
}
