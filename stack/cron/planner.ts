import { parseSchedule, type Schedule } from "./parse-schedule.ts";

/** A row of cron.job. */
export interface Job {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

/** Decides which jobs start. */
export interface Planner {
  /**
   * The jobs to start at `now`, given those that still run. Call it about once a second; a job that
   * is due while it runs is returned when it has ended, as often as it was due.
   */
  due(jobs: Job[], now: Date, running: ReadonlyMap<string, unknown>): Job[];
}

interface Plan {
  text: string;
  schedule: Schedule | null;
  /** When it last started, or was first seen. */
  since: number;
  /** Runs that are due and have not started. */
  waiting: number;
}

const MINUTE_MS = 60_000;
// A machine that slept does not catch up on all it has missed.
const MOST_MINUTES = 5;
// Calls come about a second apart; one that comes a little early must not cost a whole second.
const JITTER_MS = 500;

/** A planner that has seen nothing yet: what was due before its first call is not made up for. */
export function createPlanner(): Planner {
  const plans = new Map<string, Plan>();
  let lastMinute: number | null = null;

  function planOf(job: Job, now: number): Plan {
    const known = plans.get(job.jobid);
    if (known?.text === job.schedule) return known;
    const schedule = parseSchedule(job.schedule);
    const atStart = schedule?.kind === "reboot" && lastMinute === null;
    const plan = { text: job.schedule, schedule, since: now, waiting: atStart ? 1 : 0 };
    plans.set(job.jobid, plan);
    return plan;
  }

  /** The minutes that began since the last call, oldest first. */
  function newMinutes(now: number): Date[] {
    const current = Math.floor(now / MINUTE_MS);
    const first = Math.max((lastMinute ?? current) + 1, current - MOST_MINUTES + 1);
    const count = Math.max(current - first + 1, 0);
    return Array.from({ length: count }, (_, at) => new Date((first + at) * MINUTE_MS));
  }

  return {
    due(jobs, at, running) {
      const now = at.getTime();
      const minutes = newMinutes(now);
      const starting = jobs.filter((job) => {
        const plan = planOf(job, now);
        const isRunning = running.has(job.jobid);
        if (plan.schedule?.kind === "calendar") {
          plan.waiting += minutes.filter(plan.schedule.matches).length;
        } else if (plan.schedule?.kind === "interval" && !isRunning) {
          const due = plan.since + plan.schedule.seconds * 1000 - JITTER_MS;
          plan.waiting = now >= due ? 1 : 0;
        }
        if (isRunning || plan.waiting === 0) return false;
        plan.waiting--;
        plan.since = now;
        return true;
      });
      const known = new Set(jobs.map(({ jobid }) => jobid));
      for (const jobid of plans.keys()) if (!known.has(jobid)) plans.delete(jobid);
      lastMinute = Math.max(lastMinute ?? 0, Math.floor(now / MINUTE_MS));
      return starting;
    },
  };
}
