import postgres from "postgres";

/** What is known of a statement's result; several statements give a list of them. */
type Result = { command?: string; count?: number | null };

/** The tag that Postgres returned for the last statement, such as `SELECT 1` or `INSERT 0 2`. */
export function commandTag(result: Result | Result[]): string {
  const last = isList(result) ? result.at(-1) : result;
  const { command = "", count = null } = last ?? {};
  if (count === null) return command;
  return command === "INSERT" ? `INSERT 0 ${count}` : `${command} ${count}`;
}

/** The words in which pg_cron records a failure. */
export function failureMessage(error: unknown): string {
  if (!(error instanceof postgres.PostgresError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const parts = [`${error.severity}: ${error.message}`];
  if (error.detail) parts.push(`DETAIL: ${error.detail}`);
  if (error.hint) parts.push(`HINT: ${error.hint}`);
  if (error.where) parts.push(`CONTEXT: ${error.where}`);
  return parts.join("\n");
}

// A single result is a list too, of rows; only it carries the command.
function isList(result: Result | Result[]): result is Result[] {
  return Array.isArray(result) && !("command" in result);
}
