import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { FakeApi } from "../testing/fake-api.ts";

const build = fileURLToPath(new URL("build.ts", import.meta.url));
const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

/** Runs a program in a folder and gives back what it prints; fails when it does. */
async function run(cwd: string, program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    ...{ args, cwd, env: { NO_COLOR: "1" } },
  }).output();
  const decoder = new TextDecoder();
  const printed = decoder.decode(stdout);
  assert.ok(success, `${program} ${args.join(" ")}: ${printed}${decoder.decode(stderr)}`);
  return printed;
}

const program = `
import { createRuntrailClient, RuntrailError, track } from "@runtrail/client";
import { sendSpilled } from "@runtrail/client/spill";
import { recordVisual } from "@runtrail/client/playwright";

const client = createRuntrailClient({ url: process.argv[2] ?? "", key: "k" });
const value = await track(client, {
  workflow_id: "w",
  inputs: { password: "correct horse" },
  secret_inputs: ["password"],
  spill: "spill",
}, async (run) => {
  run.log("correct horse from Node");
  return await run.step("work", (step) => {
    step.progress(50);
    return { price: 12.5 };
  });
});
const { sent, left }: { sent: number; left: number } = await sendSpilled(client, "spill");
console.log(value.price, sent, left, typeof recordVisual, new RuntrailError("network_error", "x", {
  status: 0,
}).code);
`;

async function installsInNode(folder: string): Promise<void> {
  const packed = await run(`${folder}/packages/npm`, "npm", "pack", "--json");
  const [{ filename, files }] = JSON.parse(packed);
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  assert.ok(paths.includes("mod.js") && paths.includes("mod.d.ts"), paths.join());
  assert.deepEqual(paths.filter((path) => /test|package\/|zod/.test(path)), []);

  const manifest = { private: true, type: "module" };
  await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(manifest));
  const tarball = `./packages/npm/${filename}`;
  await run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", tarball);
  await Deno.writeTextFile(
    `${folder}/program.ts`,
    `declare const process: { argv: string[] };${program}`,
  );
  // For the entry that needs them, of what this program does not have: Playwright's types.
  const playwright = `declare module "playwright-core" { export interface BrowserContext {} }`;
  await Deno.writeTextFile(`${folder}/playwright.d.ts`, playwright);
  const compilerOptions = {
    ...{ strict: true, target: "es2022", module: "nodenext", lib: ["es2024", "dom"], types: [] },
  };
  const project = { compilerOptions, files: ["program.ts", "playwright.d.ts"] };
  await Deno.writeTextFile(`${folder}/tsconfig.json`, JSON.stringify(project));
  await run(folder, "node", compiler);

  const api = new FakeApi();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, api.respond);
  const url = `http://127.0.0.1:${server.addr.port}`;
  const printed = await run(folder, "node", "program.js", url);
  await server.shutdown();
  assert.equal(printed, "12.5 0 0 function network_error\n");
  assert.equal(api.only.status, "completed");
  assert.deepEqual(api.only.entries.map(({ message, kind }) => message ?? kind), [
    ...["[redacted] from Node", "step_started", "step_finished"],
  ]);
  assert.deepEqual(api.only.creation.inputs, { password: "[redacted]" });
}

async function couldBePublished(folder: string): Promise<void> {
  const jsr = `${folder}/packages/jsr`;
  await run(jsr, Deno.execPath(), "publish", "--dry-run", "--allow-dirty");
  const api = await Deno.readTextFile(`${jsr}/api.ts`);
  assert.doesNotMatch(api, /\bzod\b|^import |import\(/m);
}

async function hasTheTypesOfTheContract(folder: string): Promise<void> {
  const source = fileURLToPath(new URL("../api.ts", import.meta.url));
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  await Deno.writeTextFile(
    `${folder}/same.ts`,
    `
import type { Api as Contract, ApiErrorCode as Code } from ${JSON.stringify(source)};
import type { Api, ApiErrorCode } from "./packages/jsr/api.ts";
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;
type Methods = { [M in keyof Contract | keyof Api]: Same<Contract[M], Api[M]> };
const methods: true = null! as Methods[keyof Methods];
const codes: true = null! as Same<Code, ApiErrorCode>;
console.log(methods, codes);
`,
  );
  await run(folder, Deno.execPath(), "check", "--config", config, "same.ts");
}

Deno.test("the packages hold what users need, and nothing of ours but that", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder, Deno.execPath(), "run", "-A", build, `${folder}/packages`);
    await t.step(
      "npm: installs from its tarball, type-checks and tracks in Node",
      () => installsInNode(folder),
    );
    await t.step(
      "JSR: could be published, its types and imports are complete",
      () => couldBePublished(folder),
    );
    await t.step("their types are those of the contract", () => hasTheTypesOfTheContract(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
