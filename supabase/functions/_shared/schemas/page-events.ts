import * as z from "zod";

/** An rrweb event, as far as Runtrail knows it: `data` is the page's. */
export interface PageEvent {
  readonly type: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly data: unknown;
}

const EARLIEST = Date.UTC(2000);
const LATEST = Date.UTC(2100);

/**
 * A list of rrweb events. Checked by hand, and only up to the first that is none: a schema would build
 * some ten thousand objects anew for each batch.
 */
export const pageEvents = z.custom<readonly PageEvent[]>(Array.isArray, "must be a list")
  .superRefine((events, context) => {
    for (const [at, event] of events.entries()) {
      const wrong = whatIsWrong(event);
      if (wrong) {
        const [field, message] = wrong;
        context.addIssue({ code: "custom", path: field ? [at, field] : [at], message });
        return;
      }
    }
  })
  .meta({
    type: "array",
    items: {
      type: "object",
      properties: {
        type: { type: "integer", minimum: 0, maximum: 6, description: "rrweb's EventType." },
        timestamp: {
          type: "number",
          minimum: EARLIEST,
          exclusiveMaximum: LATEST,
          description: "Milliseconds since 1970.",
        },
        data: { description: "As rrweb made it; stored as it is." },
      },
      required: ["type", "timestamp", "data"],
    },
  });

function whatIsWrong(event: unknown): readonly [field: string | null, message: string] | null {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    return [null, "must be an object"];
  }
  const { type, timestamp, data } = event as Partial<PageEvent>;
  if (!Number.isInteger(type) || type! < 0 || type! > 6) {
    return ["type", "must be an integer from 0 to 6"];
  }
  if (typeof timestamp !== "number" || !(timestamp >= EARLIEST && timestamp < LATEST)) {
    return ["timestamp", "must be milliseconds since 1970, in the years 2000 to 2099"];
  }
  return data === undefined ? ["data", "is required"] : null;
}
