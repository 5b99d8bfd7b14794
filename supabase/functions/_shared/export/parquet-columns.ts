import { type MakeColumn, type ParquetColumn, parquetTypes } from "./parquet-types.ts";

const { text, flag, whole, decimal, uuid, moment, json, texts } = parquetTypes;
const seconds = decimal(10, 3);

/** Of the columns there can be, those that are there without being asked for. */
const usual: Readonly<Record<string, MakeColumn>> = {
  ...{ execution_id: uuid, workflow_id: uuid, workflow_name: text, user_id: uuid },
  ...{ status: text, mode: text, visual_enabled: flag, visual_streaming_enabled: flag },
  ...{ visual_quality: text, session_id: text, error: text, error_code: text },
  ...{ execution_time_seconds: seconds, visual_events_captured: whole },
  ...{ visual_stream_duration: seconds, progress: decimal(5, 2), metadata: json, tags: texts },
  ...{ timeout_seconds: whole, last_heartbeat_at: moment, cancel_requested_at: moment },
  ...{
    cancel_reason: text,
    held: flag,
    payloads_expired_at: moment,
    visual_expired_at: moment,
  },
  ...{ created_at: moment, completed_at: moment, updated_at: moment },
};
const onRequest = { inputs: json, result: json, logs: json, events: json, visual: json };

/** The columns of a file with these on request. */
export function parquetColumns(include: readonly string[]): ParquetColumn[] {
  const asked = Object.entries(onRequest).filter(([name]) => include.includes(name));
  return [...Object.entries(usual), ...asked].map(([name, make]) => make(name));
}
