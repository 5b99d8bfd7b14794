import * as z from "zod";
import { json } from "./fields.ts";

const type = z.enum(["object", "array", "string", "number", "boolean", "null"]).nullable();

const change = z.strictObject({
  path: z.string().describe("JSON Pointer (RFC 6901); empty for the whole."),
  change: z.enum(["added", "removed", "changed", "type_changed"])
    .describe("added: only in b; removed: only in a; changed: another value of the same type."),
  a_type: type,
  b_type: type,
  a: json.nullable().describe("The value in a; of more than 500 characters the first 500."),
  b: json.nullable(),
});

/** Where two JSON values differ. */
export const comparedJson = z.strictObject({
  is_same: z.boolean(),
  same_shape: z.boolean().describe("Nothing was added or removed and no type changed."),
  changes: z.array(change).describe("At most 200, those nearest to the root."),
  truncated: z.boolean(),
});
