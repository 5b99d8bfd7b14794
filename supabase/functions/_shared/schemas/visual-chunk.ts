import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, sessionId, uuid } from "./fields.ts";
import { sequence, tab } from "./visual-fields.ts";

const input = z.strictObject({
  session_id: sessionId,
  user_id: forUser,
  tab,
  sequence: sequence.describe("The chunk, or the first of several."),
  through: sequence.optional().describe("The last of several; those not stored are left out."),
  if_none_match: z.string().max(1000).optional().describe(
    "Entity tags of answers that the caller has; also as header If-None-Match. 304 when one is current.",
  ),
});

const output = z.strictObject({
  session_id: z.string(),
  execution_id: uuid,
  etag: z.string().describe("Changes with what is stored of the chunks asked for."),
  chunks: z.int().describe("How many chunks it has."),
  complete: z.boolean().describe(
    "Whether it has all that were asked for, so that it never changes.",
  ),
  content: z.string().nullable().describe(
    "The chunks in order, each a gzip member, in base64; null when the caller has them.",
  ),
});

/** The bytes of chunks of a visual session. */
export const visualChunk = operationSchema({
  summary: "Fetch the bytes of one or more chunks of a visual session",
  input,
  output,
  examples: {
    several: {
      input: {
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        tab: "main",
        sequence: 3,
        through: 5,
      },
      output: {
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
        etag: '"5feceb66ffc86f38d952786c6d696c79"',
        chunks: 3,
        complete: true,
        content: "H4sIAAAAAAAAAwMAAAAAAAAAAAA=",
      },
    },
  },
});
