import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { count, forUser, sessionId, uuid } from "./fields.ts";

const input = z.strictObject({
  session_id: sessionId,
  user_id: forUser,
  after: count.optional().describe("The last after that the caller has seen; 0 when absent."),
  follow: z.boolean().optional()
    .describe("False: end when everything stored has been sent. True when absent."),
});

const output = z.strictObject({
  session_id: z.string(),
  execution_id: uuid,
  ended: z.boolean().describe("Whether the run has ended."),
  more: z.boolean().describe("Whether more is stored than these chunks."),
  chunks: z.array(z.strictObject({
    tab: z.string(),
    sequence: z.int(),
    arrival: z.int(),
    bytes: z.int(),
    content: z.string().describe("Gzip of lines of JSON, in base64."),
  })).describe("The next chunks in order of arrival."),
});

/** The events of a visual session as they come. */
export const visualStream = operationSchema({
  summary: "Follow the page events of a visual session",
  input,
  output,
  examples: {
    resumed: {
      input: {
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        after: 5,
        follow: false,
      },
      output: {
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
        ended: true,
        more: false,
        chunks: [{
          tab: "main",
          sequence: 8,
          arrival: 9,
          bytes: 0,
          content: "H4sIAAAAAAAAAwMAAAAAAAAAAAA=",
        }],
      },
    },
  },
});
