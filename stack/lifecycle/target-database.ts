import { livingStack } from "./living-stack.ts";

/**
 * The database that a task works on: DB_URL of the environment, else the running stack's.
 *
 * @throws Error saying how to get one.
 */
export function targetDatabase(port: number): string {
  const url = Deno.env.get("DB_URL") ?? livingStack(port)?.env.DB_URL;
  if (url !== undefined) return url;
  throw new Error(
    `No database: DB_URL is not set, and no stack runs on port ${port}. ` +
      `Start one with "deno task start", or put "deno run -A stack/with-stack.ts --" in front.`,
  );
}
