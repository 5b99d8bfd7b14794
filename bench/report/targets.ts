import type { Comparison } from "../compare.ts";
import type { Findings } from "../result.ts";
import { judgeBroadcasts } from "./judge-broadcasts.ts";
import { judgePairs } from "./judge-pairs.ts";
import { judgeQuotas } from "./judge-quotas.ts";
import { judgeReads } from "./judge-reads.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** Judges findings by the targets of the design, at one size. */
export function judge({ results, figures }: Findings, rows: number): Verdict[] {
  const find = (name: string, at = rows, way = "SQL", clients = 1): Comparison | null =>
    results.find((result) =>
      result.name === name && result.rows === at && result.way === way &&
      result.clients === clients && result.who !== "light"
    )?.comparison ?? null;
  const figure = (name: string) =>
    figures.find((each) => each.name === name && each.rows === rows)?.value ?? NaN;
  const share = (name: string, clients: number) => find(name, rows, "SQL", clients)?.processorShare;
  const hot = (clients: number) =>
    (find("create + finish, one workflow", rows, "SQL", clients)?.perSecond ?? NaN) /
    (find("create + finish, spread", rows, "SQL", clients)?.perSecond ?? NaN);
  const added = figures
    .filter((each) => each.rows === rows && each.name.startsWith("edge function over rpc"))
    .map((each) => each.value);
  return [
    ...judgePairs(share),
    ...judgeBroadcasts(share),
    verdict("one workflow, of the throughput of many, 16 clients", { least: 0.85 }, hot(16)),
    ...judgeQuotas((name, clients) => find(name, rows, "SQL", clients)),
    ...judgeReads(find, rows),
    verdict(
      "heartbeats that are HOT updates, %",
      { least: 70 },
      figure("heartbeats that are HOT updates"),
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
