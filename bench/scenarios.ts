import type postgres from "postgres";
import type { Subject } from "./prepare.ts";
import type { Operation } from "./measure.ts";

/** What the scenarios talk to. */
export interface Target {
  apiUrl: string;
  key: string;
  token: string;
  /** Connections of the role that PostgREST connects as; one is taken per operation. */
  sql: postgres.Sql;
  subject: Subject;
}

/** A way to do one thing, to be compared with the bare way of its group. */
export interface Scenario {
  group: "create + complete" | "history page";
  name: string;
  bare: boolean;
  operation(target: Target): Operation;
}

const inputs = { url: "https://example.com", note: "x".repeat(300) };

/** Runs statements in a transaction as PostgREST would: role and claims set first, in one round trip. */
function asUser(
  { sql, subject }: Target,
  statement: (transaction: postgres.TransactionSql) => Promise<unknown>,
): Promise<unknown> {
  const claims = JSON.stringify({ sub: subject.userId, role: "authenticated" });
  return sql.begin((transaction) => {
    const preamble = transaction`
      select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${claims}, true),
        set_config('search_path', 'public, extensions', true),
        set_config('request.method', 'POST', true)`.execute();
    return Promise.all([preamble, statement(transaction)]);
  });
}

async function post(target: Target, path: string, body: unknown): Promise<string> {
  const response = await fetch(`${target.apiUrl}${path}`, {
    method: "POST",
    headers: {
      apikey: target.key,
      authorization: `Bearer ${target.token}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text;
}

function pairOverHttp(create: string, update: string): (target: Target) => Operation {
  return (target) => async () => {
    const created = await post(target, create, {
      workflow_id: target.subject.workflowId,
      inputs,
    });
    await post(target, update, {
      execution_id: JSON.parse(created).execution_id,
      status: "completed",
      result: { ok: true },
    });
  };
}

/** Everything that is measured; the bare one of a group comes first. */
export const scenarios: readonly Scenario[] = [
  {
    group: "create + complete",
    name: "bare insert + update",
    bare: true,
    operation: (target) => async () => {
      let id = "";
      await asUser(target, async (transaction) => {
        const [row] = await transaction<{ execution_id: string }[]>`
          insert into bench.bare (owner, inputs)
          values (${target.subject.userId}, ${transaction.json(inputs)}) returning execution_id`;
        id = row?.execution_id ?? "";
      });
      await asUser(target, (transaction) =>
        transaction`
          update bench.bare
          set status = 'completed', completed_at = now(), result = '{"ok": true}'
          where execution_id = ${id}`);
    },
  },
  {
    group: "create + complete",
    name: "SQL functions",
    bare: false,
    operation: (target) => async () => {
      let id = "";
      await asUser(target, async (transaction) => {
        const [row] = await transaction<{ execution_id: string }[]>`
          select execution_id from public.create_execution(
            workflow_id => ${target.subject.workflowId}, inputs => ${transaction.json(inputs)})`;
        id = row?.execution_id ?? "";
      });
      await asUser(target, (transaction) =>
        transaction`
          select status from public.update_execution(
            execution_id => ${id}, status => 'completed', result => '{"ok": true}')`);
    },
  },
  {
    group: "create + complete",
    name: "rpc over HTTP",
    bare: false,
    operation: pairOverHttp("/rest/v1/rpc/create_execution", "/rest/v1/rpc/update_execution"),
  },
  {
    group: "create + complete",
    name: "edge functions over HTTP",
    bare: false,
    operation: pairOverHttp("/functions/v1/create-execution", "/functions/v1/update-execution"),
  },
  {
    group: "history page",
    name: "bare indexed select of 50 rows",
    bare: true,
    operation: (target) => () =>
      asUser(target, (transaction) =>
        transaction`
          select execution_id, status, created_at, completed_at from bench.bare
          where owner = ${target.subject.userId}
          order by created_at desc, execution_id desc limit 50`).then(() => undefined),
  },
  {
    group: "history page",
    name: "SQL function",
    bare: false,
    operation: (target) => () =>
      asUser(target, (transaction) => transaction`select * from public.execution_history()`)
        .then(() => undefined),
  },
  {
    group: "history page",
    name: "rpc over HTTP",
    bare: false,
    operation: (target) => () =>
      post(target, "/rest/v1/rpc/execution_history", {}).then(() => undefined),
  },
  {
    group: "history page",
    name: "edge function over HTTP",
    bare: false,
    operation: (target) => () =>
      post(target, "/functions/v1/execution-history", {}).then(() => undefined),
  },
];
