import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine, processesWithVariable, processNumbers } from "./processes.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

/** What a task printed, both streams together, and how it ended. */
export interface TaskResult {
  code: number;
  text: string;
}

/** A copy of this repository with migrations of its own, in a folder with a space in its path. */
export interface TestProject {
  dir: string;
  /** Runs `deno task <args>` to its end, as another user when one is given. */
  task(args: string[], user?: { uid: number; gid: number }): Promise<TaskResult>;
  /** Starts `deno task <args>` and returns at once. */
  spawn(args: string[]): Deno.ChildProcess;
  /** Writes supabase/migrations/<name>. */
  writeMigration(name: string, text: string): void;
  /** Numbers of the processes that belong to it and still run, Postgres' own included. */
  processes(): number[];
  remove(): void;
}

/**
 * Makes a project for the tests of the tasks. It is a copy, so that migrations can be changed and a
 * start does not spend its time on the product's; it has a folder of its own for what runs, so that
 * other stacks of this machine are not touched.
 */
export function makeTestProject(): TestProject {
  const parent = Deno.makeTempDirSync({ dir: "/var/tmp", prefix: "runtrail-test-" });
  const dir = join(parent, "a project");
  Deno.chmodSync(parent, 0o777);
  Deno.mkdirSync(join(dir, "supabase/migrations"), { recursive: true });
  Deno.mkdirSync(join(dir, "supabase/functions"));
  Deno.writeTextFileSync(join(dir, "supabase/config.toml"), 'project_id = "test"\n');
  for (const name of ["stack", "deno.json", "deno.lock"]) {
    new Deno.Command("cp", { args: ["-R", join(repository, name), dir] }).outputSync();
  }
  // deno.json names it as a part of the workspace, and the gateway reads the page's policy.
  Deno.mkdirSync(join(dir, "dashboard"));
  for (const name of ["deno.json", "content-security-policy.ts"]) {
    Deno.copyFileSync(join(repository, "dashboard", name), join(dir, "dashboard", name));
  }
  Deno.symlinkSync(join(repository, "node_modules"), join(dir, "node_modules"));

  const runtime = join(parent, "runtime");
  const command = (args: string[]) => ({
    args: ["task", "--quiet", ...args],
    cwd: dir,
    clearEnv: true,
    env: { ...environment(), RUNTRAIL_RUNTIME_DIR: runtime, NO_COLOR: "1" },
  });
  return {
    dir,
    task: async (args, user) => {
      const run = new Deno.Command(Deno.execPath(), { ...command(args), ...user });
      const { code, stdout, stderr } = await run.output();
      const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
      return { code, text };
    },
    spawn: (args) =>
      new Deno.Command(Deno.execPath(), { ...command(args), stdout: "null", stderr: "null" })
        .spawn(),
    writeMigration: (name, text) => {
      Deno.writeTextFileSync(join(dir, "supabase/migrations", basename(name)), text);
    },
    processes: () => {
      const servers = processNumbers().filter((pid) => commandLine(pid)?.includes(parent));
      return [...servers, ...processesWithVariable("RUNTRAIL_RUNTIME_DIR", runtime)];
    },
    remove: () => Deno.removeSync(parent, { recursive: true }),
  };
}

/** Ours, without what tells a task about another stack. */
function environment(): Record<string, string> {
  const strange = ["DB_URL", "INIT_CWD", "RUNTRAIL_INSIDE_WITH_STACK", "RUNTRAIL_TEST_TARGET"];
  const entries = Object.entries(Deno.env.toObject());
  return Object.fromEntries(entries.filter(([name]) => !strange.includes(name)));
}
