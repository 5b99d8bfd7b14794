/**
 * `deno task soak [--seconds N] [--rows N] [scenario...]`: what only shows under strain, on a database
 * of its own that writes durably. Ends with one line "N passed, N failed".
 */
import { parseArgs } from "node:util";
import { fail } from "../stack/lifecycle/fail.ts";
import { browser } from "./soak/browser.ts";
import { crash } from "./soak/crash.ts";
import { exports } from "./soak/exports.ts";
import { killedRunner } from "./soak/killed-runner.ts";
import { network } from "./soak/network.ts";
import { quotas } from "./soak/quotas.ts";
import { recordings } from "./soak/recordings.ts";
import { rollups } from "./soak/rollups.ts";
import type { Scenario } from "./soak/scenario.ts";
import { startSoakDatabase } from "./soak/soak-database.ts";
import { waits } from "./soak/waits.ts";
import { watch } from "./soak/watch.ts";

const scenarios: Record<string, Scenario> = {
  ...{
    rollups,
    quotas,
    recordings,
    browser,
    "killed-runner": killedRunner,
    waits,
    exports,
    network,
    watch,
    crash,
  },
};

const usage = `deno task soak [--seconds N] [--rows N] [scenario...]
Puts a database of its own under strain for N seconds (60) a scenario, with N rows of history where
one is needed (1000000), and checks what must hold. Scenarios (all):
${Object.entries(scenarios).map(([name, { about }]) => `  ${name.padEnd(15)}${about}`).join("\n")}`;

const { values, positionals } = readOptions();
if (values.help) {
  console.log(usage);
  Deno.exit(0);
}
const extent = { seconds: Number(values.seconds), rows: Number(values.rows) };
if (!(extent.seconds > 0) || !(extent.rows > 0)) fail("--seconds and --rows are positive numbers.");
const names = positionals.length > 0 ? positionals : Object.keys(scenarios);
const unknown = names.find((name) => !(name in scenarios));
if (unknown !== undefined) fail(`There is no scenario ${unknown}.\n${usage}`);

const say = (line: string) => console.log(`   ${line}`);
let passed = 0;
let failed = 0;
const database = await startSoakDatabase(say);
try {
  for (const name of names) {
    const scenario = scenarios[name];
    if (!scenario) continue;
    console.log(`${name}: ${scenario.about}`);
    for (const { what, holds, found } of await scenario.run(database, extent, say)) {
      console.log(`${holds ? "ok" : "FAILED"} - ${what}: ${found}`);
      if (holds) passed++;
      else failed++;
    }
  }
} finally {
  await database.stop();
}
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(failed > 0 ? 1 : 0);

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        seconds: { type: "string", default: "60" },
        rows: { type: "string", default: "1000000" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}
