import { Cron } from "croner";

/** When a job runs. */
export type Schedule =
  | { kind: "interval"; seconds: number }
  /** `matches` takes the start of a minute. */
  | { kind: "calendar"; matches: (minute: Date) => boolean }
  /** Once, when the scheduler starts. */
  | { kind: "reboot" };

const MACROS: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/**
 * Reads a schedule of pg_cron: five fields in UTC, `$` as day for the last one of the month,
 * `N seconds`, or a macro. Null when it is none of these. The database checks more strictly when a
 * job is scheduled (`cron.is_valid_schedule`).
 */
export function parseSchedule(text: string): Schedule | null {
  const trimmed = text.trim();
  const interval = /^(\d+)\s+seconds?$/i.exec(trimmed);
  if (interval) {
    const seconds = Number(interval[1]);
    return seconds >= 1 && seconds <= 59 ? { kind: "interval", seconds } : null;
  }
  if (trimmed === "@reboot") return { kind: "reboot" };
  const [minute, hour, day = "", month, weekday = "", ...rest] = (MACROS[trimmed] ?? trimmed)
    .split(/[ \t]+/);
  if (weekday === "" || rest.length > 0) return null;
  const pattern = [minute, hour, day === "$" ? "L" : day, month, weekday].join(" ");
  // As in Vixie cron: days of month and week are alternatives unless one begins with a star.
  const domAndDow = day.startsWith("*") || weekday.startsWith("*");
  try {
    const cron = new Cron(pattern, { mode: "5-part", timezone: "UTC", paused: true, domAndDow });
    return { kind: "calendar", matches: (at) => cron.match(at) };
  } catch {
    return null;
  }
}
