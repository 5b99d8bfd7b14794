/**
 * The gate: `deno task test` runs every part, `deno run -A supabase/tests/run.ts <part> [args...]` one.
 *
 * It expects the variables of a Supabase in the environment (stack/with-stack.ts gives them), except for
 * the parts that need none. Ends with one line "N passed, N failed".
 */
interface Part {
  readonly name: string;
  /** Arguments to this deno. */
  readonly commands: readonly (readonly string[])[];
}

const test = (...folders: string[]): string[] => ["test", "-A", "--quiet", ...folders];

const parts: readonly Part[] = [
  {
    name: "static",
    commands: [["fmt", "--check", "--quiet"], ["lint", "--quiet"], ["check", "--quiet"]],
  },
  {
    name: "generated",
    commands: [
      ["run", "-A", "supabase/functions/workflows/write-openapi.ts", "--check"],
      ["run", "-A", "stack/database-types.ts", "--check"],
    ],
  },
  { name: "advisors", commands: [["run", "-A", "stack/advisors.ts"]] },
  {
    name: "unit",
    // One folder each: with several, Deno ignores less than it is told to.
    commands: [
      test("supabase/functions"),
      test("client", "--ignore=client/playwright"),
      test("transfer"),
      test("dashboard", "--ignore=dashboard/tests"),
    ],
  },
  { name: "sql", commands: [["run", "-A", "stack/run-sql-tests.ts"]] },
  { name: "http", commands: [test("supabase/tests")] },
  { name: "browser", commands: [test("demo", "client/playwright", "dashboard/tests")] },
  { name: "stack", commands: [test("stack")] },
  {
    name: "bench",
    commands: [
      test("bench"),
      // Every scenario once, on a small history.
      ["run", "-A", "bench/bench.ts", "--rows", "500", "--seconds", "0", "--clients", "2"].concat(
        ["--out", ".runtrail/bench"],
      ),
    ],
  },
  {
    name: "soak",
    commands: [["run", "-A", "bench/soak.ts", "--seconds", "10", "--rows", "10000"]],
  },
];

interface Count {
  passed: number;
  failed: number;
}

/** Runs one command, showing what it prints, and counts its tests: one if it says no number. */
async function count(args: readonly string[]): Promise<Count> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let printed = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    await Deno.stdout.write(chunk);
    printed += decoder.decode(chunk, { stream: true });
  }
  const { success } = await child.status;
  const said = [...printed.matchAll(/\b(\d+) passed\b[^\n]*?\b(\d+) failed\b/g)].at(-1);
  const counted = said
    ? { passed: Number(said[1]), failed: Number(said[2]) }
    : { passed: success ? 1 : 0, failed: 0 };
  // A command that fails without naming a test, or tests that are not there, are failures too.
  const silent = counted.failed === 0 && (!success || counted.passed === 0);
  return silent ? { ...counted, failed: 1 } : counted;
}

const [only, ...extra] = Deno.args;
const chosen = parts.filter((part) => only === undefined || part.name === only);
if (chosen.length === 0) {
  console.error(
    `There is no part "${only}"; there are ${parts.map((part) => part.name).join(", ")}.`,
  );
  Deno.exit(2);
}

const total: Count = { passed: 0, failed: 0 };
const failedParts = new Set<string>();
for (const part of chosen) {
  for (const command of part.commands) {
    const started = performance.now();
    console.log(`\n== ${part.name}: deno ${command.join(" ")}`);
    const { passed, failed } = await count([...command, ...extra]);
    console.log(`== ${part.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) failedParts.add(part.name);
  }
}
if (failedParts.size > 0) {
  console.log(`\nFailed: ${[...failedParts].map((name) => `deno task test:${name}`).join(", ")}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
Deno.exit(total.failed > 0 ? 1 : 0);
