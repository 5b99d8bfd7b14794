/** `deno task export`: writes executions to a file, see the usage text. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { RuntrailInput } from "../client/mod.ts";
import { fail } from "../stack/lifecycle/fail.ts";
import { exportFile } from "./export-file.ts";
import { progressBar } from "./progress-bar.ts";
import { clientOfEnvironment } from "./target.ts";

const usage = `deno task export FILE [--include inputs,result,logs,events,visual] [--filter JSON]
Writes executions to FILE: CSV when its name ends in .csv, one list of JSON in .json, Parquet in
.parquet, else lines of JSON; compressed when .gz follows (not for Parquet, which is in itself).
Asks the project that API_URL names, as the user of ACCESS_TOKEN (with PUBLISHABLE_KEY) or as the
service with SECRET_KEY.
  --filter JSON   what execution-history takes to filter, for example '{"status_filter": "failed"}';
                  the service names a user_id`;

try {
  const { values, positionals: [path] } = parseArgs({
    allowPositionals: true,
    options: {
      include: { type: "string" },
      filter: { type: "string", default: "{}" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(usage);
    Deno.exit(0);
  }
  if (!path) throw new Error(usage);
  const client = clientOfEnvironment();
  const filter: RuntrailInput<"exportExecutions"> = JSON.parse(values.filter);
  const { sort: _, ...counted } = filter;
  const { total_executions, total_is_exact } = await client.executionHistory({
    ...{ ...counted as RuntrailInput<"executionHistory">, page_size: 1 },
  });
  const bar = progressBar(
    total_is_exact ? total_executions : null,
    Deno.stderr.isTerminal(),
    (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
  );
  const include = values.include?.split(",") as RuntrailInput<"exportExecutions">["include"];
  const rows = await exportFile(client, {
    path: resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path),
    input: include ? { ...filter, include } : filter,
    onProgress: bar.show,
  });
  bar.end();
  console.log(`${rows} executions in ${path}`);
} catch (error) {
  fail(error);
}
