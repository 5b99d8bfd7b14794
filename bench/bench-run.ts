import type { BenchStack } from "./bench-stack.ts";
import type { Findings } from "./result.ts";
import type { Person } from "./scenarios/person.ts";
import { connect, type Connection } from "./wire/connection.ts";

/** What the parts of a run share, at one size of the history. */
export interface BenchRun {
  stack: BenchStack;
  rows: number;
  /** Seconds per operation. */
  seconds: number;
  /** Numbers of clients for throughput. */
  clientCounts: readonly number[];
  heavy: Person;
  light: Person;
  findings: Findings;
  onProgress(text: string): void;
}

/** Lets `use` work with connections of the role that PostgREST connects as. */
export async function withConnections<Result>(
  { stack }: BenchRun,
  count: number,
  use: (connections: readonly [Connection, ...Connection[]]) => Promise<Result>,
): Promise<Result> {
  const url = new URL(stack.databaseUrl);
  url.username = "authenticator";
  const first = await connect(url);
  const connections: [Connection, ...Connection[]] = [first];
  try {
    while (connections.length < count) connections.push(await connect(url));
    return await use(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}
