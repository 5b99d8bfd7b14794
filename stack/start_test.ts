import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { closedAncestor } from "./database/closed-ancestor.ts";
import { freePorts } from "./lifecycle/free-ports.ts";
import { makeTestProject, type TestProject } from "./lifecycle/test-project.ts";

/** A stack of the project under test: its ports as arguments, and its database. */
function onFreePorts() {
  const [port = 0, dbPort = 0] = freePorts(2);
  const sql = () =>
    postgres(`postgresql://postgres@127.0.0.1:${dbPort}/postgres`, { max: 1, onnotice: () => {} });
  return {
    port: ["--port", String(port)],
    ports: ["--port", String(port), "--db-port", String(dbPort)],
    number: port,
    dbNumber: dbPort,
    async query(text: string) {
      const connection = sql();
      try {
        return [...await connection.unsafe(text)];
      } finally {
        await connection.end();
      }
    },
  };
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const since = Date.now(); !holds();) {
    assert.ok(Date.now() - since < 15_000, `not within 15 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs a test on a project of its own and checks that it leaves no process. */
function testProject(
  name: string,
  test: (project: TestProject) => Promise<void>,
  ignore = false,
): void {
  Deno.test({ name, ignore }, async () => {
    const project = makeTestProject();
    try {
      await test(project);
      assert.deepEqual(project.processes(), []);
    } finally {
      for (const pid of project.processes()) Deno.kill(pid, "SIGKILL");
      project.remove();
    }
  });
}

/** Whether a stack answers on a port, by its own account. */
async function isRunning(project: TestProject, stack: { port: string[] }): Promise<boolean> {
  return (await project.task(["status", ...stack.port])).code === 0;
}

testProject(
  "start --detach runs two stacks side by side; stop ends the one named",
  async (project) => {
    const [one, two] = [onFreePorts(), onFreePorts()];
    const started = await Promise.all(
      [one, two].map(({ ports }) => project.task(["start", "--detach", ...ports])),
    );
    assert.deepEqual(started.map(({ code }) => code), [0, 0], started.map((s) => s.text).join());
    const json = await project.task(["status", "--output", "json", ...one.port]);
    const env = JSON.parse(json.text);
    assert.equal(env.API_URL, `http://127.0.0.1:${one.number}`);
    const lines = await project.task(["status", "-o", "env", ...one.port]);
    assert.equal(
      lines.text,
      Object.entries(env).map(([name, value]) => `${name}="${value}"\n`).join(""),
    );
    const again = await project.task(["start", "--detach", ...one.ports]);
    assert.equal(again.code, 1);
    assert.match(again.text, /A stack is running on port \d+ already \(process \d+, since .*stop/);

    assert.equal((await project.task(["stop", ...one.port])).code, 0);
    assert.equal(await isRunning(project, one), false);
    assert.equal(await isRunning(project, two), true);
    assert.equal((await project.task(["stop", ...two.port])).code, 0);
  },
);

testProject("start names a port that another program uses, and the option", async (project) => {
  const stack = onFreePorts();
  for (const [number, flag] of [[stack.number, "--port"], [stack.dbNumber, "--db-port"]] as const) {
    const other = Deno.listen({ hostname: "127.0.0.1", port: number });
    const { code, text } = await project.task(["start", "--ephemeral", ...stack.ports]);
    other.close();
    assert.equal(code, 1);
    assert.match(text, new RegExp(`Port ${number} is in use .* Choose another with ${flag} N`));
  }
});

testProject("Ctrl-C ends the stack and leaves no process", async (project) => {
  const stack = onFreePorts();
  const child = project.spawn(["start", "--ephemeral", ...stack.ports]);
  while (!await isRunning(project, stack)) { /* status takes a moment */ }
  child.kill("SIGINT");
  await child.status;
  await until("all processes end", () => project.processes().length === 0);
});

testProject("start and stop end what a killed stack has left", async (project) => {
  const stack = onFreePorts();
  const killed = async () => {
    assert.equal((await project.task(["start", "--detach", ...stack.ports])).code, 0);
    const state = JSON.parse(
      Deno.readTextFileSync(join(project.dir, "../runtime/stacks", `${stack.number}/state.json`)),
    );
    Deno.kill(state.pid, "SIGKILL");
    await until("the stack is gone", () => !project.processes().includes(state.pid));
    assert.notDeepEqual(project.processes(), [], "Postgres should have outlived the stack");
  };
  await killed();
  await killed();
  assert.equal(await isRunning(project, stack), false);
  const stopped = await project.task(["stop", ...stack.port]);
  assert.match(stopped.text, /has ended\. It had been killed/);
});

testProject(
  "a stack ends by itself when the program that launched it is killed",
  async (project) => {
    const stack = onFreePorts();
    const child = project.spawn(["start", "--ephemeral", ...stack.ports]);
    while (!await isRunning(project, stack)) { /* status takes a moment */ }
    child.kill("SIGKILL");
    await child.status;
    await until("all processes end", () => project.processes().length === 0);
  },
);

testProject("a stack ends, and says why, when its Postgres has ended", async (project) => {
  const stack = onFreePorts();
  assert.equal((await project.task(["start", "--detach", "--ephemeral", ...stack.ports])).code, 0);
  const [row] = await stack.query("select pg_read_file('postmaster.pid')").catch(() => [null]);
  assert.equal(row, null, "the role postgres should be no superuser");
  const root = join(project.dir, "../runtime");
  const file = join(root, `stacks/${stack.number}/postgres/postmaster.pid`);
  Deno.kill(Number(Deno.readTextFileSync(file).split("\n")[0]), "SIGKILL");
  await until("all processes end", () => project.processes().length === 0);
  assert.match(
    Deno.readTextFileSync(join(root, `stack-${stack.number}.log`)),
    /Postgres has ended by itself/,
  );
});

testProject("--data survives a restart, --ephemeral does not", async (project) => {
  const [stack, other] = [onFreePorts(), onFreePorts()];
  const rows = async (flags: string[]) => {
    const { code, text } = await project.task(["start", "--detach", ...stack.ports, ...flags]);
    assert.equal(code, 0, text);
    const found = await stack.query("select 1 from pg_class where relname = 'kept'");
    await stack.query("create table if not exists public.kept ()");
    const [durable] = await stack.query("select current_setting('fsync') as fsync");
    if (flags.includes("--data")) {
      const second = await project.task(["start", ...other.ports, ...flags]);
      assert.match(second.text, /data folder .* is in use by another stack/);
    }
    await project.task(["stop", ...stack.port]);
    return { found: found.length, fsync: durable?.fsync };
  };
  assert.deepEqual(await rows(["--ephemeral"]), { found: 0, fsync: "off" });
  assert.deepEqual(await rows(["--ephemeral"]), { found: 0, fsync: "off" });
  assert.deepEqual(await rows(["--data", "some where"]), { found: 0, fsync: "on" });
  assert.deepEqual(await rows(["--data", "some where"]), { found: 1, fsync: "on" });
});

testProject("start refuses a folder with other files, or of another Postgres", async (project) => {
  const stack = onFreePorts();
  const other = await project.task(["start", "--data", "supabase", ...stack.ports]);
  assert.equal(other.code, 1);
  assert.match(other.text, /data folder .*supabase holds other files/);

  const old = join(project.dir, "old");
  Deno.mkdirSync(join(old, "postgres"), { recursive: true });
  Deno.writeTextFileSync(join(old, "runtrail.json"), "null\n");
  Deno.writeTextFileSync(join(old, "postgres/PG_VERSION"), "15\n");
  const stale = await project.task(["start", "--data", "old", ...stack.ports]);
  assert.equal(stale.code, 1);
  assert.match(stale.text, /data folder .*old is from Postgres 15, this is 17/);
});

testProject(
  "a process number left by a crash does not keep Postgres from starting",
  async (project) => {
    const stack = onFreePorts();
    const flags = ["start", "--detach", "--data", "kept", ...stack.ports];
    assert.equal((await project.task(flags)).code, 0);
    await project.task(["stop", ...stack.port]);
    const file = join(project.dir, "kept/postgres/postmaster.pid");
    Deno.writeTextFileSync(file, `${Deno.pid}\n`);
    const { code, text } = await project.task(flags);
    assert.equal(code, 0, text);
    await project.task(["stop", ...stack.port]);
  },
);

testProject(
  "start applies new migrations, starts anew for changed ones, names bad ones",
  async (project) => {
    const stack = onFreePorts();
    const start = () => project.task(["start", "--detach", "--data", "kept", ...stack.ports]);
    const rows = async () => (await stack.query("select * from public.one")).map(({ a }) => a);
    project.writeMigration("1_one.sql", "create table public.one (a int);");
    assert.equal((await start()).code, 0);
    await stack.query("insert into public.one values (1)");
    await project.task(["stop", ...stack.port]);

    project.writeMigration("2_two.sql", "create table public.two ();");
    assert.equal((await start()).code, 0);
    assert.deepEqual(await rows(), [1]);
    assert.equal((await stack.query("select 1 from pg_class where relname = 'two'")).length, 1);
    await project.task(["stop", ...stack.port]);

    project.writeMigration("1_one.sql", "create table public.one (a int, b int);");
    const changed = await start();
    assert.match(changed.text, /1_one\.sql has changed .* making it anew, without its data/);
    assert.deepEqual(await rows(), []);

    project.writeMigration("3_three.sql", "-- a comment\n\nselect 1,\n  missing;\n");
    const reset = await project.task(["reset", ...stack.port]);
    assert.equal(reset.code, 1);
    assert.match(
      reset.text,
      /A migration failed: supabase\/migrations\/3_three\.sql:4\nERROR: column "missing"/,
    );
    assert.deepEqual(project.processes(), []);
    const failed = await start();
    assert.equal(failed.code, 1);
    assert.match(failed.text, /A migration failed: supabase\/migrations\/3_three\.sql:4\n/);
  },
);

testProject(
  "reset empties the database of a running stack, and a folder that none uses",
  async (project) => {
    const stack = onFreePorts();
    const start = ["start", "--detach", ...stack.ports];
    const tables = () => stack.query("select 1 from pg_class where relname = 'made'");
    assert.equal((await project.task(start)).code, 0);
    await stack.query("create table public.made ()");
    const running = await project.task(["reset", ...stack.port]);
    assert.deepEqual(running, { code: 0, text: "The database is as new.\n" });
    assert.deepEqual(await tables(), []);
    await stack.query("create table public.made ()");
    await project.task(["stop", ...stack.port]);
    assert.match((await project.task(["reset", ...stack.port])).text, /emptied .*\.runtrail/);
    assert.equal((await project.task(start)).code, 0);
    assert.deepEqual(await tables(), []);
    await project.task(["stop", ...stack.port]);
  },
);

// Any user but root that the system knows; initdb looks its name up.
const nobody = { uid: 65534, gid: 65534 };
const reachable = [Deno.execPath(), fileURLToPath(new URL("../node_modules/", import.meta.url))]
  .every((path) => closedAncestor(path, nobody.uid) === null);

testProject("start runs as a user who is not root", async (project) => {
  const stack = onFreePorts();
  new Deno.Command("chown", { args: ["-R", "65534:65534", project.dir] }).outputSync();
  const { code, text } = await project.task(["start", "--detach", ...stack.ports], nobody);
  assert.equal(code, 0, text);
  const folder = Deno.statSync(join(project.dir, `.runtrail/${stack.number}/postgres`));
  assert.equal(folder.uid, nobody.uid);
  assert.equal((await project.task(["stop", ...stack.port], nobody)).code, 0);
}, Deno.uid() !== 0 || !reachable);
