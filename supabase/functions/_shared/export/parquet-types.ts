import { Buffer } from "node:buffer";
import type { SchemaElement } from "hyparquet-writer";

/** A column of a Parquet file: how it is declared, and how a value is made of a flat line's text. */
export interface ParquetColumn {
  readonly name: string;
  /** More than one element where it is a list. */
  readonly schema: readonly SchemaElement[];
  readonly make: (bytes: Uint8Array) => unknown;
  /** Whether the footer has the bounds of its values: numbers, by which readers leave out groups. */
  readonly statistics?: true;
}

/** Makes a column of a name. */
export type MakeColumn = (name: string) => ParquetColumn;

const OPTIONAL = { repetition_type: "OPTIONAL" } as const;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const textOf = (bytes: Uint8Array) => decoder.decode(bytes);

const text: MakeColumn = (name) => ({
  name,
  schema: [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", ...OPTIONAL }],
  make: textOf,
});
const flag: MakeColumn = (name) => ({
  name,
  schema: [{ name, type: "BOOLEAN", ...OPTIONAL }],
  make: (bytes) => textOf(bytes) === "true",
});
const whole: MakeColumn = (name) => ({
  name,
  schema: [{ name, type: "INT32", ...OPTIONAL }],
  make: (bytes) => Number(textOf(bytes)),
  statistics: true,
});
const decimal = (precision: number, scale: number): MakeColumn => (name) => ({
  name,
  schema: [{
    ...{ name, type: "INT64", converted_type: "DECIMAL", precision, scale, ...OPTIONAL },
    logical_type: { type: "DECIMAL", precision, scale },
  }],
  make: (bytes) => BigInt(Math.round(Number(textOf(bytes)) * 10 ** scale)),
  statistics: true,
});
const uuid: MakeColumn = (name) => ({
  name,
  schema: [{
    ...{ name, type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, ...OPTIONAL },
    logical_type: { type: "UUID" },
  }],
  make: (bytes) => Buffer.from(textOf(bytes).replaceAll("-", ""), "hex"),
});
const moment: MakeColumn = (name) => ({
  name,
  schema: [{
    ...{ name, type: "INT64", converted_type: "TIMESTAMP_MICROS", ...OPTIONAL },
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
  }],
  make: (bytes) => microseconds(textOf(bytes)),
  statistics: true,
});
const json: MakeColumn = (name) => ({
  name,
  schema: [{ name, type: "BYTE_ARRAY", logical_type: { type: "JSON" }, ...OPTIONAL }],
  make: (bytes) => bytes,
});
const texts: MakeColumn = (name) => ({
  name,
  schema: [
    { name, converted_type: "LIST", logical_type: { type: "LIST" }, num_children: 1, ...OPTIONAL },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", ...OPTIONAL },
  ],
  make: (bytes) => JSON.parse(textOf(bytes)),
});

/** Makes columns of each type. */
export const parquetTypes = { text, flag, whole, decimal, uuid, moment, json, texts };

/** Microseconds since 1970 of an ISO 8601 time. */
function microseconds(value: string): bigint {
  const [, fraction = ""] = /\.(\d+)/.exec(value) ?? [];
  const milliseconds = Math.floor(Date.parse(value));
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, "0").slice(3));
}
