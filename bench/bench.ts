/**
 * `deno task bench [--seconds N] [--clients 1,8] [--rows N]`: requests per second and latency of
 * create + complete and of a history page, through SQL and HTTP, each as a ratio to the bare statement
 * measured in the same run. Starts a stack of its own that writes durably (fsync on).
 */
import { parseArgs } from "node:util";
import { createClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { startStack } from "../stack/stack.ts";
import { fail } from "../stack/lifecycle/fail.ts";
import { freePorts } from "../stack/lifecycle/free-ports.ts";
import { measure } from "./measure.ts";
import { prepare } from "./prepare.ts";
import { scenarios } from "./scenarios.ts";

const usage = `deno task bench [--seconds N] [--clients 1,8] [--rows N]
Measures creates and history pages through SQL and HTTP, as ratios to bare statements, on a stack
of its own: N seconds each (2), by 1 and 8 clients at once, with N rows to begin with (10000).`;

const values = readOptions();
if (values.help) {
  console.log(usage);
  Deno.exit(0);
}
const seconds = Number(values.seconds);
const rows = Number(values.rows);
const counts = values.clients.split(",").map(Number);
if (!(seconds > 0) || !(rows > 0) || counts.some((count) => !(count > 0))) {
  fail("--seconds, --rows and --clients take positive numbers (--clients a list: 1,8).");
}

const [port = 0, dbPort = 0] = freePorts(2);
const folder = await Deno.makeTempDir({ prefix: "runtrail-bench-" });
// Postgres of a root user runs as another user, who must be able to get in.
await Deno.chmod(folder, 0o755);
const stack = await startStack({
  port,
  dbPort,
  dataDir: `${folder}/data`,
  signal: new AbortController().signal,
  onProgress: (text) => console.error(text),
  onLog: (line) => console.error(line),
});
const databaseUrl = new URL(stack.env.DB_URL ?? "");
const owner = postgres(databaseUrl.href, { max: 1, onnotice: () => {} });
databaseUrl.username = "authenticator";
const sql = postgres(databaseUrl.href, { max: Math.max(...counts), onnotice: () => {} });
try {
  const key = stack.env.PUBLISHABLE_KEY ?? "";
  const supabase = createClient(stack.env.API_URL ?? "", key, { auth: { persistSession: false } });
  const { data, error } = await supabase.auth.signUp({
    email: `bench-${crypto.randomUUID()}@example.com`,
    password: crypto.randomUUID(),
  });
  if (error || !data.session) throw error ?? new Error("Signing up gave no session.");
  const subject = await prepare(owner, data.session.user.id, rows);
  const target = {
    apiUrl: stack.env.API_URL ?? "",
    token: data.session.access_token,
    ...{ key, sql, subject },
  };
  const [settings] = await owner<{ version: string; fsync: string }[]>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync`;
  console.log(
    `Postgres ${settings?.version}, fsync ${settings?.fsync}, Deno ${Deno.version.deno}, ` +
      `${navigator.hardwareConcurrency} processors shared with the client; ` +
      `${rows} rows, ${seconds} s each\n`,
  );
  console.log("| | clients | per second | p50 ms | p95 ms | of bare |");
  console.log("|---|---:|---:|---:|---:|---:|");
  for (const group of new Set(scenarios.map((scenario) => scenario.group))) {
    for (const clients of counts) {
      let bare = 0;
      for (const scenario of scenarios.filter((one) => one.group === group)) {
        const operations = Array.from({ length: clients }, () => scenario.operation(target));
        const result = await measure(operations, seconds);
        if (scenario.bare) bare = result.perSecond;
        console.log(
          `| ${group}: ${scenario.name} | ${clients} | ${result.perSecond.toFixed(0)} | ` +
            `${result.p50.toFixed(2)} | ${result.p95.toFixed(2)} | ` +
            `${(result.perSecond / bare).toFixed(2)} |`,
        );
      }
    }
  }
} finally {
  await Promise.all([sql.end(), owner.end()]);
  await stack.stop();
  await Deno.remove(folder, { recursive: true });
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        seconds: { type: "string", default: "2" },
        clients: { type: "string", default: "1,8" },
        rows: { type: "string", default: "10000" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}
