/**
 * DBOS's own client, in a process of its own so that its packages stay out of the project:
 * `migrate URL` makes its tables, `measure URL SECONDS PERSON` prints what its lists took as JSON.
 */
import { measure, quantile } from "../measure.ts";
import type { Person } from "../scenarios/person.ts";

/** What is used of the package. */
interface Dbos {
  DBOS: {
    setConfig(config: { name: string; systemDatabaseUrl: string }): void;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
  };
  DBOSClient: {
    create(
      options: { systemDatabaseUrl: string; observabilityQueryTimeoutMs: number },
    ): Promise<{ listWorkflows(input: Input): Promise<unknown[]> }>;
  };
}

type Input = Record<string, unknown>;

// Not a literal: else "deno check" would fetch it for everyone.
const name = "npm:@dbos-inc/dbos-sdk@5.3.0";
const { DBOS, DBOSClient }: Dbos = await import(name);
const [verb, systemDatabaseUrl = "", seconds = "0", described = "{}"] = Deno.args;

if (verb === "migrate") {
  DBOS.setConfig({ name: "bench", systemDatabaseUrl });
  await DBOS.launch();
  await DBOS.shutdown();
  Deno.exit(0);
}

const person: Person & { own: number } = JSON.parse(described);
// Slow lists are to be measured, not to be cut off.
const client = await DBOSClient.create({ systemDatabaseUrl, observabilityQueryTimeoutMs: 0 });
const page = {
  ...{ limit: 50, sortDesc: true, loadInput: false, loadOutput: false },
  authenticatedUser: person.userId,
};
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const lists: Record<string, Input | null> = {
  "first page": page,
  "page 100": person.own > 5000 ? { ...page, offset: 4950 } : null,
  "last page, by cursor": { ...page, offset: Math.max(0, person.own - 50) },
  "one status": { ...page, status: "ERROR" },
  "one workflow": { ...page, workflowName: person.workflowId },
  "7 days": { ...page, startTime: daysAgo(97), endTime: daysAgo(90) },
  "metadata": { ...page, attributes: { customer: "c-17" } },
  "running now": { ...page, status: "PENDING", limit: 1000 },
  "detail": { workflowIDs: [person.executionId] },
};
const results: Record<string, unknown> = {};
for (const [list, input] of Object.entries(lists)) {
  if (!input) continue;
  await client.listWorkflows(input);
  const { latencies } = await measure(
    [() => client.listWorkflows(input).then(() => {})],
    Number(seconds),
  );
  results[list] = {
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    samples: latencies.length,
  };
}
console.log(`\n${JSON.stringify(results)}`);
Deno.exit(0);
