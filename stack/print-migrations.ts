import { migrationFiles } from "./migrate.ts";

/**
 * `deno task migration:print`: all migrations in one text, in order, for those who paste it into an
 * SQL editor. One transaction, so that a failure leaves nothing behind.
 */
const rule = `-- ${"-".repeat(96)}`;
const versions = migrationFiles().map((name) => name.split("_")[0]);

console.log(`${rule}
-- All migrations of Runtrail, to be pasted into an SQL editor and run at once. If the project is
-- later deployed with the Supabase CLI, tell it first that these have been applied:
--   supabase migration repair --status applied ${versions.join(" ")}
${rule}

begin;
`);
for (const name of migrationFiles()) {
  const text = Deno.readTextFileSync(new URL(`../supabase/migrations/${name}`, import.meta.url));
  console.log(`${rule}\n-- supabase/migrations/${name}\n${rule}\n\n${text.trimEnd()}\n`);
}
console.log("commit;");
