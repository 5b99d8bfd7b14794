import assert from "node:assert/strict";
import postgres from "postgres";
import { target } from "../actors.ts";
import { section, tableRows } from "./read-readme.ts";

const upkeep = section("### Upkeep");
const bare = (cell: string) => cell.replaceAll("`", "");

Deno.test("README's checks are those of private.health(), with their thresholds", async () => {
  const sql = postgres(target.databaseUrl, { max: 1 });
  const checks = await sql`select name, warn_above, critical_above from private.health()`;
  await sql.end();
  const rows = tableRows(upkeep, ["check", "value", "warn, critical above", "what to do"]);
  assert.deepEqual(
    rows.map(([name = "", , thresholds]) => [bare(name), thresholds]),
    checks.map(({ name, warn_above, critical_above }) => [
      name,
      [warn_above, critical_above].filter((threshold) => threshold !== null).join(", "),
    ]),
  );
});

Deno.test("README's steps are those of private.maintain(), in their order", async () => {
  const file = new URL("../../migrations/20261123001820_maintenance.sql", import.meta.url);
  const steps = [
    ...(await Deno.readTextFile(file)).matchAll(/^ +\(\d+, '(\w+)', \d+, [\d.]+, (?:null|\d+)\)/gm),
  ];
  const rows = tableRows(upkeep, ["step", "does"]);
  assert.deepEqual(rows.map(([name = ""]) => bare(name)), steps.map(([, name]) => name));
});
