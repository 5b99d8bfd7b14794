import type { RuntrailAnswer } from "../../../client/mod.ts";
import { element } from "../shell/element.ts";
import { format } from "../shell/format.ts";
import { writeRoute } from "../shell/route.ts";
import { scoreChip } from "../shell/score-chip.ts";
import { statusChip } from "../shell/status-chip.ts";

/** A session as the list has it. */
export type ListedSession = RuntrailAnswer<"visualSessions">["sessions"][number];

/** A session's row in the list. */
export function sessionRow(session: ListedSession, now: number): HTMLElement {
  const { session_id, workflow_name, created_at, last_event_time, visual_expired_at } = session;
  const href = writeRoute({ page: "session", sessionId: session_id, seconds: null });
  const length = last_event_time && Date.parse(last_event_time) - Date.parse(created_at);
  const live = session.streaming_active;
  return element(
    "tr",
    { class: "session" },
    element(
      "th",
      { scope: "row" },
      element("a", { href }, workflow_name ?? "Workflow without a name"),
      live && element("span", { class: "live-mark" }, "Live"),
    ),
    element("td", { class: "cell-status" }, statusChip(session.execution_status)),
    element(
      "td",
      { class: "cell-time" },
      element(
        "time",
        { datetime: created_at, title: format.time(created_at) },
        format.ago(created_at, now),
      ),
    ),
    element("td", { class: "cell-number" }, length ? format.duration(length) : "–"),
    element("td", { class: "cell-number" }, size(session)),
    element(
      "td",
      { class: "cell-score" },
      visual_expired_at
        ? element("span", { class: "muted" }, "removed")
        : scoreChip(session.replay_score),
    ),
  );
}

function size({ events_processed, bytes_stored }: ListedSession): string {
  if (!events_processed) return "–";
  const events = `${format.count(events_processed)} ${events_processed === 1 ? "event" : "events"}`;
  return bytes_stored ? `${events}, ${format.bytes(bytes_stored)}` : events;
}
