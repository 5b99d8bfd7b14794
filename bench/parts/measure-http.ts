import { type BenchRun, withConnections } from "../bench-run.ts";
import { compare } from "../compare.ts";
import type { Operation } from "../measure.ts";
import { asUser } from "../scenarios/as-user.ts";
import { bareList, bareRow } from "../scenarios/bare.ts";
import { barePair } from "../scenarios/pair.ts";
import type { Call } from "../scenarios/call.ts";
import type { Person } from "../scenarios/person.ts";
import { reads } from "../scenarios/reads.ts";
import { exampleInputs, exampleResult } from "../scenarios/example-payloads.ts";
import type { Statement } from "../wire/connection.ts";

const ways = ["rpc", "edge function"] as const;
type Way = typeof ways[number];

/** What goes over HTTP too: `rpc()` and edge function, by one client, and what the latter adds. */
export async function measureHttp(run: BenchRun): Promise<void> {
  await withConnections(run, 1, async ([connection]) => {
    const { heavy: person, findings, rows, seconds } = run;
    const ask = (statement: Statement): Operation => () =>
      asUser(connection, person.userId, statement).then(() => {});
    const bare = { list: ask(bareList(person.userId)), row: ask(bareRow(person.executionId)) };
    const measured = [
      ...reads.filter((read) => read.overHttp).map((read) => ({
        ...{ group: read.group, name: read.name, bare: bare[read.bare] },
        over: (way: Way): Operation => () =>
          send(run, person, way, read.call(person)).then(() => {}),
      })),
      {
        ...{ group: "writing", name: "create + finish" },
        bare: barePair(connection, () => person, "pair"),
        over: (way: Way) => pair(run, person, way),
      },
    ];
    for (const { group, name, bare, over } of measured) {
      for (const way of ways) {
        findings.results.push({
          ...{ rows, group, name, who: person.name, way, clients: 1 },
          comparison: await compare({ subject: [over(way)], bare: [bare] }, seconds),
        });
      }
      const beside = await compare({ subject: [over(ways[1])], bare: [over(ways[0])] }, seconds);
      // Two calls make a pair.
      const added = (beside.p50 - beside.bareP50) / (group === "writing" ? 2 : 1);
      findings.figures.push({
        rows,
        name: `edge function over rpc, ${name}`,
        value: added,
        unit: "ms",
      });
    }
  });
}

function pair(run: BenchRun, person: Person, way: Way): Operation {
  return async () => {
    const created = await send(run, person, way, {
      name: "create_execution",
      parameters: { workflow_id: person.workflowId, inputs: exampleInputs },
    });
    await send(run, person, way, {
      name: "update_execution",
      parameters: {
        execution_id: JSON.parse(created).execution_id,
        ...{ status: "completed", result: exampleResult },
      },
    });
  };
}

async function send(
  { stack: { env } }: BenchRun,
  person: Person,
  way: Way,
  call: Call | null,
): Promise<string> {
  if (!call) throw new Error("This user has nothing of the kind to measure over HTTP.");
  const path = way === "rpc"
    ? `/rest/v1/rpc/${call.name}`
    : `/functions/v1/${call.name.replaceAll("_", "-")}`;
  const response = await fetch(`${env.API_URL}${path}`, {
    method: "POST",
    headers: {
      apikey: env.PUBLISHABLE_KEY ?? "",
      authorization: `Bearer ${person.token}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(call.parameters),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text;
}
