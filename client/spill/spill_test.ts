import assert from "node:assert/strict";
import { track, type TrackedRun, type TrackingProblem } from "../mod.ts";
import { sendSpilled } from "../spill.ts";
import { FakeApi } from "../testing/fake-api.ts";
import { random } from "../testing/random.ts";
import { takeLock } from "./lock.ts";
import { openJournal } from "./open-journal.ts";

const workflow_id = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const soon = {
  ...{ retry: { firstSeconds: 0.001, longestSeconds: 0.01 } },
  ...{ createSeconds: 0.01, flushSeconds: 0.05, onTrackingError: () => {} },
};

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const messages = (api: FakeApi) => api.only.entries.map(({ message }) => message);

/** The file of a run whose process died, with reports 1 to n. */
function abandoned(folder: string, { execution_id, reports, end }: {
  execution_id?: string;
  reports: number;
  end?: boolean;
}): void {
  const journal = openJournal(folder, { workflow_id, idempotency_key: "key" });
  if (execution_id) journal.created(execution_id);
  for (let n = 1; n <= reports; n++) {
    journal.append({ n, entry: { id: `e-${n}`, at: "2026-01-02T00:00:00Z", message: `${n}` } });
  }
  if (end) {
    journal.append({ n: reports + 1, end: { status: "completed", execution_time_seconds: 1 } });
  }
  journal.close(false);
}

Deno.test("nothing is left on disk of a run that could be sent", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    await track(api.client, { workflow_id, spill: `${folder}/new` }, (run) => run.log("a line"));
    assert.deepEqual(names(`${folder}/new`), []);
  }));

Deno.test("what cannot be sent is sent by the next run, each run in its order", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    const problems: TrackingProblem[] = [];
    api.fate = () => "lost";
    const options = { ...soon, workflow_id, spill: folder };
    const onTrackingError = (problem: TrackingProblem) => void problems.push(problem);
    await track(api.client, { ...options, onTrackingError }, (run) => {
      for (const message of ["one", "two", "three"]) run.log(message);
      return "done";
    });
    assert.deepEqual(problems.map(({ kind }) => kind), ["delayed", "spilled"]);
    assert.equal(names(folder).length, 1);
    api.fate = () => "taken";
    await track(api.client, { ...options, flushSeconds: 5 }, (run: TrackedRun) => run.flush());
    for (let tries = 0; names(folder).length > 0 && tries < 9; tries++) {
      await sendSpilled(api.client, folder);
    }
    assert.deepEqual(names(folder), []);
    const [first] = [...api.runs.values()].filter(({ entries }) => entries.length > 0);
    assert.deepEqual(first?.entries.map(({ message }) => message), ["one", "two", "three"]);
    assert.deepEqual([first?.status, first?.result], ["completed", "done"]);
    assert.equal(api.runs.size, 2);
  }));

Deno.test("reports are on disk when log() returns", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    await track(api.client, { workflow_id, spill: folder }, (run) => {
      run.log("a line");
      const [name = ""] = names(folder);
      assert.match(Deno.readTextFileSync(`${folder}/${name}`), /"message":"a line"/);
      assert.equal((Deno.statSync(`${folder}/${name}`).mode ?? 0) & 0o77, 0);
    });
  }));

Deno.test("no line is sent twice or out of order, whenever sending breaks off", () =>
  inFolder(async (folder) => {
    for (let seed = 1; seed <= 40; seed++) {
      const api = new FakeApi();
      const next = random(seed);
      const lines = 1 + Math.floor(next() * 1200);
      abandoned(folder, { reports: lines, end: true });
      const breaks = () => next() < 0.4 ? (next() < 0.5 ? "lost" : "unanswered") : "taken";
      api.fate = breaks;
      for (let start = 0; start < 200 && names(folder).length > 0; start++) {
        await sendSpilled(api.client, folder);
      }
      assert.deepEqual(names(folder), [], `seed ${seed}`);
      const expected = Array.from({ length: lines }, (_, at) => `${at + 1}`);
      assert.deepEqual(messages(api), expected, `seed ${seed}`);
      assert.equal(api.only.status, "completed");
    }
  }));

