import assert from "node:assert/strict";
import { startTestDatabase } from "../start-test-database.ts";
import { runFile } from "./run-file.ts";

const head = "begin;\ncreate extension if not exists pgtap with schema extensions;\n";
const plan = (count: number) => `${head}select plan(${count});\n`;
const finish = "select * from finish();\nrollback;\n";

Deno.test("runFile()", async (t) => {
  const database = await startTestDatabase();
  const run = (text: string) => runFile("a.test.sql", text, database.url());
  try {
    await t.step("counts what passes, also skipped and todo", async () => {
      const outcome = await run(`${plan(4)}select ok(true, 'one');\nselect skip('no', 1);
select todo('later', 1);\nselect ok(false);\nset local role anon;
select is(current_user, 'anon', 'roles can be switched');\n${finish}`);
      assert.deepEqual(outcome, { passed: 4, failures: [] });
    });
    await t.step("names the line of a failed assertion, with have and want", async () => {
      const { passed, failures } = await run(
        `${plan(2)}select pass();\n\nselect is(1, 2, 'one is two');\n${finish}`,
      );
      assert.equal(passed, 1);
      assert.equal(failures.length, 1);
      assert.match(failures[0] ?? "", /^a\.test\.sql:6: not ok 2 - one is two\n[^]*have: 1\n/);
    });
    await t.step("names the line of an SQL error and keeps what passed before", async () => {
      const { passed, failures } = await run(
        `${plan(2)}select pass();\nselect 1,\n  nothing;\n${finish}`,
      );
      assert.equal(passed, 1);
      assert.match(
        failures.join(),
        /^a\.test\.sql:6: ERROR 42703: column "nothing" does not exist/,
      );
    });
    for (
      const [what, text, failure] of [
        ["an empty file", "", "1: no plan: call plan(n), or no_plan() and finish()"],
        [
          "no plan",
          `${head}select 1;\nrollback;`,
          "1: no plan: call plan(n), or no_plan() and finish()",
        ],
        ["too few tests", `${plan(2)}select pass();\n${finish}`, "1: 2 tests were planned, 1 ran"],
        [
          "too many tests",
          `${plan(1)}select pass();\nselect pass();\n${finish}`,
          "1: 1 tests were planned, 2 ran",
        ],
        ["a psql command", "\\set x 1\nselect 1;", "1: psql commands (\\set) do not run here"],
      ] as const
    ) {
      await t.step(`fails for ${what}`, async () => {
        assert.deepEqual((await run(text)).failures, [`a.test.sql:${failure}`]);
      });
    }
  } finally {
    await database.stop();
  }
});
