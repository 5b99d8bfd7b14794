import { fileURLToPath } from "node:url";
import type { BenchRun } from "../bench-run.ts";
import type { PeerResult } from "./peer.ts";

/**
 * DBOS on the same rows: its tables made by its own migration, its lists through its own client.
 * It has no users that see only their own rows: it asks as the owner of its tables.
 */
export async function measureDbos(run: BenchRun): Promise<PeerResult[]> {
  const { admin, databaseUrl } = run.stack;
  await dbos(["migrate", databaseUrl.href]);
  await admin.unsafe(await Deno.readTextFile(new URL("dbos-history.sql", import.meta.url)));
  for (const table of ["workflow_status", "workflow_input", "workflow_output"]) {
    await admin.unsafe(`vacuum (analyze) dbos.${table}`);
  }
  const [own] = await admin<{ total: number }[]>`
    select count(*)::integer as total from dbos.workflow_status
    where authenticated_user = ${run.heavy.userId}`;
  const person = JSON.stringify({ ...run.heavy, own: own?.total ?? 0 });
  const printed = await dbos(["measure", databaseUrl.href, String(run.seconds), person]);
  const results: Record<string, NonNullable<PeerResult["measured"]>> = JSON.parse(
    printed.trim().split("\n").at(-1) ?? "{}",
  );
  return Object.entries(results).map(([name, measured]) => ({
    ...{ rows: run.rows, peer: "DBOS", name, measured },
  }));
}

async function dbos(args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-lock", "--node-modules-dir=none"].concat(
      [fileURLToPath(new URL("dbos-client.ts", import.meta.url)), ...args],
    ),
  }).output();
  if (!success) throw new Error(`DBOS: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
