import postgres from "postgres";
import { Parser } from "tap-parser";
import { splitSql, type SqlStatement } from "./split-sql.ts";

/** The outcome of one pgTAP file. */
export interface FileOutcome {
  passed: number;
  /** One text per failed assertion, or failure of the file as a whole; begins with `file:line`. */
  failures: string[];
}

/**
 * Runs one pgTAP file alone on a fresh connection, statement by statement as psql does, and judges
 * the TAP it prints. A file that prints no plan, or another number of results than planned, fails.
 */
export async function runFile(name: string, text: string, url: string): Promise<FileOutcome> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { statement_timeout: 60_000 },
  });
  const results = new TapResults(name);
  try {
    for (const statement of splitSql(text)) {
      const error = await runStatement(sql, statement, results);
      if (error !== null) return results.outcome(error);
    }
    return results.outcome(null);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Returns where and why it failed, or null. */
async function runStatement(
  sql: postgres.Sql,
  { text, line }: SqlStatement,
  results: TapResults,
): Promise<string | null> {
  if (text.startsWith("\\")) {
    return `${line}: psql commands (${text.split(/\s/)[0]}) do not run here`;
  }
  try {
    const rows = await sql.unsafe(text).simple();
    for (const row of rows) results.print(Object.values(row).join("|"), line);
    return null;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) return `${line}: ${error}`;
    const before = text.slice(0, Math.max(0, Number(error.position ?? 1) - 1));
    const extras = [error.detail, error.hint, error.where].filter(Boolean);
    const context = extras.map((extra) => `\n    ${extra}`).join("");
    const at = line + before.split("\n").length - 1;
    return `${at}: ERROR ${error.code}: ${error.message}${context}`;
  }
}

/** Collects TAP with the line of the statement that printed it. */
class TapResults {
  #parser = new Parser();
  #points: { line: number; text: string }[] = [];
  #failed: number[] = [];
  #passed = 0;
  #planned = false;
  #name: string;

  constructor(name: string) {
    this.#name = name;
    // Counted from one in the order of printing; a number of its own may be wrong.
    let count = 0;
    this.#parser.on("assert", (result: { ok: boolean; todo: unknown }) => {
      if (result.ok || result.todo) this.#passed++;
      else this.#failed.push(count);
      count++;
    });
  }

  print(text: string, line: number): void {
    if (/^1\.\.\d+/m.test(text)) this.#planned = true;
    if (/^(not )?ok\b/.test(text)) this.#points.push({ line, text });
    this.#parser.write(`${text}\n`);
  }

  outcome(error: string | null): FileOutcome {
    this.#parser.end();
    const { plan, count, bailout } = this.#parser.results ?? { plan: { end: null }, count: 0 };
    const failures = this.#failed.map((at) => {
      const { line, text } = this.#points[at] ?? { line: 1, text: "" };
      return `${line}: ${text.replaceAll("\n", "\n    ")}`;
    });
    if (error !== null) failures.push(error);
    else if (bailout) failures.push(`1: bailed out: ${bailout}`);
    else if (!this.#planned) failures.push("1: no plan: call plan(n), or no_plan() and finish()");
    else if (plan.end !== count) failures.push(`1: ${plan.end} tests were planned, ${count} ran`);
    return { passed: this.#passed, failures: failures.map((text) => `${this.#name}:${text}`) };
  }
}
