import postgres from "postgres";
import type { Job } from "./planner.ts";
import { commandTag, failureMessage } from "./return-message.ts";

/** One run of a job. */
export interface JobRun {
  /** Settled when the run has ended and is recorded; never rejected. */
  done: Promise<void>;
  /** Ends it as failed. */
  cancel(): void;
}

/**
 * Runs a job's command in a new connection as its user, like a client would, and records the run
 * in cron.job_run_details.
 *
 * @param admin records the run
 * @param databaseUrl as the job's user, to the job's database
 * @param onError told when the run could not be recorded
 */
export function runJob(
  admin: postgres.Sql,
  databaseUrl: string,
  job: Job,
  onError: (message: string) => void,
): JobRun {
  const cancelled = Promise.withResolvers<never>();
  cancelled.promise.catch(() => {});

  async function execute(runid: string): Promise<string> {
    const sql = postgres(databaseUrl, {
      max: 1,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: "pg_cron" },
    });
    let pid = 0;
    try {
      const [backend] = await sql`select pg_backend_pid() as pid`;
      pid = backend?.pid;
      await admin`
        update cron.job_run_details
        set job_pid = ${pid}, status = 'running', start_time = clock_timestamp()
        where runid = ${runid}`;
      const running = sql.unsafe(job.command).simple();
      running.catch(() => {}); // it fails once more when it is cancelled
      return commandTag(await Promise.race([running, cancelled.promise]));
    } catch (error) {
      // Closing the connection alone would leave a long statement running.
      if (pid !== 0) await admin`select pg_terminate_backend(${pid})`;
      throw error;
    } finally {
      await sql.end({ timeout: 0 });
    }
  }

  async function run() {
    const { jobid, database, username, command } = job;
    const [row] = await admin`
      insert into cron.job_run_details (jobid, database, username, command, status)
      values (${jobid}, ${database}, ${username}, ${command}, 'starting')
      returning runid`;
    const end = await execute(row?.runid).then(
      (tag) => ({ status: "succeeded", message: tag }),
      (error) => ({ status: "failed", message: failureMessage(error) }),
    );
    await admin`
      update cron.job_run_details
      set status = ${end.status}, return_message = ${end.message}, end_time = clock_timestamp()
      where runid = ${row?.runid}`;
  }

  return {
    done: run().catch((error) =>
      onError(`a run of job ${job.jobid} was not recorded: ${failureMessage(error)}`)
    ),
    cancel: () => cancelled.reject(new Error("job cancelled")),
  };
}
