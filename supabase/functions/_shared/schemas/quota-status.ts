import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, timestamp, uuid } from "./fields.ts";
import { quotaName } from "./quota-name.ts";

const input = z.strictObject({ user_id: forUser });

const output = z.strictObject({
  limits: z.array(z.strictObject({
    workflow_id: uuid.nullable().describe("Null: of the account as a whole."),
    workflow_name: z.string().nullable(),
    name: quotaName,
    limit: z.int().min(0),
    used: z.int().min(0),
    remaining: z.int().min(0),
    resets_at: timestamp.nullable()
      .describe("When all of it is there again; null where that is not a matter of time."),
  })).describe("The limits that hold, those of the account first; empty where nothing is limited."),
  computed_at: timestamp,
});

/** What is limited, and how much of it is left. */
export const quotaStatus = operationSchema({
  summary: "Tell the limits of the caller's account and workflows, and what is left of them",
  input,
  output,
  examples: {
    limited: {
      input: {},
      output: {
        limits: [
          {
            workflow_id: null,
            workflow_name: null,
            name: "executions_per_minute",
            limit: 100,
            used: 37,
            remaining: 63,
            resets_at: "2026-01-31T09:31:00+00:00",
          },
          {
            workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
            workflow_name: "Order a kettle",
            name: "running_executions",
            limit: 5,
            used: 5,
            remaining: 0,
            resets_at: null,
          },
        ],
        computed_at: "2026-01-31T09:30:12.123456+00:00",
      },
    },
    unlimited: {
      input: {},
      output: { limits: [], computed_at: "2026-01-31T09:30:12.123456+00:00" },
    },
  },
});
