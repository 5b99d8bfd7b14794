import { connect } from "../../wire/connection.ts";

/** How many seconds Postgres takes to copy the columns of an export, all rows, to a client. */
export async function copyOut(adminUrl: URL): Promise<number> {
  const connection = await connect(adminUrl);
  try {
    const started = performance.now();
    await connection.run([{ text: copy, parameters: [] }]);
    return (performance.now() - started) / 1000;
  } finally {
    connection.close();
  }
}

const copy = `
copy (
  select
    e.execution_id, e.workflow_id, w.name as workflow_name, e.user_id, e.status, e.mode,
    e.visual_enabled, e.visual_streaming_enabled, e.visual_quality, e.session_id, e.error,
    e.error_code, e.execution_time_seconds, e.visual_events_captured, e.visual_stream_duration,
    e.progress, e.metadata, e.tags, e.timeout_seconds, e.last_heartbeat_at, e.cancel_requested_at,
    e.cancel_reason, e.held, e.payloads_expired_at, e.visual_expired_at, e.created_at,
    e.completed_at, e.updated_at
  from public.workflow_executions as e
  left join public.workflows as w on w.workflow_id = e.workflow_id
) to stdout (format csv, header)`;
