import { Buffer } from "node:buffer";
import type { SchemaElement } from "hyparquet-writer";

/** A column of the Parquet file: how it is declared, and how a value of a flat line becomes one of its own. */
export interface ParquetColumn {
  readonly name: string;
  /** More than one element where it is a list. */
  readonly schema: readonly SchemaElement[];
  readonly convert?: (value: never) => unknown;
  /** False where the bounds of its values would swell the footer. */
  readonly statistics?: false;
}

type Make = (name: string) => ParquetColumn;

const OPTIONAL = { repetition_type: "OPTIONAL" } as const;

const text: Make = (name) => ({
  name,
  schema: [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", ...OPTIONAL }],
});
const flag: Make = (name) => ({ name, schema: [{ name, type: "BOOLEAN", ...OPTIONAL }] });
const whole: Make = (name) => ({ name, schema: [{ name, type: "INT32", ...OPTIONAL }] });
const decimal = (precision: number, scale: number): Make => (name) => ({
  name,
  schema: [{
    ...{ name, type: "INT64", converted_type: "DECIMAL", precision, scale, ...OPTIONAL },
    logical_type: { type: "DECIMAL", precision, scale },
  }],
  convert: (value: number) => BigInt(Math.round(value * 10 ** scale)),
});
const uuid: Make = (name) => ({
  name,
  schema: [{
    ...{ name, type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, ...OPTIONAL },
    logical_type: { type: "UUID" },
  }],
  convert: (value: string) => Buffer.from(value.replaceAll("-", ""), "hex"),
  statistics: false,
});
const moment: Make = (name) => ({
  name,
  schema: [{
    ...{ name, type: "INT64", converted_type: "TIMESTAMP_MICROS", ...OPTIONAL },
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  }],
  convert: microseconds,
});
const json: Make = (name) => ({
  name,
  schema: [{ name, type: "BYTE_ARRAY", logical_type: { type: "JSON" }, ...OPTIONAL }],
  convert: (value: string) => Buffer.from(value),
  statistics: false,
});
const texts: Make = (name) => ({
  name,
  schema: [
    { name, converted_type: "LIST", logical_type: { type: "LIST" }, num_children: 1, ...OPTIONAL },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", ...OPTIONAL },
  ],
});

const seconds = decimal(10, 3);

/** Of the columns there can be, those that are there without being asked for. */
const usual: Readonly<Record<string, Make>> = {
  ...{ execution_id: uuid, workflow_id: uuid, workflow_name: text, user_id: uuid },
  ...{ status: text, mode: text, visual_enabled: flag, visual_streaming_enabled: flag },
  ...{ visual_quality: text, session_id: text, error: text, error_code: text },
  ...{ execution_time_seconds: seconds, visual_events_captured: whole },
  ...{ visual_stream_duration: seconds, progress: decimal(5, 2), metadata: json, tags: texts },
  ...{ timeout_seconds: whole, last_heartbeat_at: moment, cancel_requested_at: moment },
  ...{ cancel_reason: text, held: flag, payloads_expired_at: moment, visual_expired_at: moment },
  ...{ created_at: moment, completed_at: moment, updated_at: moment },
};
const onRequest = { inputs: json, result: json, logs: json, events: json, visual: json };

/** The columns of a file with these on request. */
export function parquetColumns(include: readonly string[]): ParquetColumn[] {
  const asked = Object.entries(onRequest).filter(([name]) => include.includes(name));
  return [...Object.entries(usual), ...asked].map(([name, make]) => make(name));
}

/** Microseconds since 1970 of an ISO 8601 time. */
function microseconds(value: string): bigint {
  const [, fraction = ""] = /\.(\d+)/.exec(value) ?? [];
  const milliseconds = Math.floor(Date.parse(value));
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, "0").slice(3));
}
