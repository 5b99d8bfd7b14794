import type { Call, Value } from "./call.ts";
import type { Person } from "./person.ts";

/** Something that is read through the product's functions. */
export interface Read {
  group: "history" | "one execution" | "statistics";
  name: string;
  /** The bare statement that it is compared with: 50 rows by an index, or one row by its key. */
  bare: "list" | "row";
  /** Also measured through `rpc()` and an edge function. */
  overHttp: boolean;
  /** Null where this person has nothing of the kind. */
  call(person: Person): Call | null;
}

const day = 24 * 60 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();

const history = (
  name: string,
  parameters: (person: Person) => Record<string, Value> | null,
  overHttp = false,
): Read => ({
  group: "history",
  name,
  bare: "list",
  overHttp,
  call(person) {
    const given = parameters(person);
    return given && { name: "execution_history", parameters: given };
  },
});

const statistics = (
  name: string,
  sqlName: string,
  parameters: (person: Person) => Record<string, Value>,
  overHttp = false,
): Read => ({
  group: "statistics",
  name,
  bare: "list",
  overHttp,
  call: (person) => ({ name: sqlName, parameters: parameters(person) }),
});

/** Everything that is read. The names are those of the results and of the targets. */
export const reads: readonly Read[] = [
  history("first page", () => ({}), true),
  history("page 100", (person) => person.visible > 5000 ? { page: 100 } : null),
  history("last page, by cursor", ({ lastCursor }) => lastCursor ? { cursor: lastCursor } : null),
  history("one status", () => ({ status_filter: ["failed"] })),
  history("one workflow", ({ workflowId }) => ({ workflow_id: workflowId })),
  history("a workflow rarely run", ({ rareWorkflowId }) => ({ workflow_id: rareWorkflowId })),
  history(
    "one workflow, one status",
    ({ workflowId }) => ({ workflow_id: workflowId, status_filter: ["failed"] }),
  ),
  history("one session", ({ sessionId }) => sessionId ? { session_id: sessionId } : null),
  history("7 days", () => ({ created_after: daysAgo(97), created_before: daysAgo(90) })),
  history("slowest first", () => ({ sort: "execution_time_seconds.desc" })),
  history("a common tag", () => ({ tags: ["nightly"] })),
  history("a rare tag", () => ({ tags: ["postmortem"] })),
  history("metadata", () => ({ metadata: { customer: "c-17" } })),
  history("search, a common word", () => ({ search: "TimeoutError" })),
  history("search, a rare word", () => ({ search: "CertificateExpired" })),
  history("mode (no index)", () => ({ mode_filter: "local-run" })),
  history("first page with payloads", () => ({ include_payloads: true })),
  history("total", () => ({ page_size: 1 })),
  history("total of one status", () => ({ page_size: 1, status_filter: ["completed"] })),
  {
    group: "one execution",
    name: "detail",
    bare: "row",
    overHttp: true,
    call: ({ executionId }) => ({
      name: "execution_detail",
      parameters: { execution_id: executionId },
    }),
  },
  statistics("running now", "active_executions", () => ({}), true),
  statistics("visual sessions", "visual_sessions", () => ({})),
  statistics(
    "statistics",
    "execution_stats",
    ({ workflowId }) => ({ workflow_id: workflowId }),
    true,
  ),
  statistics(
    "statistics, 30 days",
    "execution_stats",
    ({ workflowId }) => ({ workflow_id: workflowId, since: daysAgo(30) }),
  ),
  statistics(
    "statistics, 7 days",
    "execution_stats",
    ({ workflowId }) => ({ workflow_id: workflowId, since: daysAgo(7) }),
  ),
  statistics("overview", "execution_overview", () => ({}), true),
  statistics("trend, 30 days", "execution_trends", () => ({ since: daysAgo(30) }), true),
  statistics(
    "trend, 24 hours of one workflow",
    "execution_trends",
    ({ workflowId }) => ({ workflow_id: workflowId, bucket: "hour" }),
  ),
  statistics(
    "trend, 7 days by hour of one workflow",
    "execution_trends",
    ({ workflowId }) => ({ workflow_id: workflowId, bucket: "hour", since: daysAgo(6.9) }),
  ),
];
