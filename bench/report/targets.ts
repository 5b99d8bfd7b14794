import type { Comparison } from "../compare.ts";
import type { Findings } from "../result.ts";
import { judgePairs } from "./judge-pairs.ts";
import { type Verdict, verdict } from "./verdict.ts";

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

/** Judges findings by the targets of the design, at one size. */
export function judge({ results, figures }: Findings, rows: number): Verdict[] {
  const find = (name: string, at = rows, way = "SQL", clients = 1): Comparison | null =>
    results.find((result) =>
      result.name === name && result.rows === at && result.way === way &&
      result.clients === clients && result.who !== "light"
    )?.comparison ?? null;
  const fastest = (name: string, at = rows) => find(name, at)?.p10 ?? NaN;
  const figure = (name: string) =>
    figures.find((each) => each.name === name && each.rows === rows)?.value ?? NaN;
  const growth = (name: string, to = name) =>
    rows > smallest ? fastest(to) / fastest(name, smallest) : NaN;
  const pairs = judgePairs((name, clients) => find(name, rows, "SQL", clients)?.processorShare);
  const hot = (clients: number) =>
    (find("create + finish, one workflow", rows, "SQL", clients)?.perSecond ?? NaN) /
    (find("create + finish, spread", rows, "SQL", clients)?.perSecond ?? NaN);
  const filters = indexedFilters.map((name) => fastest(name) / fastest("first page"))
    .filter(Number.isFinite);
  const added = figures
    .filter((each) => each.rows === rows && each.name.startsWith("edge function over rpc"))
    .map((each) => each.value);
  return [
    ...pairs,
    verdict("one workflow, of the throughput of many, 16 clients", { least: 0.85 }, hot(16)),
    verdict("first page, times that at 10 k", { most: 1.3 }, growth("first page")),
    verdict(
      "last page by cursor, times the first",
      { most: 1.5 },
      fastest("last page, by cursor") / fastest("first page"),
    ),
    verdict(
      "slowest indexed filter, times the first page",
      { most: 4 },
      filters.length > 0 ? Math.max(...filters) : NaN,
    ),
    verdict("statistics, times those at 10 k", { most: 3 }, growth("statistics")),
    verdict(
      "statistics with 10 000 deltas pending, times those at 10 k folded",
      { most: 5 },
      growth("statistics", "statistics, 10 000 deltas pending"),
    ),
    verdict(
      "live aggregate, times statistics (100 at 10 M)",
      { least: rows >= 10_000_000 ? 100 : 0 },
      fastest("live aggregate of one workflow") / fastest("statistics"),
    ),
    verdict(
      "heartbeats that are HOT updates, %",
      { least: 70 },
      figure(
        "heartbeats that are HOT updates",
      ),
    ),
    verdict(
      "edge function over rpc, ms at the median, the most of 7 calls",
      { most: 2 },
      added.length > 0 ? Math.max(...added) : NaN,
    ),
    verdict(
      "items per second in batches of 100, times single calls",
      { least: 5 },
      Math.min(figure("batch create, times single"), figure("batch finish, times single")),
    ),
  ];
}
