import type { RuntrailAnswer } from "../client/mod.ts";
import { alignTable } from "./align-table.ts";
import { describeOrder } from "./describe-order.ts";
import { duration } from "./duration.ts";
import { relativeTime } from "./relative-time.ts";
import type { Replayed } from "./replay-moments.ts";

/** Writes a status word, in colour or plainly. */
export type PaintStatus = (status: string) => string;

const colours: Record<string, string> = { completed: "32", failed: "31", cancelled: "33" };

/** Status words in colour where the output is a terminal and NO_COLOR is not set. */
export function statusPainter(inColour: boolean): PaintStatus {
  return (status) => inColour ? `\x1b[${colours[status] ?? "36"}m${status}\x1b[0m` : status;
}

/** The end of an id. Its beginning is a time: runs of the same minute share it. */
export function shortId(id: string): string {
  return id.slice(-8);
}

/** A page of history: one line per run, and below what the failed ones died of. */
export function historyTable(
  { executions, total_executions, total_is_exact }: RuntrailAnswer<"executionHistory">,
  now: Date,
  paint: PaintStatus,
): string[] {
  const columns = [
    { title: "Run" },
    { title: "Status" },
    { title: "Started" },
    { title: "Took", align: "right" as const },
    { title: "Events", align: "right" as const },
    { title: "Ordered" },
  ];
  const rows = executions.map((run) => [
    shortId(run.execution_id),
    paint(run.status),
    relativeTime(run.created_at, now),
    duration(run.execution_time_seconds),
    String(run.visual_events_captured ?? "-"),
    describeOrder(run.inputs ?? {}),
  ]);
  const errors = executions.filter(({ error }) => error).map(({ execution_id, error }) =>
    `${shortId(execution_id)}  ${oneLine(withoutStack(error ?? ""))}`
  );
  const total = `${total_is_exact ? "" : "at least "}${total_executions}`;
  return [
    ...alignTable(columns, rows),
    ...(errors.length > 0 ? ["", "Why they ended early:", ...errors] : []),
    "",
    `${executions.length} of ${total} shown`,
  ];
}

/** What runs now. */
export function activeTable(
  { active_executions, total_active }: RuntrailAnswer<"activeExecutions">,
  paint: PaintStatus,
): string[] {
  if (total_active === 0) return ["Nothing runs."];
  const columns = [
    { title: "Run" },
    { title: "Status" },
    { title: "Workflow" },
    { title: "Progress", align: "right" as const },
    { title: "Running for", align: "right" as const },
    { title: "Usually", align: "right" as const },
  ];
  return alignTable(
    columns,
    active_executions.map((run) => [
      shortId(run.execution_id),
      paint(run.status),
      run.workflow_name ?? "-",
      run.progress === null ? "-" : `${run.progress} %`,
      duration(run.elapsed_seconds),
      duration(run.expected_seconds),
    ]),
  );
}

/** A workflow's statistics. */
export function statisticsTable(stats: RuntrailAnswer<"executionStats">, now: Date): string[] {
  const { last_execution_at } = stats;
  const number = (value: number | null) => value === null ? "-" : String(value);
  const lines: [string, string][] = [
    ["Runs", String(stats.total_executions)],
    ["  completed", String(stats.successful_executions)],
    ["  failed", String(stats.failed_executions)],
    ["  cancelled", String(stats.cancelled_executions)],
    ["  running", String(stats.running_executions)],
    ["Success rate", stats.success_rate === null ? "-" : `${stats.success_rate} %`],
    ["Average duration", duration(stats.average_execution_time)],
    [
      "  shortest, longest",
      [stats.min_execution_time, stats.max_execution_time].map(duration).join(", "),
    ],
    ["  p50, p95", [stats.p50_execution_time, stats.p95_execution_time].map(duration).join(", ")],
    ["Events per run", number(stats.average_visual_events_captured)],
    ["Recorded per run", duration(stats.average_visual_stream_duration)],
    ["Last run", last_execution_at === null ? "-" : relativeTime(last_execution_at, now)],
  ];
  return lines.map(([name, value]) => `${name.padEnd(20)}  ${value}`);
}

/** Moments of a recording beside what the run saw. */
export function replayTable(replayed: Replayed[]): string[] {
  const right = { align: "right" as const };
  const columns = [
    { title: "Moment" },
    { title: "Events", ...right },
    { title: "Bytes", ...right },
    { title: "Text" },
    { title: "Pixels that differ", ...right },
  ];
  return alignTable(
    columns,
    replayed.map(({ moment, events, bytes, sameText, differing }) => [
      moment,
      String(events),
      String(bytes),
      sameText ? "the same" : "differs",
      `${(100 * differing).toFixed(2)} %`,
    ]),
  );
}

/** What went wrong, without where. */
function withoutStack(error: string): string {
  return error.split(/\n {4}at /)[0] ?? "";
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
