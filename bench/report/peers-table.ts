import type { Findings } from "../result.ts";
import { digits, size, table } from "./format.ts";

const names = [
  "first page",
  "page 100",
  "last page, by cursor",
  "one status",
  "one workflow",
  "one session",
  "7 days",
  "metadata",
  "search, a rare word",
  "total",
  "detail",
  "running now",
  "statistics",
  "overview",
  "trend, 30 days",
];

const explanation =
  `The same executions in the same database and run, asked for by the heavy user, ` +
  "one client. Runtrail and the older design: statements in transactions like PostgREST's, as " +
  "`authenticated` under row level security. The older design: one table with an index per " +
  "filtered column, pages by offset with an exact count in the same statement (a list of a " +
  "status counts that status), all columns; its statistics fetch five columns of all rows in " +
  "pages of 1 000 and compute in the client. DBOS (@dbos-inc/dbos-sdk 5.3.0): its own tables, " +
  "indexes and client (`listWorkflows` with `authenticatedUser`, limit and offset, without " +
  "payloads except for the detail), so its times include its client's work; it has no row level " +
  "security and asks as the owner of its tables. A dash: it has no call for it.";

/** The product beside its peers, with what the comparison rests on; empty without peers. */
export function peersTable({ results, peers }: Findings, sizes: readonly number[]): string {
  if (peers.length === 0) return "";
  const ours = (name: string, rows: number) =>
    results.find((result) =>
      result.name === name && result.rows === rows && result.who === "heavy" &&
      result.way === "SQL" && result.clients === 1
    )?.comparison;
  const theirs = (peer: string, name: string, rows: number) =>
    peers.find((each) => each.peer === peer && each.name === name && each.rows === rows)?.measured;
  return `## Beside other ways to keep the same rows\n\n${explanation}\n\n` + table(
    ["", "", ...sizes.map(size)],
    names.flatMap((name) =>
      ["Runtrail", "older design", "DBOS"].map((who) => [
        who === "Runtrail" ? name : "",
        who,
        ...sizes.map((rows) =>
          digits((who === "Runtrail" ? ours(name, rows) : theirs(who, name, rows))?.p50)
        ),
      ])
    ),
  );
}
