import { type Finding, judgeFindings } from "./database/judge-findings.ts";
import { fail } from "./lifecycle/fail.ts";
import { targetDatabase } from "./lifecycle/target-database.ts";
import { supabaseCli } from "./supabase-cli.ts";

/**
 * Findings that we accept, by the advisor's key (printed with each finding), each with the reason.
 * One that is no longer reported must be removed.
 */
const exceptions: Record<string, string> = Object.fromEntries(
  [
    "duration_bucket",
    "bucket_seconds",
    "percentile_between",
    "stored_bytes",
    "stored_row_bytes",
    "event",
    "csv_text",
    "quota_period",
    "quota_window",
    "quota_share",
    "used_in",
    "with_use",
    "quota_used",
    "shard_key",
  ].map((name) => [
    `function_search_path_mutable_private_${name}_d41d8cd98f00b204e9800998ecf8427e`,
    "Its body is begin atomic: names were resolved when it was made, and it can be inlined.",
  ]),
);

/** `deno task advisors`: fails on findings at level warn or above in our schemas. */
try {
  const findings = await advise(targetDatabase(54321));
  const { open, accepted, unused } = judgeFindings(findings, exceptions);
  for (const { level, name, detail, cacheKey } of open) {
    console.log(`${level} ${name}: ${detail}\n  key: ${cacheKey}`);
  }
  for (const key of unused) console.log(`The exception ${key} is not needed any more; remove it.`);
  console.log(`${open.length} open findings, ${accepted.length} accepted`);
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
