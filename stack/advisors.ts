import { fail } from "./lifecycle/fail.ts";
import { targetDatabase } from "./lifecycle/target-database.ts";
import { supabaseCli } from "./supabase-cli.ts";

/** What `supabase db advisors` reports, as far as it is used here. */
interface Finding {
  name: string;
  level: "ERROR" | "WARN" | "INFO";
  detail: string;
  metadata: { schema?: string } | null;
  cacheKey: string;
}

const schemas = ["public", "private"];

/**
 * Findings that we accept, by the advisor's cache key, each with the reason. One that is no longer
 * reported must be removed.
 */
const exceptions: Record<string, string> = {};

/** `deno task advisors`: fails on findings at level warn or above in our schemas. */
try {
  const findings = await advise(targetDatabase(54321));
  const ours = findings.filter(({ level, metadata }) =>
    level !== "INFO" && schemas.includes(metadata?.schema ?? "")
  );
  const open = ours.filter(({ cacheKey }) => !(cacheKey in exceptions));
  const unused = Object.keys(exceptions).filter((key) =>
    !ours.some(({ cacheKey }) => cacheKey === key)
  );
  for (const { level, name, detail, cacheKey } of open) {
    console.log(`${level} ${name}: ${detail}\n  key: ${cacheKey}`);
  }
  for (const key of unused) console.log(`The exception ${key} is not needed any more; remove it.`);
  console.log(`${open.length} open findings, ${ours.length - open.length} accepted`);
  Deno.exit(open.length + unused.length === 0 ? 0 : 1);
} catch (error) {
  fail(error);
}

async function advise(url: string): Promise<Finding[]> {
  const args = ["db", "advisors", "--level=info", "--fail-on=none", "--output-format=json"];
  const { success, stdout, stderr } = await supabaseCli(args, url);
  if (!success) throw new Error(`supabase db advisors failed:\n${stderr || stdout}`);
  const answer: { results?: Finding[] } = JSON.parse(stdout);
  if (!Array.isArray(answer.results)) {
    throw new Error(`supabase db advisors printed something new:\n${stdout}`);
  }
  return answer.results;
}
