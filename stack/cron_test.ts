import assert from "node:assert/strict";
import postgres from "postgres";
import { startCron } from "./cron.ts";
import { startTestDatabase } from "./start-test-database.ts";

const database = await startTestDatabase();
const admin = postgres(database.url("supabase_admin"), { onnotice: () => {} });
const owner = postgres(database.url("postgres"), { onnotice: () => {} });
const logs: string[] = [];
const start = () =>
  startCron({ databaseUrl: database.url("supabase_admin"), onLog: (line) => logs.push(line) });
let cron = start(); // before the extension is there

await owner.unsafe(`
  create extension pg_cron;
  create table public.ticks (who text, at timestamptz default clock_timestamp(), run_path text);
  create role other login;
  grant usage on schema cron to other;
`);

Deno.test.afterAll(async () => {
  await cron.stop();
  await Promise.all([admin.end(), owner.end()]);
  await database.stop();
});

Deno.test.afterEach(async () => {
  await admin`truncate cron.job, cron.job_run_details, public.ticks`;
});

async function eventually(check: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

/** The first ended run of a job, waited for. */
async function firstRun(jobid: unknown) {
  const read = () =>
    admin`
      select jobid, job_pid > 0 as has_pid, database, username, command, status, return_message,
        start_time <= end_time as in_order
      from cron.job_run_details
      where jobid = ${String(jobid)} and status in ('succeeded', 'failed')
      order by runid limit 1`;
  await eventually(async () => (await read()).length === 1, `job ${jobid} did not run`);
  return (await read())[0];
}

async function schedule(schedule: string, command: string, sql = owner): Promise<string> {
  const [row] = await sql`select cron.schedule(${schedule}, ${command}) as jobid`;
  return row?.jobid;
}

Deno.test("the role postgres, no superuser, may create the extension, as on hosted projects", async () => {
  const [row] = await owner`
    select extversion, extowner::regrole::text as owner, extnamespace::regnamespace::text as schema,
      (select rolsuper from pg_roles where rolname = 'postgres') as superuser
    from pg_extension where extname = 'pg_cron'`;
  assert.deepEqual({ ...row }, {
    ...{ extversion: "1.6", owner: "postgres", schema: "pg_catalog", superuser: false },
  });
});

Deno.test("the role postgres may schedule when another created the extension", async () => {
  await assert.rejects(
    admin.begin(async (tx) => {
      await tx`drop extension pg_cron`;
      await tx`create extension pg_cron`;
      await tx`set local role postgres`;
      await tx`select cron.schedule('x', '* * * * *', 'select 1')`;
      await tx`select cron.alter_job(jobid, active => false) from cron.job`;
      await tx`delete from cron.job_run_details`;
      throw new Error("all of it worked");
    }),
    /all of it worked/,
  );
});

Deno.test("cron.schedule() with a name keeps the job's id when the name is used again", async () => {
  const [first] = await owner`select cron.schedule('nightly', '0 3 * * *', 'select 1') as id`;
  const [second] = await owner`select cron.schedule('nightly', '30 4 * * *', 'select 2') as id`;
  assert.equal(second?.id, first?.id);
  const [row] = await owner`
    select jobname, schedule, command, database, username, active, nodename from cron.job`;
  assert.deepEqual({ ...row }, {
    jobname: "nightly",
    schedule: "30 4 * * *",
    command: "select 2",
    database: "postgres",
    username: "postgres",
    active: true,
    nodename: "localhost",
  });
});

Deno.test("cron.schedule() refuses what pg_cron refuses, with its words", async () => {
  const wrong = [
    ..."* * * *|60 * * * *|* 24 * * *|* * 0 * *|* * * 13 *|* * * * 8|5/2 * * * *|*/0 * * * *"
      .split("|"),
    ..."20-10 * * * *|* * * * mon-|1,,2 * * * *|a * * * *|* * $,1 * *|* * * * * *".split("|"),
    ..."0 seconds|60 seconds|1 minute|every day|@restar|".split("|"),
  ];
  for (const text of wrong) {
    await assert.rejects(schedule(text, "select 1"), {
      code: "22023",
      message: `invalid schedule: ${text}`,
      hint: "Use cron format (e.g. 5 4 * * *), or interval format '[1-59] seconds'",
    });
  }
});

Deno.test("cron.schedule() takes every form of schedule", async () => {
  const right = [
    ..."* * * * *|*/5 * * * *|0-30/10,45 1,2 $ jan-MAR Mon|0 0 1 1 7|5 4 * * sun".split("|"),
    ..."1 second|59 seconds| 17  SECONDS |@hourly|@daily|@reboot|  0   0 * * *".split("|"),
  ];
  for (const text of right) assert.ok(await schedule(text, "select 1"), text);
});

Deno.test("cron.unschedule() by id and by name, and not what belongs to another user", async () => {
  const id = await schedule("* * * * *", "select 1");
  await owner`select cron.schedule('named', '* * * * *', 'select 1')`;
  const other = postgres(database.url("other"), { max: 1 });
  await assert.rejects(other`select cron.unschedule(${id}::bigint)`, /could not find valid entry/);
  await assert.rejects(other`select cron.unschedule('named')`, /could not find valid entry/);
  assert.equal((await other`select jobid from cron.job`).length, 0, "sees the jobs of another");
  assert.equal((await owner`select cron.unschedule(${id}::bigint) as done`)[0]?.done, true);
  assert.equal((await owner`select cron.unschedule('named') as done`)[0]?.done, true);
  await assert.rejects(owner`select cron.unschedule('named')`, {
    message: "could not find valid entry for job 'named'",
  });
  await other.end();
});

Deno.test("cron.alter_job() changes what is given, for its owner", async () => {
  const id = await schedule("* * * * *", "select 1");
  await owner`select cron.alter_job(${id}, active => false)`;
  await owner`select cron.alter_job(job_id => ${id}, schedule => '0 * * * *')`;
  const [row] = await owner`select schedule, command, active from cron.job`;
  assert.deepEqual({ ...row }, { schedule: "0 * * * *", command: "select 1", active: false });
  await assert.rejects(
    owner`select cron.alter_job(${id}, schedule => 'often')`,
    /invalid schedule/,
  );
  await assert.rejects(owner`select cron.alter_job(0)`, /Job 0 does not exist or you don't own it/);
  await assert.rejects(owner`select cron.alter_job(${id}, username => 'anon')`, /superuser/);
});

Deno.test("cron.job cannot be written past the functions, nor another user's job made", async () => {
  const id = await schedule("* * * * *", "select 1");
  const refused = { code: "42501" };
  await assert.rejects(owner`update cron.job set active = false`, refused);
  await assert.rejects(owner`delete from cron.job where jobid = ${id}`, refused);
  await assert.rejects(
    owner`insert into cron.job (schedule, command) values ('* * * * *', 'select 1')`,
    refused,
  );
  await assert.rejects(
    owner`select cron.schedule_in_database('x', '* * * * *', 'select 1', 'postgres', 'anon')`,
    refused,
  );
  const stranger = postgres(database.url("authenticator"), { max: 1 });
  await assert.rejects(stranger`select cron.schedule('* * * * *', 'select 1')`, refused);
  await stranger.end();
});

Deno.test("a job runs as its user with the user's settings, and the run is recorded", async () => {
  const command = "insert into public.ticks (who, run_path) " +
    "values (current_user, current_setting('search_path')), ('second', null)";
  const jobid = await schedule("1 second", command);
  const run = await firstRun(jobid);
  assert.deepEqual({ ...run }, {
    jobid,
    has_pid: true,
    database: "postgres",
    username: "postgres",
    command,
    status: "succeeded",
    return_message: "INSERT 0 2",
    in_order: true,
  });
  const [tick] = await admin`select who, run_path from public.ticks limit 1`;
  assert.deepEqual({ ...tick }, { who: "postgres", run_path: '"$user", public, extensions' });
});

Deno.test("a job that fails is recorded with the error, and a role that may not log in too", async () => {
  const failing = await schedule("1 second", "select 1 / 0");
  const [row] = await admin`
    select cron.schedule_in_database('x', '1 second', 'select 1', 'postgres', 'anon') as jobid`;
  const [division, login] = [await firstRun(failing), await firstRun(row?.jobid)];
  assert.equal(division?.status, "failed");
  assert.equal(division?.return_message, "ERROR: division by zero");
  assert.equal(login?.status, "failed");
  assert.match(login?.return_message, /role "anon" is not permitted to log in/);
});

Deno.test("several statements are one transaction, and VACUUM, which cannot be in one, runs", async () => {
  const both = await schedule(
    "1 second",
    "insert into public.ticks (who) values ('undone'); select 1 / 0",
  );
  const vacuum = await schedule("1 second", "VACUUM public.ticks");
  assert.equal((await firstRun(both))?.status, "failed");
  assert.equal((await admin`select from public.ticks where who = 'undone'`).length, 0);
  assert.equal((await firstRun(vacuum))?.return_message, "VACUUM");
});

Deno.test("two runs of one job never overlap", async () => {
  await schedule("1 second", "insert into public.ticks (who) values ('in'); select pg_sleep(1.5)");
  const done = async () =>
    (await admin`select from cron.job_run_details where status = 'succeeded'`).length >= 2;
  await eventually(done, "not two runs");
  const overlaps = await admin`
    select from cron.job_run_details a join cron.job_run_details b
      on a.runid < b.runid and b.start_time < a.end_time`;
  assert.equal(overlaps.length, 0);
});

Deno.test("removing a job cancels its run", async () => {
  const jobid = await schedule("1 second", "select pg_sleep(60)");
  const running = async () =>
    (await admin`select from cron.job_run_details where status = 'running'`).length === 1;
  await eventually(running, "not started");
  await owner`select cron.unschedule(${jobid}::bigint)`;
  const run = await firstRun(jobid);
  assert.deepEqual([run?.status, run?.return_message], ["failed", "job cancelled"]);
  const left = await admin`select from pg_stat_activity where query like 'select pg_sleep%'`;
  assert.equal(left.length, 0);
});

Deno.test("stop() ends running jobs; a start finds those of a killed scheduler", async () => {
  const jobid = await schedule("1 second", "select pg_sleep(60)");
  const running = async () =>
    (await admin`select from cron.job_run_details where status = 'running'`).length === 1;
  await eventually(running, "not started");
  await cron.stop();
  assert.equal((await firstRun(jobid))?.return_message, "job cancelled");
  const connections = await admin`
    select application_name from pg_stat_activity where application_name like 'pg_cron%'`;
  assert.equal(connections.length, 0);

  await admin`truncate cron.job, cron.job_run_details`;
  await admin`
    insert into cron.job_run_details (jobid, command, status) values (0, 'x', 'running')`;
  cron = start();
  assert.equal((await firstRun(0))?.return_message, "server restarted");
  assert.deepEqual(logs, []);
});
