import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow } from "./files-below.ts";
import { fail } from "./lifecycle/fail.ts";
import { targetDatabase } from "./lifecycle/target-database.ts";
import { runFile } from "./sql-tests/run-file.ts";
import { withPgtap } from "./sql-tests/with-pgtap.ts";

/**
 * `deno run -A stack/run-sql-tests.ts [path...]`: runs the pgTAP files of supabase/tests, or those
 * at or below the given paths, against DB_URL or the running stack, and ends with
 * `N passed, N failed`. It needs no psql; `supabase test db` runs the same files.
 */
const repository = fileURLToPath(new URL("../", import.meta.url));

function wantedFiles(): string[] {
  const all = filesBelow(join(repository, "supabase/tests"))
    .map((path) => `supabase/tests/${path}`).filter((path) => path.endsWith(".test.sql"));
  const typedIn = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const wanted = Deno.args.map((arg) => relative(repository, resolve(typedIn, arg)));
  const isWanted = (path: string) => wanted.some((at) => `${path}/`.startsWith(`${at}/`));
  const files = wanted.length === 0 ? all : all.filter(isWanted);
  if (files.length > 0) return files;
  return fail(`There is no pgTAP file at ${wanted.join(" or ") || "supabase/tests"}.`);
}

async function runAll(url: string, files: string[]): Promise<number> {
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const outcome = await runFile(file, Deno.readTextFileSync(join(repository, file)), url);
    passed += outcome.passed;
    failed += outcome.failures.length;
    for (const failure of outcome.failures) console.log(failure);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

try {
  const files = wantedFiles();
  const url = targetDatabase(54321);
  const failed = await withPgtap(url, () => runAll(url, files));
  Deno.exit(failed === 0 ? 0 : 1);
} catch (error) {
  fail(error);
}
