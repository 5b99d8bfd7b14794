import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { sessionId } from "./fields.ts";

const input = z.strictObject({ session_id: sessionId });

const output = z.strictObject({
  session_id: z.string(),
  player_url: z.string().describe("The page that shows the session to whoever may see it."),
});

/** The way to the page that shows a visual session. */
export const visualViewer = operationSchema({
  summary: "Go to the page that shows a visual session",
  input,
  output,
  examples: {
    page: {
      input: { session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10" },
      output: {
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        player_url:
          "https://player.example.com/#session=visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
      },
    },
  },
});
