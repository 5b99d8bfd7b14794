import * as z from "zod";

/**
 * The items of a batch: one to 500 inputs of the single call. They are declared here and checked in
 * SQL, item by item: what is wrong with one must not take the others with it.
 */
export function batchOf<Item extends z.ZodObject>(item: Item) {
  const checkedInSql = item.catch((context) => context?.input as z.output<Item>);
  return z.strictObject({
    executions: z.array(checkedInSql as unknown as Item).meta({ minItems: 1, maxItems: 500 })
      .describe("What the single call takes, up to 500 times; each item succeeds or fails alone."),
  });
}

const error = z.strictObject({
  code: z.string().describe("As the single call's code."),
  message: z.string().describe("What happened."),
  hint: z.string().describe("What to do."),
});

/** The answer to a batch: a result per item, in the order of the items. */
export function batchResults<Execution extends z.ZodObject>(execution: Execution) {
  const result = z.strictObject({
    index: z.int().min(0).describe("Place of the item in the list, from 0."),
    status: z.int().describe("HTTP status that the single call would have had."),
    execution: execution.nullable().describe("Null when the item failed."),
    error: error.nullable().describe("Null when the item succeeded."),
  });
  return z.strictObject({
    results: z.array(result).describe("One per item, in their order."),
    succeeded: z.int().min(0).describe("Results with a status below 400."),
    failed: z.int().min(0).describe("Results with a status of 400 and above."),
  });
}
