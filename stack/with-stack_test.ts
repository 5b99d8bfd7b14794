import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./with-stack.ts", import.meta.url));
const show = ["--", "sh", "-c", 'echo "$API_URL"; exit 3'];

async function run(args: string[], env: Record<string, string>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", program, ...args],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "/", ...env },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

Deno.test("with-stack uses the Supabase of the environment when told so, and its exit code", async () => {
  const env = { API_URL: "http://x", DB_URL: "y", PUBLISHABLE_KEY: "p", SECRET_KEY: "s" };
  const result = await run(show, { ...env, RUNTRAIL_TEST_TARGET: "external" });
  assert.deepEqual(result, { code: 3, stdout: "http://x\n", stderr: "" });
});

Deno.test("with-stack names the variables that an external target lacks", async () => {
  const env = { RUNTRAIL_TEST_TARGET: "external", API_URL: "http://x", DB_URL: "y" };
  const { code, stderr } = await run(show, env);
  assert.equal(code, 1);
  assert.match(stderr, /external needs PUBLISHABLE_KEY, SECRET_KEY in the environment/);
});

Deno.test("with-stack refuses any other target, and to run nothing", async () => {
  const other = await run(show, { RUNTRAIL_TEST_TARGET: "production" });
  assert.equal(other.code, 1);
  assert.match(other.stderr, /"production"; the only value it takes is "external"/);
  assert.match((await run(["--"], {})).stderr, /Name a command/);
});

Deno.test("with-stack starts a stack of its own, never the one of the environment", async () => {
  const env = { API_URL: "http://x", DB_URL: "y", PUBLISHABLE_KEY: "p", SECRET_KEY: "s" };
  const { code, stdout } = await run(show, env);
  assert.equal(code, 3);
  assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\n$/);
});
