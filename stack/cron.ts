import postgres from "postgres";
import { createPlanner, type Job } from "./cron/planner.ts";
import { failureMessage } from "./cron/return-message.ts";
import { type JobRun, runJob } from "./cron/run-job.ts";

/** The running scheduler. */
export interface CronScheduler {
  /** Cancels the jobs that run and ends all connections. */
  stop(): Promise<void>;
}

/**
 * Runs the jobs of cron.job on time, as pg_cron's background worker does: in UTC, as the user who
 * scheduled them, never two runs of one job at once, each recorded in cron.job_run_details. It
 * waits for the extension when it is not there, and sees changed jobs within a second.
 *
 * @param options.databaseUrl as the superuser; jobs connect by the same URL under their own user
 * @param options.onLog receives a line when something needs attention, prefixed
 */
export function startCron(
  options: { databaseUrl: string; onLog: (line: string) => void },
): CronScheduler {
  const onLog = (line: string) => options.onLog(`cron | ${line}`);
  const admin = postgres(options.databaseUrl, {
    max: 2,
    onnotice: () => {},
    connection: { application_name: "pg_cron scheduler" },
  });
  const planner = createPlanner();
  const running = new Map<string, JobRun>();
  let lastProblem = "";
  let stopped = false;
  let wake = () => {};

  function start(job: Job) {
    const url = new URL(options.databaseUrl);
    url.username = encodeURIComponent(job.username);
    url.pathname = `/${encodeURIComponent(job.database)}`;
    const run = runJob(admin, url.href, job, onLog);
    running.set(job.jobid, run);
    run.done.then(() => running.delete(job.jobid));
  }

  async function tick(isFirst: boolean) {
    const [extension] = await admin`select to_regclass('cron.job') is not null as exists`;
    if (!extension?.exists) return;
    if (isFirst) await failInterruptedRuns(admin);
    const jobs = await admin<Job[]>`
      select jobid, schedule, command, database, username from cron.job where active`;
    const wanted = new Set(jobs.map(({ jobid }) => jobid));
    for (const [jobid, run] of running) if (!wanted.has(jobid)) run.cancel();
    if (!stopped) planner.due(jobs, new Date(), running).forEach(start);
  }

  async function work() {
    for (let isFirst = true; !stopped; isFirst = false) {
      try {
        await tick(isFirst);
        lastProblem = "";
      } catch (error) {
        const problem = failureMessage(error);
        if (problem !== lastProblem && !stopped) onLog(`jobs are not run: ${problem}`);
        lastProblem = problem;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000 - Date.now() % 1000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stopped) wake();
      });
    }
  }

  const working = work();
  return {
    async stop() {
      stopped = true;
      wake();
      await working;
      for (const run of running.values()) run.cancel();
      await Promise.all([...running.values()].map(({ done }) => done));
      await admin.end({ timeout: 1 });
    },
  };
}

/** What ran when the previous scheduler was killed has no one to record its end. */
async function failInterruptedRuns(admin: postgres.Sql): Promise<void> {
  await admin`
    update cron.job_run_details
    set status = 'failed', return_message = 'server restarted'
    where status in ('starting', 'running')`;
}