Deno.test("a line that breaks off is left out, what comes before it is sent", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    abandoned(folder, { reports: 2 });
    const [name = ""] = names(folder);
    const text = await Deno.readTextFile(`${folder}/${name}`);
    await Deno.writeTextFile(`${folder}/${name}`, text.slice(0, -20));
    assert.deepEqual(await sendSpilled(api.client, folder), { sent: 1, left: 0 });
    assert.deepEqual(messages(api), ["1"]);
  }));

Deno.test("a run that was never recorded and has no end is recorded as failed", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    abandoned(folder, { reports: 1 });
    await sendSpilled(api.client, folder);
    assert.equal(api.only.status, "failed");
    assert.match(`${api.only.error}`, /ended without telling how/);
    assert.deepEqual(messages(api), ["1"]);
  }));

Deno.test("a recorded run without an end is left to the database to end", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    const { execution_id } = await api.client.createExecution({
      ...{ workflow_id, idempotency_key: "key" },
    });
    abandoned(folder, { execution_id, reports: 1 });
    await sendSpilled(api.client, folder);
    assert.deepEqual([api.only.status, messages(api)], ["running", ["1"]]);
  }));

Deno.test("a run that still goes on is left alone", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    await track(api.client, { workflow_id, spill: folder }, async (run) => {
      run.log("a line");
      assert.deepEqual(await sendSpilled(api.client, folder), { sent: 0, left: 1 });
      assert.deepEqual(api.only.entries, []);
    });
    assert.deepEqual(messages(api), ["a line"]);
  }));

Deno.test("what the API refuses is kept beside, and told", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    abandoned(folder, { reports: 2, end: true });
    api.fate = (name) => name === "create-execution" ? 404 : "taken";
    const problems: TrackingProblem[] = [];
    await sendSpilled(api.client, folder, { onTrackingError: (one) => void problems.push(one) });
    assert.deepEqual(problems.map(({ kind, reports }) => [kind, reports]), [["lost", 4]]);
    assert.match(names(folder).join(), /^[^,]*\.ndjson\.refused$/);
    assert.deepEqual(await sendSpilled(api.client, folder), { sent: 0, left: 0 });
  }));

Deno.test("what a process left that died before its run began is removed", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    await Deno.writeTextFile(`${folder}/run.ndjson.new`, '{"version": 1');
    assert.deepEqual(await sendSpilled(api.client, folder), { sent: 0, left: 0 });
    assert.deepEqual([names(folder), api.calls], [[], []]);
  }));

Deno.test("a lock is held by one, and taken over from a process that has died", () =>
  inFolder(async (folder) => {
    const file = `${folder}/run`;
    const lock = takeLock(file);
    assert.ok(lock);
    assert.equal(takeLock(file), null);
    lock.release();
    const child = new Deno.Command("sh", { args: ["-c", "exit"] }).spawn();
    await child.status;
    const holder = { id: "dead", pid: child.pid, host: Deno.hostname() };
    await Deno.writeTextFile(`${file}.lock`, JSON.stringify(holder));
    const taken = takeLock(file);
    assert.ok(taken);
    assert.equal(takeLock(file), null);
    taken.release();
    // Of another machine nobody knows but by its age.
    await Deno.writeTextFile(`${file}.lock`, JSON.stringify({ ...holder, host: "another" }));
    assert.equal(takeLock(file), null);
    const past = new Date(Date.now() - 120_000);
    await Deno.utime(`${file}.lock`, past, past);
    const old = takeLock(file);
    assert.ok(old);
    old.release();
    assert.deepEqual(names(folder), []);
  }));

Deno.test("a directory that cannot be written to is told, and the run goes on", () =>
  inFolder(async (folder) => {
    const api = new FakeApi();
    await Deno.writeTextFile(`${folder}/file`, "");
    const problems: TrackingProblem[] = [];
    const options = {
      ...{ workflow_id, spill: `${folder}/file/below` },
      onTrackingError: (problem: TrackingProblem) => void problems.push(problem),
    };
    await track(api.client, options, (run) => run.log("a line"));
    assert.equal(api.only.status, "completed");
    assert.deepEqual(problems.map(({ kind, reports }) => [kind, reports]), [["lost", 0]]);
  }));
