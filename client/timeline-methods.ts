import type { Send } from "./connection.ts";
import type { CallOptions, RuntrailInput } from "./create-runtrail-client.ts";
import { readAnswer } from "./read-answer.ts";
import { readText } from "./read-text.ts";
import { RuntrailError } from "./runtrail-error.ts";

/** The methods that answer with a picture. */
export interface TimelineMethods {
  /**
   * What `executionTimeline()` answers, drawn: the text of an SVG that needs no script, in light and
   * dark.
   */
  executionTimelineSvg(
    input: RuntrailInput<"executionTimeline">,
    options?: CallOptions,
  ): Promise<string>;
}

/** Calls again what fails for a passing reason, as the options say. */
type Repeat = <Answer>(call: () => Promise<Answer>, options?: CallOptions) => Promise<Answer>;

/** Makes these methods. */
export function timelineMethods(send: Send, repeat: Repeat): TimelineMethods {
  return {
    executionTimelineSvg: (input, options) =>
      repeat(async () => {
        const headers = { accept: "image/svg+xml" };
        const response = await send("execution-timeline", input, options?.signal, headers);
        const type = response.headers.get("content-type") ?? "";
        if (response.ok && type.startsWith("image/svg+xml")) return await readText(response);
        await readAnswer(response);
        throw new RuntrailError(
          "unexpected_answer",
          "No picture came. Deploy the functions anew.",
          {
            status: response.status,
          },
        );
      }, options),
  };
}
