import type { RuntrailClient } from "../create-runtrail-client.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { deliver, mayPass } from "../track/deliver.ts";
import { type OnTrackingError, tell, type TrackingProblem, wordsOf } from "../track/problem.ts";
import { firstBatch } from "../track/report.ts";
import { files } from "./files.ts";
import { type Lock, takeLock } from "./lock.ts";
import { readJournal, type SpilledRun } from "./read-journal.ts";

/** Options of {@link sendSpilled}. */
export interface SendSpilledOptions {
  /** Told what the API refuses, and of runs that it had ended. */
  readonly onTrackingError?: OnTrackingError;
  /** Stops before the next call. */
  readonly signal?: AbortSignal;
}

/** What became of the files of a directory. */
export interface SentSpilled {
  /** Runs of which everything is sent. */
  readonly sent: number;
  /** Runs that are left: another process has them, or the API could not be reached. */
  readonly left: number;
}

/**
 * Sends what earlier processes could not: the oldest run first, each in its order, nothing twice. A
 * run that still goes on, in this process or another, is left alone. track() does this when it
 * starts with `spill`.
 *
 * A run whose process died without an end is ended by the database (`heartbeat_lost`), unless it had
 * never been recorded: then it is recorded now, as failed.
 */
export async function sendSpilled(
  client: RuntrailClient,
  directory: string,
  { onTrackingError = () => {}, signal }: SendSpilledOptions = {},
): Promise<SentSpilled> {
  const { fs, path } = files();
  let [sent, left] = [0, 0];
  const names = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
  for (const name of names.filter((name) => name.endsWith(".new"))) {
    forget(path.join(directory, name));
  }
  for (const name of names.filter((name) => name.endsWith(".ndjson")).sort()) {
    const file = path.join(directory, name);
    const lock = signal?.aborted ? null : takeLock(file);
    try {
      if (lock && await sendFile(client, file, lock, onTrackingError, signal)) sent++;
      else left++;
    } catch {
      left++;
    } finally {
      lock?.release();
    }
  }
  return { sent, left };
}

/** Removes a file whose process died before it had anything to tell. */
function forget(file: string): void {
  const lock = takeLock(file.replace(/\.new$/, ""));
  if (lock) files().fs.rmSync(file, { force: true });
  lock?.release();
}

/** Whether it is gone now. Throws when another attempt may help. */
async function sendFile(
  client: RuntrailClient,
  file: string,
  lock: Lock,
  onTrackingError: OnTrackingError,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { fs } = files();
  if (!fs.existsSync(file)) return true;
  const run = readJournal(file);
  if (!run) return false;
  const note = (line: unknown) => {
    fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
    lock.touch();
  };
  let execution_id = run.execution_id;
  const problem = (kind: TrackingProblem["kind"], message: string, reports: number) =>
    tell(onTrackingError, { kind, message, reports, execution_id });
  const options = { ...(signal ? { signal } : {}) };
  try {
    const isNew = execution_id === null;
    execution_id ??= await create(client, run, options);
    if (isNew) note({ execution_id });
    for (let reports = [...run.reports]; reports.length > 0;) {
      const batch = firstBatch(reports);
      await deliver({
        ...{ client, execution_id, options, isPatient: false },
        delivered: (n) => {
          reports = reports.filter((report) => report.n > n);
          note({ delivered: n });
        },
        late: (late) => problem("late", "The database had ended the run.", late.length),
        lost: (lost, cause) => {
          // Kept beside, for whoever wants to know what it was.
          fs.appendFileSync(
            `${file}.refused`,
            lost.map((one) => `${JSON.stringify(one)}\n`).join(""),
          );
          problem("lost", `The API refuses a report: ${wordsOf(cause)}`, lost.length);
        },
      }, batch);
    }
    fs.rmSync(file, { force: true });
    return true;
  } catch (error) {
    if (!(error instanceof RuntrailError) || mayPass(error, true)) throw error;
    fs.renameSync(file, `${file}.refused`);
    problem("lost", `The API refuses the run: ${wordsOf(error)}`, run.reports.length + 1);
    return true;
  }
}

async function create(
  client: RuntrailClient,
  { creation, reports }: SpilledRun,
  options: { signal?: AbortSignal },
): Promise<string> {
  const { execution_id, replayed } = await client.createExecution(creation, options);
  const hasEnd = reports.some((report) => "end" in report);
  if (!replayed && !hasEnd) {
    await client.updateExecution({
      execution_id,
      status: "failed",
      error: "The process that ran this ended without telling how, and before it was recorded.",
    }, options);
  }
  return execution_id;
}
