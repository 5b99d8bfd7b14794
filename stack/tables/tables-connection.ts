import { type IPostgresConnectionConfig, PostgresConnection } from "@supabase/lite/postgres";
import { CompiledQuery } from "kysely";
import { apiErrorResponse } from "../data-api/api-error.ts";
import { isDatabaseError, postgresError } from "../data-api/postgres-error.ts";
import { requestStore } from "./request-store.ts";

/**
 * Lite's connection, with the methods replaced that decide what a request may see.
 *
 * Lite's own grants everything on every table to anon and authenticated on its first request, and
 * stays the connection's own role when no table has row level security. Here a request always runs
 * as its role, with the settings and variables that PostgREST gives it, and nothing is granted.
 * What the database refuses is answered by the table of errors that calls of functions use.
 */
export class TablesConnection extends PostgresConnection {
  readonly #catalog: PostgresConnection;

  /**
   * @param config For the role that requests start from, which has no rights of its own.
   * @param catalogUrl Of a role that may read every table, and so sees them all in the catalog: what
   *   a caller may not read is refused by the database, not missing.
   */
  constructor(config: IPostgresConnectionConfig, catalogUrl: string) {
    super(config);
    const { connection, ...options } = config.postgresOptions ?? {};
    this.#catalog = new PostgresConnection({
      url: catalogUrl,
      postgresOptions: { ...options, max: 1, connection: { ...connection, search_path: "" } },
    });
  }

  override introspect(options?: { useCache?: boolean }) {
    return this.#catalog.introspect(options);
  }

  override clearSchemaCache(): Promise<void> {
    return this.#catalog.clearSchemaCache();
  }

  /** Ends all connections, failing after the given time what is still under way. */
  async end(seconds: number): Promise<void> {
    await Promise.all(
      [this, this.#catalog].map(({ driver }) => driver.end({ timeout: seconds })),
    );
  }

  override async withContext<T>(
    _vars: unknown,
    run: (db: PostgresConnection["kysely"]) => Promise<T>,
  ): Promise<T> {
    const request = requestStore.getStore();
    if (!request) throw new Error("A table was asked for outside of a request.");
    const { text, parameters } = request.session;
    try {
      return await this.kysely.transaction().execute(async (db) => {
        await db.executeQuery(CompiledQuery.raw(text, parameters));
        const result = await run(db);
        // PostgREST answers 406 to a write that matched several rows, and then writes none.
        if (result instanceof Response && !result.ok) throw new Refused(result);
        if (request.reads || !(result instanceof Response)) return result;
        const { rows: [chosen] } = await db.executeQuery<{ status: string | null }>(
          CompiledQuery.raw("select current_setting('response.status', true) as status"),
        );
        return withStatus(result, chosen?.status) as T;
      });
    } catch (error) {
      // T is Response in all that Lite runs for a request.
      if (error instanceof Refused) return error.response as T;
      if (!isDatabaseError(error)) throw error;
      return apiErrorResponse(postgresError(error, request.isAnon)) as T;
    }
  }
}

/** The answer to a write that is kept, with the status that a trigger asked for, if one did. */
function withStatus(answer: Response, status: string | null | undefined): Response {
  if (!status) return answer;
  return new Response(answer.body, { status: Number(status), headers: answer.headers });
}

/** Ends a transaction without committing, carrying the answer out of it. */
class Refused {
  constructor(readonly response: Response) {}
}
